/**
 * That the launcher ends as its tool ended, with a real launcher in a process of its own.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { findElectron, hasDisplay, reasonIn } from './find-electron.mjs';
import { root } from './paths.mjs';

function launch(...words: string[]) {
  return spawn(process.execPath, ['build/run.mjs', ...words], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

describe('run.mjs', () => {
  it('starts tools on Node 24 with that Node first on PATH, and hands back their exit code', async () => {
    const script =
      'console.log(process.versions.node, require("node:child_process").execSync("node -v").toString()); process.exitCode = 7';
    const child = launch('exec', 'node', '-e', script);
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(7);
    const [running, onPath] = said.trim().split(/\s+/);
    expect(Number.parseInt(running ?? '', 10)).toBeGreaterThanOrEqual(24);
    expect(onPath).toBe(`v${running}`);
  });

  it.skipIf(process.platform === 'win32')(
    'passes SIGTERM on and waits for the clean end',
    async () => {
      const script =
        'process.on("SIGTERM", () => { console.log("bye"); process.exit(5); }); setInterval(() => {}, 1000); console.log("ready")';
      const child = launch('exec', 'node', '-e', script);
      let said = '';
      child.stdout.on('data', (chunk) => {
        said += chunk;
        if (said.trim() === 'ready') child.kill('SIGTERM');
      });
      const [code] = await once(child, 'close');
      expect({ code, said }).toEqual({ code: 5, said: 'ready\nbye\n' });
    },
  );

  it('answers an unknown word with its usage and exit code 2', async () => {
    for (const words of [[], ['nonsense'], ['toString'], ['exec']]) {
      const [code] = await once(launch(...words), 'close');
      expect(code).toBe(2);
    }
  });
});

describe('Electron', () => {
  it('needs a display on Linux and has one elsewhere', () => {
    expect(hasDisplay({ platform: 'linux', environment: {} })).toBe(false);
    expect(hasDisplay({ platform: 'linux', environment: { DISPLAY: ':0' } })).toBe(true);
    expect(hasDisplay({ platform: 'linux', environment: { WAYLAND_DISPLAY: 'wayland-0' } })).toBe(
      true,
    );
    expect(hasDisplay({ platform: 'darwin', environment: {} })).toBe(true);
    expect(hasDisplay({ platform: 'win32', environment: {} })).toBe(true);
  });

  it('is not there when its package is not', () => {
    expect(findElectron('/nowhere', {})).toBeUndefined();
  });

  it('gives the reason of a failed download in one line', () => {
    const stack =
      'Some warning\nHTTPError: Response code 403 (Forbidden)\n    at Request.<anonymous>\n';
    expect(reasonIn(stack)).toBe('Response code 403 (Forbidden)');
    expect(reasonIn('')).toBeUndefined();
  });
});
