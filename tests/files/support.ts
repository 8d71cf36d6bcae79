/** File servers over a temporary folder, and clients that know nothing of them. Imported by tests only. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileDesk } from '../../electron/bench/files/file-desk.ts';
import type { Transfer } from '../../electron/bench/files/transfers.ts';
import { openBenchAuthorities } from '../../electron/bench/pki/bench-authorities.ts';
import { createMemoryCertificateStorage } from '../../electron/bench/pki/memory-certificate-storage.ts';
import { serverTlsOptions } from '../../electron/bench/wire/tls-policy.ts';
import {
  askRequest,
  defaultFileSettings,
  type FileSettings,
  offerRequest,
  type TransferOffer,
  type TransferState,
} from '../../shared/api/files-contract.ts';
import type { Outcome } from '../../shared/api/problem.ts';

export function valueIn<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
  return outcome.value;
}

const storage = createMemoryCertificateStorage();
/** One pair of roots for a whole test file: RSA keys take their time. */
export const authorities = openBenchAuthorities({ storage, cpoName: () => 'Example CPO' });

async function tlsOptions() {
  const { rsa, ecdsa } = await authorities.serverIdentities({
    listener: 'files',
    hostName: 'localhost',
    addresses: ['127.0.0.1', '::1'],
  });
  const identity = ({ certificatePem, privateKeyPem }: typeof rsa) => ({
    certPem: certificatePem,
    keyPem: privateKeyPem,
  });
  return serverTlsOptions({
    identities: { rsa: identity(rsa), ecdsa: identity(ecdsa) },
    policy: 'bench',
    tls13: true,
    legacyTls: false,
    clientCertificate: 'never',
    trustedRootsPem: [],
  });
}

export interface TestedDesk extends Awaited<ReturnType<typeof openTestDesk>> {}

export async function openTestDesk(
  given: Partial<FileSettings> = {},
  { directory, nowMs = Date.now }: { directory?: string; nowMs?: () => number } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'benchpoint-files-'));
  let settings: FileSettings = { ...defaultFileSettings, host: '127.0.0.1', ...given };
  const watchers = new Set<() => void>();
  const ended: Transfer[] = [];
  const errors: unknown[] = [];
  const desk = await openFileDesk({
    directory: directory ?? join(folder, 'files'),
    settings: () => settings,
    addresses: () => [
      { address: '127.0.0.1', family: 'ipv4', network: 'lo', loopback: true },
      { address: '::1', family: 'ipv6', network: 'lo', loopback: true },
    ],
    hostName: () => 'localhost',
    tlsOptions,
    firmwareSigner: authorities.firmwareSigner,
    nowMs,
    moved: () => {
      for (const watcher of watchers) watcher();
    },
    started: () => undefined,
    ended: (transfer) => ended.push(transfer),
    onError: (error) => errors.push(error),
  });

  function stateOf(id: string): TransferState {
    const transfer = desk.book.get(id);
    if (transfer === undefined) throw new Error(`no transfer ${id}`);
    return desk.state(transfer, { masked: true });
  }

  return {
    desk,
    folder,
    ended,
    /** What was reported as a bug; a test expects it to stay empty. */
    errors,
    change(patch: Partial<FileSettings>) {
      const before = settings;
      settings = { ...settings, ...patch };
      return desk.servers.applySettings(before);
    },
    async firmware(content: Uint8Array, name = 'firmware.bin') {
      async function* pieces() {
        yield content;
      }
      return valueIn(await desk.addFirmware(name, pieces()));
    },
    offer: async (request: Parameters<typeof offerRequest.parse>[0]): Promise<TransferOffer> =>
      valueIn(await desk.offer(offerRequest.parse(request))),
    ask: async (request: Parameters<typeof askRequest.parse>[0]): Promise<TransferOffer> =>
      valueIn(await desk.ask(askRequest.parse(request))),
    stateOf,
    /** The state once it fits, now or later. */
    async until(id: string, fits: (state: TransferState) => boolean): Promise<TransferState> {
      for (;;) {
        const state = stateOf(id);
        if (fits(state)) return state;
        await new Promise<void>((resolve) => {
          const watcher = () => {
            watchers.delete(watcher);
            resolve();
          };
          watchers.add(watcher);
        });
      }
    },
    /** Content of the received file of a transfer. */
    async receivedOf(id: string, name?: string): Promise<Buffer> {
      const file = stateOf(id).files.find((one) => name === undefined || one.name === name);
      const content = valueIn(await desk.receivedContent(file?.received ?? ''));
      return Buffer.from(await content.arrayBuffer());
    },
    async close() {
      await desk.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs curl; `output` is what it wrote to stdout. */
export function curl(
  ...words: string[]
): Promise<{ exitCode: number; output: Buffer; errors: string }> {
  return new Promise((resolve) => {
    const options = { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 } as const;
    execFile('curl', ['-sS', '--max-time', '20', ...words], options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ exitCode, output: stdout, errors: stderr.toString() });
    });
  });
}

/** A control connection that sends exactly what it is told. */
export interface RawFtp {
  socket: Socket;
  /** Sends bytes as they are. */
  write(text: string | Uint8Array): void;
  /** The next complete reply, several lines joined by LF. Rejects when the connection ends first. */
  reply(): Promise<string>;
  /** Sends a line and gives the reply to it. */
  say(line: string): Promise<string>;
  logIn(url: string): Promise<void>;
  /** PASV, answers the port. */
  passive(): Promise<number>;
  close(): void;
}

/** Greeting included, when `greeted`. */
export async function rawFtp(port: number, host = '127.0.0.1'): Promise<RawFtp> {
  const socket = connect(port, host);
  await once(socket, 'connect');
  const ftp = speakFtp(socket);
  await ftp.reply();
  return ftp;
}

export function speakFtp(socket: Socket): RawFtp {
  let text = '';
  let isOver = false;
  let wake: (() => void) | undefined;
  socket.setEncoding('utf8');
  socket.on('data', (piece: string) => {
    text += piece;
    wake?.();
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    isOver = true;
    wake?.();
  });

  async function reply(): Promise<string> {
    for (;;) {
      // One line, or several from `123-` to `123 `.
      const match = /^(?:(\d{3})-[\s\S]*?\r\n\1 [^\r]*\r\n|\d{3} [^\r]*\r\n)/.exec(text);
      if (match) {
        text = text.slice(match[0].length);
        return match[0].trimEnd().replaceAll('\r\n', '\n');
      }
      if (isOver) throw new Error(`connection ended, left: ${text}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  const ftp: RawFtp = {
    socket,
    write: (bytes) => socket.write(bytes),
    reply,
    say(line) {
      socket.write(`${line}\r\n`);
      return reply();
    },
    async logIn(url) {
      const { username, password } = new URL(url);
      await ftp.say(`USER ${username || 'anonymous'}`);
      const answer = await ftp.say(`PASS ${password || 'me@'}`);
      if (!answer.startsWith('230')) throw new Error(answer);
    },
    async passive() {
      const answer = await ftp.say('PASV');
      const [, high = '', low = ''] = /,(\d+),(\d+)\)/.exec(answer) ?? [];
      return Number(high) * 256 + Number(low);
    },
    close: () => {
      socket.destroy();
    },
  };
  return ftp;
}

/** Everything a data connection gives until it ends. */
export async function drain(port: number, host = '127.0.0.1'): Promise<Buffer> {
  const socket = connect(port, host);
  const pieces: Buffer[] = [];
  for await (const piece of socket) pieces.push(piece);
  return Buffer.concat(pieces);
}

export function portOf(url: string): number {
  return Number(new URL(url).port);
}

export function pathOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname);
}
