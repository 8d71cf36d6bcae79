/** What the record holds of a client's certificate chain, and that reading it lets nobody in who was refused before. */
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TlsIdentity } from '../../electron/bench/wire/tls-policy.ts';
import type { TlsEstablishedFacts } from '../../shared/record/connection-facts.ts';
import {
  createAuthority,
  createTestTrust,
  type TestAuthority,
} from '../support/tls-certificates.ts';
import { opensslAvailable, runSClient } from '../support/tls-server.ts';
import { startTestCsms, type TestCsms } from './support.ts';

let trust: Awaited<ReturnType<typeof createTestTrust>>;
let csms: TestCsms;
let intermediate: TestAuthority;
let lower: TestAuthority;
let leaf: TlsIdentity;
beforeAll(async () => {
  trust = await createTestTrust();
  intermediate = await trust.ecdsaRoot.issueAuthority('Intermediate');
  lower = await intermediate.issueAuthority('Lower intermediate');
  leaf = await lower.issue({ commonName: 'SERIAL-1', purpose: 'client' });
  csms = await startTestCsms({
    configuration: { securityProfiles: [3] },
    tlsMaterial: {
      identities: trust.identities,
      trustedRootsPem: [trust.rsaRoot.certPem, trust.ecdsaRoot.certPem],
    },
  });
});
afterAll(() => csms.stop());

interface Presented {
  chain: readonly string[];
  keyPem: string;
  version?: tls.SecureVersion;
  session?: Buffer;
}

/** Does a handshake with this chain; what the record then says, and a session to resume. */
async function present({ chain, keyPem, version = 'TLSv1.3', session }: Presented) {
  const known = csms.recorder.of('tls-established').length;
  const socket = tls.connect({
    port: csms.port,
    host: '127.0.0.1',
    cert: chain.join('\n'),
    key: keyPem,
    rejectUnauthorized: false,
    minVersion: version,
    maxVersion: version,
    ...(session === undefined ? {} : { session }),
  });
  const ticket = session === undefined ? once(socket, 'session') : undefined;
  socket.resume();
  const { detail } = await csms.recorder.next(
    'tls-established',
    () => csms.recorder.of('tls-established').length > known,
  );
  const newest = csms.recorder.of('tls-established').at(-1)?.detail ?? detail;
  const [next] = (await ticket) ?? [];
  socket.destroy();
  return { facts: newest, session: next as Buffer | undefined };
}

function subjectsOf({ peerChain = [] }: TlsEstablishedFacts): string[] {
  return peerChain.map((der) => new X509Certificate(Buffer.from(der, 'base64')).subject);
}

const derOf = (pem: string) => new X509Certificate(pem).raw.toString('base64');

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('on %s', (version) => {
  it('a verified certificate is recorded with the intermediates and the root it came with', async () => {
    const chain = [leaf.certPem, lower.certPem, intermediate.certPem, trust.ecdsaRoot.certPem];
    const { facts } = await present({ chain, keyPem: leaf.keyPem, version });
    expect(facts.peerVerification).toBe('ok');
    expect(facts.peerChain).toEqual(chain.map(derOf));
  });

  it('what was not sent is not in the record, the trusted root neither', async () => {
    const chain = [leaf.certPem, lower.certPem, intermediate.certPem];
    const { facts } = await present({ chain, keyPem: leaf.keyPem, version });
    expect(facts.peerVerification).toBe('ok');
    expect(facts.peerChain).toEqual(chain.map(derOf));
    const direct = await trust.ecdsaRoot.issue({ commonName: 'SERIAL-2', purpose: 'client' });
    const alone = await present({ chain: [direct.certPem], keyPem: direct.keyPem, version });
    expect(alone.facts.peerVerification).toBe('ok');
    expect(alone.facts.peerChain).toEqual([derOf(direct.certPem)]);
  });

  it('wrong order, repetitions and strangers among them are recorded as they were sent', async () => {
    const stranger = await createAuthority('rsa', 'Stranger');
    const chain = [leaf.certPem, intermediate.certPem, stranger.certPem, lower.certPem];
    chain.push(lower.certPem);
    const { facts } = await present({ chain, keyPem: leaf.keyPem, version });
    expect(facts.peerChain).toEqual(chain.map(derOf));
    expect(facts.peerVerification).toBe('ok');
  });

  it('a resumed session has the chain of the handshake it resumes', async () => {
    const chain = [leaf.certPem, lower.certPem, intermediate.certPem];
    const first = await present({ chain, keyPem: leaf.keyPem, version });
    const { session } = first;
    if (session === undefined) throw new Error('no session came');
    const again = await present({ chain, keyPem: leaf.keyPem, version, session });
    expect(again.facts.resumed).toBe(true);
    expect(again.facts.peerChain).toEqual(chain.map(derOf));
    expect(again.facts.peerVerification).toBe('ok');
  });

  it('a missing intermediate is not made up for', async () => {
    const { facts } = await present({
      chain: [leaf.certPem, lower.certPem],
      keyPem: leaf.keyPem,
      version,
    });
    expect(facts.peerVerification).toBe('untrusted');
    expect(subjectsOf(facts)).toHaveLength(2);
  });

  it('a root of the same name with a key of the attacker vouches for nobody', async () => {
    const lookAlike = await createAuthority('ecdsa', 'Test ECDSA root');
    const forged = await lookAlike.issue({ commonName: 'SERIAL-1', purpose: 'client' });
    for (const sent of [[], [lookAlike.certPem], [trust.ecdsaRoot.certPem]]) {
      const chain = [forged.certPem, ...sent];
      const { facts } = await present({ chain, keyPem: forged.keyPem, version });
      expect(facts.peerVerification).toBe('invalid');
    }
    const below = await lookAlike.issueAuthority('Intermediate');
    const forgedBelow = await below.issue({ commonName: 'SERIAL-1', purpose: 'client' });
    const chain = [forgedBelow.certPem, below.certPem, trust.ecdsaRoot.certPem];
    const { facts } = await present({ chain, keyPem: forgedBelow.keyPem, version });
    expect(facts.peerVerification).toBe('invalid');
  });

  it('a good chain after a leaf of somebody else does not help that leaf', async () => {
    const stranger = await createAuthority('ecdsa', 'Stranger');
    const foreign = await stranger.issue({ commonName: 'SERIAL-1', purpose: 'client' });
    const chain = [foreign.certPem, leaf.certPem, lower.certPem, intermediate.certPem];
    const { facts } = await present({ chain, keyPem: foreign.keyPem, version });
    expect(facts.peerVerification).toBe('untrusted');
  });
});

it.runIf(opensslAvailable)(
  'the listener asks for certificates of its trusted roots by name',
  async () => {
    const output = await runSClient(csms.port, ['-tls1_2']);
    expect(output).toContain('Acceptable client certificate CA names');
    expect(output).toMatch(/CN ?= ?Test RSA root/);
    expect(output).toMatch(/CN ?= ?Test ECDSA root/);
  },
);
