/**
 * Puts into the record what a listener or charge point is told to keep of TLS beyond the ClientHello: the messages in
 * clear, and the secrets of the session. Knows nothing of why somebody wants them.
 */
import type { ConnectionRecord } from './connection-record.ts';
import type { BytesWatcher } from './tapped-socket.ts';
import { followTlsMessages } from './tls-messages.ts';

/** Watches a connection and records its handshake messages and alerts, each with who sent it. */
export function recordTlsMessages(record: ConnectionRecord): BytesWatcher {
  const other = record.role === 'csms' ? 'charge-point' : 'csms';
  const messages = followTlsMessages((direction, detail, bytes) => {
    record.append({
      kind: 'tls-message',
      direction,
      sender: direction === 'out' ? record.role : other,
      detail,
      ...(bytes.length === 0 ? {} : { base64: bytes.toString('base64') }),
    });
  });
  return {
    in: (chunk) => messages.feed('in', chunk),
    out: (chunk) => messages.feed('out', chunk),
  };
}

export interface TlsKeyCollection {
  /** A line of the NSS key log, without its end. */
  add(line: string): void;
  /** Records what there is so far, in one frame. */
  write(): void;
}

/** Collects the secrets of one session, for Wireshark and the like. */
export function collectTlsKeys(record: ConnectionRecord): TlsKeyCollection {
  let lines: string[] = [];
  return {
    add(line) {
      lines.push(line);
    },
    write() {
      if (lines.length === 0) return;
      const labels = lines.map((line) => line.split(' ', 1)[0] ?? '');
      record.append({ kind: 'tls-keys', detail: { labels }, text: lines.join('\n') });
      lines = [];
    },
  };
}
