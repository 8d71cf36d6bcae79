/**
 * Looks at the first bytes of a TCP connection and puts them back: plain text, or a whole TLS ClientHello.
 * Knows nothing of what is done with the connection afterwards.
 */
import type { Socket } from 'node:net';
import { type ClientHelloReading, readClientHello } from './client-hello.ts';

/** What a connection begins with. `need-more`: it ended or ran out of time before that was clear. */
export interface FirstBytes {
  reading: ClientHelloReading;
  bytes: Buffer;
}

export interface FirstBytesWatch {
  /** What is there so far. */
  soFar(): FirstBytes;
  /** Stops looking, without putting anything back. */
  cancel(): void;
}

/**
 * Calls `onKnown` once, when the first bytes are TLS with a whole hello, malformed, or not TLS.
 * The bytes are back in the socket by then, which is paused.
 */
export function watchFirstBytes(
  socket: Socket,
  onKnown: (first: FirstBytes) => void,
): FirstBytesWatch {
  const chunks: Buffer[] = [];
  let length = 0;
  let reading: ClientHelloReading = { kind: 'need-more', atLeast: 1 };

  function onData(chunk: Buffer): void {
    chunks.push(chunk);
    length += chunk.length;
    // A hello that drips in byte by byte is parsed only when enough of it is there.
    if (reading.kind === 'need-more' && length < reading.atLeast) return;
    const bytes = Buffer.concat(chunks);
    reading = readClientHello(bytes);
    if (reading.kind === 'need-more') return;
    socket.removeListener('data', onData);
    socket.pause();
    socket.unshift(bytes);
    onKnown({ reading, bytes });
  }

  socket.on('data', onData);
  return {
    soFar: () => ({ reading, bytes: Buffer.concat(chunks) }),
    cancel: () => {
      socket.removeListener('data', onData);
    },
  };
}
