/**
 * What happens before a TCP connection stands, for the record: the lookup of the host name, and the addresses that did
 * not answer. Changes neither how names are looked up nor which address is taken.
 */
import dns from 'node:dns';
import type { LookupFunction, Socket } from 'node:net';
import type { NameLookupFacts } from '../../../shared/record/connection-facts.ts';
import type { ConnectionRecord } from './connection-record.ts';

const sinceMs = (startedAtMs: number): number =>
  Math.round((performance.now() - startedAtMs) * 1000) / 1000;

/** Looks names up as sockets do and tells what came out, before the socket hears of it. */
export function recordingLookup(onLookup: (facts: NameLookupFacts) => void): LookupFunction {
  return (host, options, callback) => {
    const startedAtMs = performance.now();
    dns.lookup(host, options, (error, found, family) => {
      const addresses = typeof found === 'string' ? [found] : found?.map(({ address }) => address);
      onLookup({
        host,
        addresses: addresses ?? [],
        durationMs: sinceMs(startedAtMs),
        ...(error === null ? {} : { error: error.code ?? error.message }),
      });
      callback(error, found, family);
    });
  };
}

/** Records every address that was tried in vain: a name may have several, and the next one may answer. */
export function recordFailedAddresses(socket: Socket, record: ConnectionRecord): void {
  const startedAtMs = new Map<string, number>();
  const failed = (address: string, port: number, error: string): void => {
    const durationMs = sinceMs(startedAtMs.get(address) ?? performance.now());
    const detail = { remote: { address, port }, durationMs, error };
    record.append({ kind: 'tcp-connect', direction: 'out', detail });
  };
  socket.on('connectionAttempt', (address) => startedAtMs.set(address, performance.now()));
  socket.on('connectionAttemptFailed', (address, port, _family, error) => {
    const code = 'code' in error ? String(error.code) : error.message;
    failed(address, port, code);
  });
  socket.on('connectionAttemptTimeout', (address, port) => failed(address, port, 'ETIMEDOUT'));
}
