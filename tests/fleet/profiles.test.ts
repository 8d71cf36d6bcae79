/** Charge point profiles: in bench.yaml, kept in the store, and what is wrong with them by line and column. */
import { describe, expect, it } from 'vitest';
import { openChargePointProfiles } from '../../electron/bench/charge-point/behaviour/charge-point-profiles.ts';
import { parseBenchFile } from '../../electron/cli/bench-file.ts';
import { withProfile } from '../../shared/api/bench-file.ts';
import { chargePointRequest } from '../../shared/api/charge-points-contract.ts';

const profiles = `version: 1
chargePointProfiles:
  old:
    vendor: Example
    connectors: 2
    behaviour: { latencyMs: 800 }
`;

const parsed = (text: string) => parseBenchFile(profiles + text, 'bench.yaml');

/** The settings of the only charge point of a file. */
function settingsOf(text: string): unknown {
  const read = parsed(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problem));
  const { chargePoints, chargePointProfiles } = read.value.file;
  const [entry = {}] = Object.values(chargePoints);
  const complete = withProfile(entry, chargePointProfiles);
  if (!complete.ok) throw new Error(complete.profile);
  return chargePointRequest.parse(complete.value);
}

describe('chargePointProfiles of bench.yaml', () => {
  it('give a charge point what it leaves out, and what neither says is as usual', () => {
    const text = `chargePoints:
  CP-1: { profile: old, url: "ws://127.0.0.1/", securityProfile: 0, connectors: 3 }
`;
    expect(settingsOf(text)).toMatchObject({
      vendor: 'Example',
      connectors: 3,
      behaviour: { latencyMs: 800, jitterMs: 0, answers: [] },
      keyFamily: 'both',
      autoConnect: true,
    });
  });

  it('that come with the program can be named too', () => {
    const text = `chargePoints:
  CP-1: { profile: no-heartbeat, url: "ws://127.0.0.1/", securityProfile: 0 }
`;
    expect(settingsOf(text)).toMatchObject({ behaviour: { neverSend: ['Heartbeat'] } });
  });

  it.each([
    ['an unknown profile', 'CP-1: { profile: none, url: "ws://h/", securityProfile: 0 }', '8:20'],
    ['what no profile gives', 'CP-1: { profile: old, securityProfile: 0 }', '8:9'],
    ['a setting there is not', 'CP-1: { profile: old, colour: red }', '8:25'],
  ])('%s is told with line and column', (_what, line, place) => {
    const read = parsed(`chargePoints:\n  ${line}\n`);
    expect(read).toMatchObject({ ok: false, problem: { code: 'bench-file-invalid' } });
    expect(read.ok ? '' : read.problem.where).toBe(`bench.yaml:${place}`);
  });

  it('hold no secret', () => {
    const text = 'version: 1\nchargePointProfiles:\n  x:\n    password: { env: NAME }\n';
    expect(parseBenchFile(text, 'bench.yaml').ok).toBe(false);
  });
});

describe('Charge point profiles in the store', () => {
  it('are kept, stand in for built-in ones of the same name, and can be taken away', () => {
    const kept = new Map<string, unknown>();
    const store = {
      read: (name: string) => kept.get(name),
      write: (name: string, value: unknown) => kept.set(name, value),
    };
    let changes = 0;
    const open = () =>
      openChargePointProfiles(store, () => {
        changes += 1;
      });
    open().put('slow', { connectors: 4 });
    open().put('mine', { vendor: 'Example' });
    const again = open();
    expect(again.find('slow')).toEqual({ connectors: 4 });
    expect(again.list().find(({ name }) => name === 'mine')).toMatchObject({ builtIn: false });
    expect(again.delete('slow')).toBe(true);
    expect(again.delete('slow')).toBe(false);
    expect(again.find('slow')).toMatchObject({ behaviour: { latencyMs: 5000 } });
    expect(changes).toBe(3);
  });
});
