/**
 * Charge points in this process that send CALLs as fast as they are answered, and remember every answer they got.
 * Knows OCPP-J, nothing of the bench.
 */
import { WebSocket } from 'ws';

export interface Load {
  /** Ids of the CALLs that were answered. */
  answered: readonly string[];
  /** Resolves when so many are answered. */
  reached(count: number): Promise<void>;
  /** Resolves when every connection has ended. */
  ended: Promise<void>;
  close(): void;
}

const outstandingPerConnection = 8;

/** Opens the connections and starts at once; `prefix` makes the message ids unique, in 20 characters at most. */
export async function startLoad(port: number, prefix: string, connections: number): Promise<Load> {
  const answered: string[] = [];
  let watch = () => {};

  async function open(connection: number): Promise<WebSocket> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/CP${connection}`, 'ocpp1.6');
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    // A killed server resets its connections, which is the point.
    socket.on('error', () => {});
    let number = 0;
    function call(): void {
      number += 1;
      socket.send(`[2,"${prefix}-${connection}-${number}","Heartbeat",{}]`);
    }
    socket.on('message', (data) => {
      const [type, id]: unknown[] = JSON.parse(String(data));
      if (type !== 3) throw new Error(`not a result: ${data}`);
      answered.push(String(id));
      watch();
      if (socket.readyState === WebSocket.OPEN) call();
    });
    for (let count = 0; count < outstandingPerConnection; count += 1) call();
    return socket;
  }

  const sockets = await Promise.all(Array.from({ length: connections }, (_, one) => open(one)));
  const ends = sockets.map(
    (socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())),
  );
  return {
    answered,
    reached: (count) =>
      new Promise((resolve) => {
        watch = () => {
          if (answered.length >= count) resolve();
        };
        watch();
      }),
    ended: Promise.all(ends).then(() => undefined),
    close() {
      for (const socket of sockets) socket.close();
    },
  };
}
