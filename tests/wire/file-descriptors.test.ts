import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ask, connectRaw, destroyRawClients } from './raw-client.ts';

const fixture = fileURLToPath(new URL('listener-process.fixture.ts', import.meta.url));

describe('out of file descriptors', () => {
  it.skipIf(process.platform === 'win32')(
    'S6 the listener says so and serves again when there are some',
    async () => {
      const command = `ulimit -n 64 && exec "${process.execPath}" "${fixture}"`;
      const child = spawn('sh', ['-c', command], { stdio: ['ignore', 'pipe', 'inherit'] });
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      const next = async () => JSON.parse((await lines.next()).value ?? 'null');
      const { port } = await next();
      const connecting = Array.from({ length: 100 }, () => connectRaw(port));
      const { problem } = await next();
      expect(problem).toMatchObject({
        code: 'listener-accept-failed',
        parameters: { port, errorCode: 'EMFILE' },
      });
      await Promise.all(connecting);
      destroyRawClients();
      // Connections that were turned away are gone; one of the next finds a free descriptor.
      let status: number | undefined;
      while (status === undefined) {
        status = await ask(port).then(
          (answer) => answer.status,
          () => undefined,
        );
      }
      expect(status).toBe(101);
      child.kill();
      await once(child, 'close');
    },
  );
});
