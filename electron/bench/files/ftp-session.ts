/**
 * One FTP control connection: commands one after the other, replies, TLS before or after the greeting, time limits.
 * What a command does is in the tables; knows no disk.
 */
import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { FileProtocol } from '../../../shared/api/files-contract.ts';
import { plainAddress } from './file-listener.ts';
import { createFtpData, type FtpData, type PassivePorts } from './ftp-data.ts';
import { createFtpLines, type FtpLine } from './ftp-lines.ts';
import type { ContentParts } from './move-content.ts';
import type { Login, Transfer } from './transfers.ts';

export interface FtpOptions extends ContentParts {
  /** TLS from the first byte. */
  implicit: boolean;
  /** Undefined when there are no certificates: AUTH TLS is then refused. */
  secureContext(): SecureContext | undefined;
  passive(): PassivePorts & { address: string };
  idleTimeoutMs: number;
  onError(error: unknown): void;
}

export interface FtpSession {
  options: FtpOptions;
  data: FtpData;
  /** Address of the peer and of our end of the control connection. */
  peer: string;
  local: string;
  user?: string;
  login?: Login;
  failedLogins: number;
  folder: string[];
  restartAt: number;
  /** Data connections inside TLS (PROT P). */
  dataIsPrivate: boolean;
  /** PBSZ was sent: PROT may follow (RFC 4217 §9). */
  bufferSizeKnown: boolean;
  onlyExtendedPassive: boolean;
  protocol(): FileProtocol;
  /** What this session may see; nothing before the login. */
  visible(): Transfer[];
  reply(code: number, text: string): void;
  replyLines(code: number, first: string, lines: readonly string[], last: string): void;
  /** Goes on inside TLS; what came in clear before is forgotten. */
  startTls(secureContext: SecureContext): void;
  end(): void;
}

export type FtpCommand = (session: FtpSession, argument: string) => void | Promise<void>;

/** Commands waiting for their turn; who sends more has to wait for answers. */
const maxQueued = 64;

export function serveFtpSession(
  socket: Socket,
  options: FtpOptions,
  run: (session: FtpSession, line: FtpLine) => void | Promise<void>,
): void {
  let stream: Socket = socket;
  const lines = createFtpLines();
  const queue: FtpLine[] = [];
  let isBusy = false;

  const session: FtpSession = {
    options,
    data: createFtpData(socket, options.idleTimeoutMs),
    peer: plainAddress(socket.remoteAddress),
    local: plainAddress(socket.localAddress),
    failedLogins: 0,
    folder: [],
    restartAt: 0,
    dataIsPrivate: options.implicit,
    bufferSizeKnown: options.implicit,
    onlyExtendedPassive: false,
    protocol() {
      if (options.implicit) return 'ftps-implicit';
      return stream instanceof TLSSocket ? 'ftps' : 'ftp';
    },
    visible: () =>
      session.login === undefined ? [] : options.book.visibleTo(session.protocol(), session.login),
    reply: (code, text) => write(`${code} ${text}\r\n`),
    replyLines: (code, first, between, last) =>
      write(
        [`${code}-${first}`, ...between.map((line) => ` ${line}`), `${code} ${last}\r\n`].join(
          '\r\n',
        ),
      ),
    startTls(secureContext) {
      queue.length = 0;
      lines.clear();
      stream.off('data', take);
      secure(secureContext);
    },
    end() {
      session.data.close();
      stream.end();
    },
  };

  function write(text: string): void {
    if (stream.writable) stream.write(text);
  }

  function take(bytes: Buffer): void {
    for (const line of lines.push(bytes)) {
      // What is running must hear of it now; the reply keeps its place in the order.
      if (line.kind === 'command' && line.verb === 'ABOR') session.data.abort();
      queue.push(line);
    }
    if (queue.length > maxQueued) stream.pause();
    work().catch((error: unknown) => {
      options.onError(error);
      socket.destroy();
    });
  }

  async function work(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    for (let line = queue.shift(); line !== undefined; line = queue.shift()) {
      await run(session, line);
    }
    isBusy = false;
    stream.resume();
  }

  function listenTo(heard: Socket): void {
    stream = heard;
    stream.on('data', take);
    stream.setTimeout(options.idleTimeoutMs, () => {
      // A long transfer keeps the control connection silent: its own limit holds.
      if (isBusy) return;
      session.reply(421, 'Nothing came for too long.');
      session.end();
    });
  }

  function secure(secureContext: SecureContext, greet?: () => void): void {
    const inner = new TLSSocket(stream, { isServer: true, secureContext });
    inner.on('error', () => socket.destroy());
    if (greet) inner.once('secure', greet);
    listenTo(inner);
  }

  const greet = () => session.reply(220, 'Benchpoint files');
  socket.setNoDelay(true);
  socket.on('close', () => session.data.close());
  if (options.implicit) {
    const context = options.secureContext();
    if (context === undefined) socket.destroy();
    else secure(context, greet);
  } else {
    listenTo(socket);
    greet();
  }
}
