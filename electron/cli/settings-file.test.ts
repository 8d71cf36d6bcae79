import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSettings, readSettingsFile } from './settings-file.ts';

describe('a file with the settings of a charge point', () => {
  it('is YAML or JSON, and only what it says is in it', () => {
    const settings = { connectors: 2, vehicle: { batteryKwh: 40 } };
    const yaml = 'connectors: 2\nvehicle:\n  batteryKwh: 40\n';
    expect(parseSettings(yaml, 'cp.yaml')).toMatchObject({ ok: true, value: settings });
    const json = JSON.stringify(settings);
    expect(parseSettings(json, 'cp.json')).toMatchObject({ ok: true, value: settings });
    expect(parseSettings('', 'cp.yaml')).toEqual({ ok: true, value: {} });
  });

  it.each([
    ['a name that is none', 'connectors: 1\nconectors: 2\n', 'cp.yaml:2:1'],
    ['a value that does not fit', 'vehicle:\n  phases: 2.5\n', 'cp.yaml:2:11'],
    ['a secret', 'password: abc\n', 'cp.yaml:1:1'],
    ['no YAML', 'connectors: [1\n', 'cp.yaml:2:1'],
  ])('input-invalid with line and column: %s', (_name, text, where) => {
    expect(parseSettings(text, 'cp.yaml')).toMatchObject({
      ok: false,
      problem: { code: 'input-invalid', where },
    });
  });

  it('file-unreadable when it is not there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'benchpoint-settings-'));
    const path = join(folder, 'cp.yaml');
    expect(readSettingsFile(path)).toMatchObject({ problem: { code: 'file-unreadable' } });
    writeFileSync(path, 'model: Test\n');
    expect(readSettingsFile(path)).toEqual({ ok: true, value: { model: 'Test' } });
    rmSync(folder, { recursive: true });
  });
});
