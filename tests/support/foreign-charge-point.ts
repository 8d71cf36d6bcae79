/**
 * A charge point that is not ours: the client of the `ocpp-rpc` package, with TLS. Knows OCPP-J, nothing of the bench.
 */
import { RPCClient } from 'ocpp-rpc';

export interface ForeignChargePointOptions {
  identity: string;
  /** `wss://localhost:9000`, without the identity. */
  endpoint: string;
  /** Raw bytes of the AuthorizationKey, or text. */
  password?: string | Buffer;
  /** Options of `ws` and TLS: `ca`, `cert`, `key`, `minVersion`, … */
  tls?: Record<string, unknown>;
}

const clients = new Set<RPCClient>();

/** A client that is not connected yet and never tries twice. */
export function foreignChargePoint(options: ForeignChargePointOptions): RPCClient {
  const { identity, endpoint, password, tls = {} } = options;
  const client = new RPCClient({
    identity,
    endpoint,
    protocols: ['ocpp1.6'],
    reconnect: false,
    strictMode: true,
    wsOpts: tls,
    ...(password === undefined ? {} : { password }),
    // The types of the package ask for every option, its documentation for none.
  } as ConstructorParameters<typeof RPCClient>[0]);
  clients.add(client);
  return client;
}

/** The HTTP status or the error code with which connecting ended; undefined when it succeeded. */
export async function connectionError(client: RPCClient): Promise<number | string | undefined> {
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return error.code as number | string;
    throw error;
  }
}

/** Resolves with the close code and reason when the other side ends the connection. */
export function closeOf(client: RPCClient): Promise<{ code: number; reason: string }> {
  return new Promise((resolve) => {
    client.once('close', resolve);
  });
}

/** Ends every client a test left connected. */
export async function closeForeignChargePoints(): Promise<void> {
  const ending = [...clients].map((client) => client.close({ force: true }));
  clients.clear();
  await Promise.allSettled(ending);
}
