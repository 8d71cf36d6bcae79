/** Faults of the Central System's certificate: ours before a foreign charger, a foreign one before our charge point. */
import type { FaultId } from '../../../shared/security/handshake-faults.ts';
import type { Fault } from './fault.ts';
import { opensslIdentity } from './odd-certificates.ts';
import { dialsSServer, sClient, sServer, wary } from './peers.ts';
import type { FaultWorld } from './world.ts';

const dayMs = 24 * 3600 * 1000;
const past = {
  notBefore: new Date(Date.now() - 9 * dayMs),
  notAfter: new Date(Date.now() - dayMs),
};
const future = {
  notBefore: new Date(Date.now() + dayMs),
  notAfter: new Date(Date.now() + 9 * dayMs),
};

const seenByCharger = (code: string, number: number): Fault['seen'] => ({
  step: 'server-certificate',
  tone: 'red',
  code,
  side: 'charge-point',
  alert: { number, sentBy: 'charge-point' },
});

/** The bench knows what it showed: the alert says less than that. */
const knownToUs = (code: string, number: number): Fault['seen'] => ({
  ...seenByCharger(code, number),
  side: 'csms',
});

const seenByUs = (code: string): Fault['seen'] => ({
  step: 'server-certificate',
  tone: 'red',
  code,
  side: 'csms',
});

const rootless = ['-verify_return_error', '-no-CAfile', '-no-CApath', '-no-CAstore'];

const shownWithFault =
  (fault: FaultId, ...options: string[]) =>
  (world: FaultWorld): Promise<number> =>
    world.underFault(fault, () =>
      wary('faulty', '-tls1_2', '-verify_hostname', 'localhost', ...options)(world),
    );

/** A foreign charger looks at the certificate of the bench. */
const ours: readonly Fault[] = [
  {
    id: 'charger-without-root',
    wrong: 'The root certificate of the Central System is not installed in the charger.',
    part: 'server certificate',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: seenByCharger('server-certificate-untrusted', 48),
    provoke: sClient('full', '-tls1_2', ...rootless),
  },
  {
    id: 'charger-without-root-tls-1.3',
    wrong:
      'The root certificate is not installed in a charger that speaks TLS 1.3, where certificates are encrypted.',
    part: 'server certificate',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: seenByCharger('server-certificate-untrusted', 48),
    provoke: sClient('full', '-tls1_3', ...rootless),
  },
  {
    id: 'intermediate-not-sent',
    wrong: 'The Central System sends its certificate without the intermediate above it.',
    part: 'server certificate',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: seenByCharger('server-certificate-untrusted', 48),
    provoke: shownWithFault('missing-intermediate'),
  },
  {
    id: 'server-expired',
    wrong: 'The certificate of the Central System has expired.',
    part: 'server certificate',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: knownToUs('server-certificate-expired', 45),
    provoke: shownWithFault('expired'),
  },
  {
    id: 'charger-clock-1970',
    wrong: 'The clock of the charger stands at 1970, so that no certificate is valid yet.',
    part: 'server certificate',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: seenByCharger('server-certificate-rejected', 42),
    provoke: wary('full', '-tls1_2', '-attime', '3600'),
  },
  {
    id: 'server-wrong-name',
    wrong: 'The charger dials another name than the one in the certificate.',
    part: 'server certificate',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: knownToUs('server-certificate-name-mismatch', 42),
    provoke: wary(
      'full',
      ...['-tls1_2', '-servername', 'csms.example', '-verify_hostname', 'csms.example'],
    ),
  },
  {
    id: 'server-self-signed',
    wrong: 'The Central System shows a certificate signed by itself.',
    part: 'server certificate',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: knownToUs('server-certificate-self-signed', 48),
    provoke: shownWithFault('self-signed'),
  },
  {
    id: 'server-wrong-purpose',
    wrong: 'The certificate of the Central System is not meant for a server.',
    part: 'server certificate',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: knownToUs('server-certificate-wrong-purpose', 43),
    provoke: shownWithFault('wrong-purpose'),
  },
];

/** Our charge point, which trusts the operator of the test, looks at a foreign certificate. */
const theirs: readonly Fault[] = [
  {
    id: 'root-not-known-here',
    wrong:
      'The certificate of the Central System is of a root that our charge point does not have.',
    part: 'server certificate',
    weAre: 'charge-point',
    peer: 'openssl s_server',
    seen: seenByUs('server-certificate-untrusted'),
    provoke: dialsSServer({ of: ({ stranger }) => stranger }),
  },
  {
    id: 'csms-intermediate-not-sent',
    wrong:
      'The Central System sends its certificate without the intermediate above it, to our charge point.',
    part: 'server certificate',
    weAre: 'charge-point',
    peer: 'openssl s_server',
    seen: seenByUs('server-certificate-untrusted'),
    provoke: async (world) => {
      const between = await world.operator.issueAuthority('Intermediate of the table');
      return dialsSServer({ of: () => between })(world);
    },
  },
  {
    id: 'csms-expired',
    wrong: 'The certificate of the Central System has expired, and our charge point refuses it.',
    part: 'server certificate',
    weAre: 'charge-point',
    peer: 'openssl s_server',
    seen: seenByUs('server-certificate-expired'),
    provoke: dialsSServer(past),
  },
  {
    id: 'csms-not-yet-valid',
    wrong: 'The certificate of the Central System begins in the future.',
    part: 'server certificate',
    weAre: 'charge-point',
    peer: 'openssl s_server',
    seen: seenByUs('server-certificate-not-yet-valid'),
    provoke: dialsSServer(future),
  },
  {
    id: 'csms-wrong-name',
    wrong: 'The certificate is for another name than the one our charge point dials.',
    part: 'server certificate',
    weAre: 'charge-point',
    peer: 'openssl s_server',
    seen: seenByUs('server-certificate-name-mismatch'),
    provoke: dialsSServer({ commonName: 'csms.example' }),
  },
  {
    id: 'csms-wildcard',
    wrong: 'The certificate has a wildcard for a name, which the whitepaper does not know.',
    part: 'server certificate',
    weAre: 'charge-point',
    peer: 'openssl s_server',
    seen: seenByUs('server-certificate-name-mismatch'),
    provoke: dialsSServer({ commonName: '*' }),
  },
  {
    id: 'csms-self-signed',
    wrong: 'The Central System shows our charge point a certificate signed by itself.',
    part: 'server certificate',
    weAre: 'charge-point',
    peer: 'openssl s_server',
    seen: seenByUs('server-certificate-self-signed'),
    provoke: async (world) => {
      const url = await sServer(world, opensslIdentity({ commonName: 'localhost' }));
      return world.dial({ url, trust: { pem: world.operator.certPem } });
    },
  },
  {
    id: 'csms-weak-key',
    wrong: 'The certificate of the Central System has an RSA key of 1024 bits.',
    part: 'server certificate',
    weAre: 'charge-point',
    peer: 'openssl s_server',
    seen: seenByUs('tls-key-too-weak'),
    provoke: async (world) => {
      const weak = opensslIdentity({ commonName: 'localhost', rsaBits: 1024 });
      const url = await sServer(world, weak, ['-cipher', 'DEFAULT@SECLEVEL=0']);
      return world.dial({ url, trust: { pem: weak.certPem } });
    },
  },
  {
    id: 'csms-wrong-purpose',
    wrong: 'The certificate of the Central System is one for clients.',
    part: 'server certificate',
    weAre: 'charge-point',
    peer: 'openssl s_server',
    seen: seenByUs('server-certificate-wrong-purpose'),
    provoke: dialsSServer({ purpose: 'client' }),
  },
];

export const serverCertificateFaults: readonly Fault[] = [...ours, ...theirs];
