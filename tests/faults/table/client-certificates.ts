/** Faults of the charger's certificate on profile 3: a foreign charger before us, ours before a foreign system. */
import type { TestAuthority, TestLeaf } from '../../support/tls-certificates.ts';
import type { Fault } from './fault.ts';
import { opensslIdentity } from './odd-certificates.ts';
import { dialsSServer, sClient, withCertificate } from './peers.ts';
import type { FaultWorld } from './world.ts';

const dayMs = 24 * 3600 * 1000;
const operatorName = 'Benchpoint CPO';

const seenHere = (code: string, side: Fault['seen']['side'] = 'charge-point'): Fault['seen'] => ({
  step: 'client-certificate',
  tone: 'red',
  code,
  side,
});

/** A charger with a certificate of the operator, and this one thing different. */
const shows =
  (
    leaf: Partial<TestLeaf>,
    of: (world: FaultWorld) => TestAuthority = ({ operator }) => operator,
  ) =>
  async (world: FaultWorld): Promise<number> => {
    const shown = await of(world).issue({
      commonName: 'SN-1',
      organisation: operatorName,
      purpose: 'client',
      ...leaf,
    });
    return withCertificate(world, shown, 'CP-CERTIFICATE', '-tls1_2');
  };

/** A client certificate of the bench itself, revoked at its desk before the charger shows it. */
async function showsRevoked(world: FaultWorld): Promise<number> {
  const { api } = world;
  const made = await api('POST', '/pki/entries', {
    ...{ role: 'client', issuer: 'root:ecdsa' },
    subject: { commonName: 'SN-REVOKED', organisation: operatorName },
  });
  const path = `/pki/entries/${encodeURIComponent(made.body.id)}`;
  const certificate = await api('POST', `${path}/exports`, { format: 'pem' });
  const key = await api('POST', `${path}/exports`, { format: 'key', unencrypted: true });
  await api('PUT', `${path}/revocation`, { reason: 'keyCompromise' });
  const shown = { certPem: certificate.text, keyPem: key.text };
  return withCertificate(world, shown, 'CP-REVOKED', '-tls1_2');
}

const before: readonly Fault[] = [
  {
    id: 'no-client-certificate',
    wrong: 'The charger has no certificate, and the port is for profile 3 alone (TLS 1.2).',
    part: 'client certificate',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: seenHere('client-certificate-missing'),
    provoke: sClient('strict', '-tls1_2'),
  },
  {
    id: 'no-client-certificate-tls-1.3',
    wrong: 'The charger has no certificate, and the port is for profile 3 alone (TLS 1.3).',
    part: 'client certificate',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: seenHere('client-certificate-missing'),
    provoke: sClient('strict', '-tls1_3'),
  },
  {
    id: 'client-of-stranger',
    wrong:
      'The certificate of the charger is of an authority that the Central System does not trust.',
    part: 'client certificate',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: seenHere('client-certificate-untrusted', 'csms'),
    provoke: shows({}, ({ stranger }) => stranger),
  },
  {
    id: 'client-intermediate-not-sent',
    wrong: 'The charger sends its certificate without the intermediate above it.',
    part: 'client certificate',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: seenHere('client-certificate-untrusted', 'csms'),
    provoke: async (world) => {
      const between = await world.operator.issueAuthority('Sub-CA of the table');
      return shows({}, () => between)(world);
    },
  },
  {
    id: 'client-self-signed',
    wrong: 'The charger shows a certificate signed by itself.',
    part: 'client certificate',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: seenHere('client-certificate-self-signed'),
    provoke: (world) => {
      const shown = opensslIdentity({ commonName: 'SN-1', organisation: operatorName });
      return withCertificate(world, shown, 'CP-SELF-SIGNED', '-tls1_2');
    },
  },
  {
    id: 'client-expired',
    wrong: 'The certificate of the charger has expired.',
    part: 'client certificate',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: seenHere('client-certificate-expired'),
    provoke: shows({ notAfter: new Date(Date.now() - 3_600_000) }),
  },
  {
    id: 'client-not-yet-valid',
    wrong: 'The certificate of the charger begins in the future.',
    part: 'client certificate',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: seenHere('client-certificate-not-yet-valid'),
    provoke: shows({ notBefore: new Date(Date.now() + dayMs) }),
  },
  {
    id: 'client-revoked',
    wrong: 'The certificate of the charger has been revoked.',
    part: 'client certificate',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: seenHere('client-certificate-revoked'),
    provoke: showsRevoked,
  },
  {
    id: 'client-wrong-purpose',
    wrong: 'The certificate of the charger is one for servers.',
    part: 'client certificate',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: seenHere('client-certificate-wrong-purpose'),
    provoke: shows({ purpose: 'server' }),
  },
  {
    id: 'client-other-serial',
    wrong: 'The certificate is that of another charger (A00.FR.405).',
    part: 'client certificate',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: seenHere('client-certificate-serial-mismatch'),
    provoke: async (world) => {
      await world.station('CP-CERTIFICATE', { securityProfile: 3, serialNumber: 'SN-9' });
      const connection = await shows({})(world);
      await world.api('DELETE', '/csms/stations/CP-CERTIFICATE');
      return connection;
    },
  },
  {
    id: 'client-other-operator',
    wrong: 'The certificate names the maker of the charger instead of its operator (A00.FR.404).',
    part: 'client certificate',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: seenHere('client-certificate-organisation-mismatch'),
    provoke: shows({ organisation: 'Maker of chargers' }),
  },
];

const refusing = ['-Verify', '1', '-verify_return_error', '-no-CApath', '-no-CAstore'];
const onProfile3 = { securityProfile: 3, handshakeRecording: 'full', serialNumber: 'SN-OURS' };

const beforeForeignSystem: readonly Fault[] = [
  {
    id: 'csms-wants-certificate',
    wrong:
      'Our charge point is on profile 2, and the Central System wants a client certificate (TLS 1.2).',
    part: 'client certificate',
    weAre: 'charge-point',
    peer: 'openssl s_server',
    seen: seenHere('client-certificate-missing'),
    provoke: dialsSServer(
      {},
      { options: [...refusing, '-tls1_2'], settings: { handshakeRecording: 'full' } },
    ),
  },
  {
    id: 'csms-wants-certificate-tls-1.3',
    wrong:
      'Our charge point is on profile 2, and the Central System wants a client certificate (TLS 1.3).',
    part: 'client certificate',
    weAre: 'charge-point',
    peer: 'openssl s_server',
    seen: {
      ...seenHere('client-certificate-missing'),
      alert: { number: 116, sentBy: 'csms' },
    },
    provoke: dialsSServer({}, { options: [...refusing, '-tls1_3'] }),
  },
  {
    id: 'csms-does-not-trust-us',
    wrong: 'The Central System does not trust the authority of our client certificate.',
    part: 'client certificate',
    weAre: 'charge-point',
    peer: 'openssl s_server',
    seen: {
      ...seenHere('client-certificate-untrusted', 'csms'),
      alert: { number: 48, sentBy: 'csms' },
    },
    provoke: dialsSServer({}, { options: [...refusing, '-tls1_2'], settings: onProfile3 }),
  },
];

export const clientCertificateFaults: readonly Fault[] = [...before, ...beforeForeignSystem];
