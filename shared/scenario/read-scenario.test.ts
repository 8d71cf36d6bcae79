/** That a wrong scenario is refused with the place of what is wrong, and a right one read as it was meant. */
import { describe, expect, it } from 'vitest';
import { readScenario } from './read-scenario.ts';

/** As a scenario writes it. */
const variable = (name: string): string => `\${${name}}`;

const head = `version: 1
name: Test
setUp:
  chargePoints:
    cp: {}
`;

function faultsOf(text: string): string[] {
  const read = readScenario(text);
  if (read.ok) throw new Error('it was taken');
  return read.faults.map(
    ({ place, path, reason }) => `${place?.line}:${place?.column} ${path}: ${reason}`,
  );
}

describe('readScenario', () => {
  it('reads steps with variables where numbers belong', () => {
    const read = readScenario(`${head}steps:
  - repeat:
      times: 2
      steps:
        - do: { action: plug-in, connectorId: "\${iteration}" }
        - expect: { action: StartTransaction, kind: result }
          save: { transactionId: payload.transactionId }
  - assert: { connector: { id: 1, transactionId: "\${transactionId}" } }
`);
    expect(read).toMatchObject({ ok: true, value: { name: 'Test', timeout: '5min' } });
  });

  it.each([
    ['a name that no step has', '  - doo: 1', '7:5 steps.0: unknown: doo'],
    ['an unknown action', '  - do: { action: plugin }', '7:19 steps.0.do.action: "plugin" is not'],
    [
      'an unknown name in an action',
      '  - do: { action: unplug, at: 1 }',
      '7:27 steps.0.do: unknown: at',
    ],
    ['a time without unit', '  - wait: 5', '7:11 steps.0.wait: a time with its unit'],
    [
      'two verbs in one step',
      '  - { wait: 1s, do: { action: connect } }',
      '7:5 steps.0: a step has one of',
    ],
    [
      'a variable that nobody sets',
      `  - do: { action: present-id-tag, idTag: "${variable('tag')}" }`,
      '7:42 steps.0.do.idTag: there is no variable tag',
    ],
    [
      'somebody whom the set-up does not have',
      '  - { as: other, wait: 1s }',
      '7:11 steps.0.as: the set-up has no other',
    ],
    [
      'a fault deep inside',
      '  - repeat: { times: 2, steps: [{ expect: { within: 7 } }] }',
      '7:53 steps.0.repeat.steps.0.expect.within: ',
    ],
  ])('refuses %s with line and column', (_what, step, expected) => {
    expect(faultsOf(`${head}steps:\n${step}\n`)[0]).toContain(expected);
  });

  it('gives every fault, not only the first', () => {
    expect(faultsOf(`${head}steps:\n  - wait: 5\n  - wait: 6\n`)).toHaveLength(2);
  });

  it('refuses what is no YAML with the place of the syntax error', () => {
    expect(faultsOf('version: 1\nname: [')[0]).toMatch(/^2:\d+ : /);
  });

  it('refuses a set-up with nobody in it, and a version it does not know', () => {
    expect(faultsOf('version: 1\nname: x\nsteps:\n  - wait: 1s\n')[0]).toContain(
      'neither charge points',
    );
    expect(
      faultsOf(head.replace('version: 1', 'version: 2').concat('steps: [{ wait: 1s }]\n'))[0],
    ).toMatch(/^1:10 version/);
  });
});
