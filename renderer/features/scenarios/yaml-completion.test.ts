/** That the editor offers what belongs to a place of a scenario, in blocks and in braces, finished or not. */
import { describe, expect, it } from 'vitest';
import { scenarioJsonSchema } from '../../../shared/scenario/scenario-schema.ts';
import { completeYaml } from './yaml-completion.ts';

const schema = scenarioJsonSchema();
const head = 'version: 1\nname: x\nsetUp:\n  chargePoints:\n    cp: {}\nsteps:\n';

/** `|` is the cursor. */
function offered(marked: string): string[] {
  const before = marked.slice(0, marked.indexOf('|')).split('\n');
  const line = before.length;
  const column = (before.at(-1) ?? '').length + 1;
  return completeYaml(schema, marked.replace('|', ''), { line, column }).map(({ label }) => label);
}

describe('completeYaml', () => {
  it('offers the names of the top, but those that are there', () => {
    const names = offered('version: 1\n|');
    expect(names).toEqual(expect.arrayContaining(['name', 'setUp', 'steps', 'timeout']));
    expect(names).not.toContain('version');
  });

  it('offers the verbs of a step after the dash and below it', () => {
    expect(offered(`${head}  - |`)).toEqual(expect.arrayContaining(['do', 'expect', 'wait', 'as']));
    expect(offered(`${head}  - name: x\n    |`)).toContain('assert');
    expect(offered(`${head}  - name: x\n    |`)).not.toContain('name');
  });

  it('offers the actions, and then only what the action has', () => {
    expect(offered(`${head}  - do: { action: |`)).toEqual(
      expect.arrayContaining(['plug-in', 'present-id-tag', 'fault']),
    );
    expect(offered(`${head}  - do: { action: plug-in, |`)).toEqual(['connectorId']);
    expect(offered(`${head}  - do:\n      action: present-id-tag\n      |`).sort()).toEqual([
      'connectorId',
      'idTag',
    ]);
  });

  it('follows steps inside a repetition', () => {
    const text = `${head}  - repeat:\n      times: 2\n      steps:\n        - expect:\n            |`;
    expect(offered(text)).toEqual(expect.arrayContaining(['action', 'within', 'payload']));
  });

  it('offers listed values and switches', () => {
    expect(offered(`${head}  - expect: { kind: |`)).toContain('result');
    expect(offered(`${head}  - expect:\n      absent: |`)).toEqual(['true', 'false']);
  });

  it('offers the settings of a charge point by any name', () => {
    const text = 'version: 1\nsetUp:\n  chargePoints:\n    anybody:\n      |';
    expect(offered(text)).toEqual(
      expect.arrayContaining(['count', 'securityProfile', 'connectors']),
    );
  });
});
