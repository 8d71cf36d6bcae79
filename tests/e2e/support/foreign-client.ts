/**
 * A charge point that is not ours: the client of the `ocpp-rpc` package, and a bare socket for what it cannot send.
 * Knows OCPP-J, nothing of the bench.
 */
import { once } from 'node:events';
import { RPCClient } from 'ocpp-rpc';
import { WebSocket } from 'ws';

export interface ForeignClientOptions {
  identity: string;
  /** `ws://127.0.0.1:9000`, without the identity. */
  endpoint: string;
  password?: string;
  /** Answers to CALLs by action. */
  answers?: Readonly<Record<string, Record<string, unknown>>>;
}

/** A client that is not connected yet and never tries twice. */
export function foreignClient(options: ForeignClientOptions) {
  const { identity, endpoint, password, answers = {} } = options;
  const client = new RPCClient({
    identity,
    endpoint,
    protocols: ['ocpp1.6'],
    reconnect: false,
    strictMode: false,
    ...(password === undefined ? {} : { password }),
    // The types of the package ask for every option, its documentation for none.
  } as ConstructorParameters<typeof RPCClient>[0]);
  for (const [action, answer] of Object.entries(answers)) {
    client.handle(action, () => Promise.resolve(answer));
  }
  return client;
}

/** Sends one text over a connection of its own and waits for the answer. */
export async function sendText(url: string, text: string): Promise<string> {
  const socket = new WebSocket(url, ['ocpp1.6']);
  await once(socket, 'open');
  const answered = once(socket, 'message');
  socket.send(text);
  const [answer] = await answered;
  socket.close();
  await once(socket, 'close');
  return String(answer);
}
