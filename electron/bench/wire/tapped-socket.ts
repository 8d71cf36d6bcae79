/**
 * A stream between a TCP socket and TLS that shows every byte in both directions on its way.
 * Changes nothing and keeps nothing; knows nothing of what the bytes mean.
 */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

export interface BytesWatcher {
  in(chunk: Buffer): void;
  /** Called before the bytes are handed to the operating system. */
  out(chunk: Buffer): void;
}

/** Takes a connected socket over; both end together, and an error of the socket is one of the stream. */
export function tapSocket(socket: Socket, watcher: BytesWatcher): Duplex {
  const stream = new Duplex({
    read() {
      socket.resume();
    },
    write(chunk: Buffer, _encoding, callback) {
      watcher.out(chunk);
      socket.write(chunk, callback);
    },
    writev(chunks, callback) {
      // Streams of bytes hold buffers only, which the type of writev does not say.
      const bytes = Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer));
      watcher.out(bytes);
      socket.write(bytes, callback);
    },
    final(callback) {
      socket.end(callback);
    },
    destroy(error, callback) {
      socket.destroy();
      callback(error);
    },
  });
  socket.on('data', (chunk) => {
    watcher.in(chunk);
    if (!stream.push(chunk)) socket.pause();
  });
  socket.on('end', () => stream.push(null));
  socket.on('error', (error) => stream.destroy(error));
  socket.on('close', () => stream.destroy());
  return stream;
}
