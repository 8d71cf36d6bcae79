import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isSupportedLine, lockedElectron } from './electron-line.mjs';
import { root } from './paths.mjs';

it('security-checklist 13 the latest three lines of Electron are supported, older ones are not', () => {
  expect(isSupportedLine('45.4.1', '45.0.0')).toBe(true);
  expect(isSupportedLine('45.4.1', '47.9.9')).toBe(true);
  expect(isSupportedLine('45.4.1', '48.0.0')).toBe(false);
  expect(isSupportedLine('45.4.1', 'nonsense')).toBe(false);
});

it('security-checklist 13 the workflow compares the Electron of the lockfile, every week', () => {
  expect(lockedElectron()).toMatch(/^\d+\.\d+\.\d+$/);
  const workflow = readFileSync(join(root, '.github', 'workflows', 'ci.yml'), 'utf8');
  expect(workflow).toContain('- run: node build/electron-line.mjs');
  expect(workflow).toMatch(/schedule:\n\s+- cron:/);
});
