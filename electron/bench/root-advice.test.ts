/** Which root to install, from what chargers offered. The reading of a ClientHello is tested in wire. */
import { describe, expect, it } from 'vitest';
import type { RegistryValue } from '../../shared/record/connection-facts.ts';
import { createRootAdviser, type RootAdviser } from './root-advice.ts';

const ecdsaSuite = { id: 0xc02b, name: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256' };
const rsaSuite = { id: 0x009c, name: 'TLS_RSA_WITH_AES_128_GCM_SHA256' };
const nullSuite = { id: 0x00ff, name: 'TLS_EMPTY_RENEGOTIATION_INFO_SCSV' };

let frames = 0;
function nextSeq(): number {
  frames += 1;
  return frames;
}

/** A connection from an address, up to its ClientHello; gives the number of that frame. */
function hello(
  adviser: RootAdviser,
  connection: number,
  address: string,
  suites: RegistryValue[],
): number {
  const detail = {
    local: { address: '192.0.2.2', port: 9000 },
    remote: { address, port: 50_000 + connection },
  };
  adviser.note({ role: 'csms', kind: 'connection-opened', connection, detail }, nextSeq());
  const facts = {
    recordVersion: 'TLS 1.0',
    legacyVersion: 'TLS 1.2',
    versions: ['TLS 1.2'],
    suites,
    groups: [],
    signatureSchemes: [],
    applicationProtocols: [],
    compressionMethods: [0],
    extensions: [],
    byteLength: 100,
  };
  const seq = nextSeq();
  adviser.note({ role: 'csms', kind: 'client-hello', connection, detail: facts }, seq);
  return seq;
}

describe('which root to install', () => {
  it.each([
    ['rsa', [rsaSuite]],
    ['ecdsa', [ecdsaSuite, nullSuite]],
    ['either', [ecdsaSuite, rsaSuite]],
    ['none', [nullSuite]],
  ])('is %s by the suites of the ClientHello', (family, suites) => {
    const adviser = createRootAdviser();
    const helloSeq = hello(adviser, 1, '192.0.2.7', suites);
    expect(adviser.list()).toEqual([{ station: '192.0.2.7', family, helloSeq }]);
  });

  it('names the station as soon as its identity is known', () => {
    const adviser = createRootAdviser();
    hello(adviser, 1, '192.0.2.7', [rsaSuite]);
    const headers: [string, string][] = [];
    const detail = { method: 'GET', target: '/CP-1', httpVersion: '1.1', headers };
    adviser.note(
      { role: 'csms', kind: 'upgrade-request', connection: 1, station: 'CP-1', detail },
      nextSeq(),
    );
    expect(adviser.list()).toMatchObject([{ station: 'CP-1', family: 'rsa' }]);
  });

  it('comes from the last attempt of a charger, and the newest attempt is the first', () => {
    const adviser = createRootAdviser();
    hello(adviser, 1, '192.0.2.7', [rsaSuite]);
    hello(adviser, 2, '192.0.2.8', [rsaSuite]);
    hello(adviser, 3, '192.0.2.7', [ecdsaSuite]);
    expect(adviser.list()).toMatchObject([
      { station: '192.0.2.7', family: 'ecdsa' },
      { station: '192.0.2.8', family: 'rsa' },
    ]);
  });
});
