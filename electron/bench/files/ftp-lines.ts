/**
 * Turns the bytes of an FTP control connection into commands (RFC 959 §5.3), however they were cut into packets. Bounded
 * memory, no Telnet, no control characters. Knows no command and no socket.
 */

export type FtpLine =
  | { kind: 'command'; verb: string; argument: string }
  /** `too-long`, or `unreadable`: no verb, or characters that no command may have. */
  | { kind: 'refused'; reason: 'too-long' | 'unreadable' };

export interface FtpLines {
  /** Every line that the bytes complete. */
  push(bytes: Uint8Array): FtpLine[];
  /** Forgets what has come of the next line. */
  clear(): void;
}

const longestLineBytes = 2048;
const lineFeed = 0x0a;
const interpretAsCommand = 0xff;

export function createFtpLines(): FtpLines {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  /** The line in progress is too long: its bytes are let go. */
  let overflowing = false;

  function keep(bytes: Buffer): void {
    if (overflowing || bytes.length === 0) return;
    pendingBytes += bytes.length;
    if (pendingBytes > longestLineBytes) {
      overflowing = true;
      pending = [];
      return;
    }
    pending.push(Buffer.from(bytes));
  }

  function clear(): void {
    pending = [];
    pendingBytes = 0;
    overflowing = false;
  }

  return {
    push(bytes) {
      const lines: FtpLine[] = [];
      let rest = Buffer.from(bytes);
      for (let end = rest.indexOf(lineFeed); end >= 0; end = rest.indexOf(lineFeed)) {
        keep(rest.subarray(0, end));
        lines.push(
          overflowing ? { kind: 'refused', reason: 'too-long' } : readLine(Buffer.concat(pending)),
        );
        clear();
        rest = rest.subarray(end + 1);
      }
      keep(rest);
      return lines;
    },
    clear,
  };
}

function readLine(bytes: Buffer): FtpLine {
  const text = decode(withoutTelnet(bytes)).replace(/\r$/, '');
  const match = /^([A-Za-z]{3,5})(?: (.*))?$/u.exec(text);
  // A lone carriage return or a NUL inside is how one command is smuggled into another.
  if (match === null || /\p{Cc}/u.test(text)) return { kind: 'refused', reason: 'unreadable' };
  const [, verb = '', argument = ''] = match;
  return { kind: 'command', verb: verb.toUpperCase(), argument };
}

/** Clients put Telnet's IP and Synch before ABOR (RFC 959 §4.1.3): IAC and what follows it are dropped. */
function withoutTelnet(bytes: Buffer): Buffer {
  if (!bytes.includes(interpretAsCommand)) return bytes;
  const kept: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte !== interpretAsCommand) kept.push(byte);
    else at += 1;
  }
  // The urgent byte is sometimes left alone without its IAC.
  return Buffer.from(kept[0] === 0xf2 ? kept.slice(1) : kept);
}

/** UTF-8 (RFC 2640); what is none is taken as Latin-1, as old chargers send it. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
