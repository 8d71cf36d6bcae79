/** Faults of the TLS agreement: versions, suites, groups, names. */
import type { Fault } from './fault.ts';
import { alert, dialsRaw, dialsSServer, sClient } from './peers.ts';

const weak = ['-cipher', 'DEFAULT@SECLEVEL=0'];

export const tlsFaults: readonly Fault[] = [
  {
    id: 'charger-tls-1.1',
    wrong: 'The charger speaks TLS 1.1 and nothing newer.',
    part: 'TLS',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: {
      step: 'offered-version',
      tone: 'red',
      code: 'tls-no-shared-version',
      side: 'charge-point',
    },
    provoke: sClient('full', '-tls1_1', ...weak),
  },
  {
    id: 'csms-tls-1.1',
    wrong: 'The Central System speaks TLS 1.1 and nothing newer.',
    part: 'TLS',
    weAre: 'charge-point',
    peer: 'openssl s_server',
    seen: { step: 'offered-version', tone: 'red', code: 'tls-no-shared-version', side: 'csms' },
    provoke: dialsSServer({}, { options: ['-tls1_1', ...weak] }),
  },
  {
    id: 'charger-foreign-suite',
    wrong: 'The charger offers one suite, and it is not one that the bench takes.',
    part: 'TLS',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: {
      step: 'offered-suites',
      tone: 'red',
      code: 'tls-no-shared-suite',
      side: 'charge-point',
    },
    provoke: sClient('full', '-tls1_2', '-cipher', 'ECDHE-RSA-CHACHA20-POLY1305'),
  },
  {
    id: 'charger-half-a-pair',
    wrong:
      'The charger offers one suite of a pair where the whitepaper asks for both (A00.FR.318, A00.FR.422).',
    part: 'TLS',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: {
      step: 'offered-suites',
      tone: 'amber',
      code: 'suites-half-a-pair',
      parameters: { offered: 'TLS_RSA_WITH_AES_128_GCM_SHA256' },
    },
    provoke: sClient('full', '-tls1_2', '-cipher', 'AES128-GCM-SHA256'),
  },
  {
    id: 'charger-other-curve',
    wrong: 'The charger has an ECDHE suite, but only a curve that the bench does not have.',
    part: 'TLS',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: {
      step: 'offered-groups',
      tone: 'red',
      code: 'tls-no-shared-group',
      side: 'charge-point',
    },
    provoke: sClient(
      'full',
      ...['-tls1_2', '-cipher', 'ECDHE-ECDSA-AES128-GCM-SHA256', '-groups', 'secp224r1'],
    ),
  },
  {
    id: 'csms-other-suite',
    wrong: 'The Central System accepts none of the suites of the whitepaper.',
    part: 'TLS',
    weAre: 'charge-point',
    peer: 'openssl s_server',
    seen: { step: 'offered-suites', tone: 'red', code: 'tls-no-shared-suite', side: 'csms' },
    provoke: dialsSServer({}, { options: ['-tls1_2', '-cipher', 'ECDHE-ECDSA-CHACHA20-POLY1305'] }),
  },
  {
    id: 'charger-other-name',
    wrong: 'The charger asks for another name (SNI) than the one in our certificate.',
    part: 'TLS',
    weAre: 'csms',
    peer: 'openssl s_client',
    seen: {
      step: 'server-certificate',
      tone: 'amber',
      code: 'certificate-breaks-rules',
      parameters: {
        subject: 'O=Benchpoint CPO, CN=localhost',
        host: 'csms.example',
        rules: 'server-name',
      },
    },
    provoke: sClient('full', '-tls1_2', '-servername', 'csms.example'),
  },
  {
    id: 'csms-other-name',
    wrong: 'The Central System does not know the name that our charge point asks for (SNI).',
    part: 'TLS',
    weAre: 'charge-point',
    peer: 'raw socket',
    seen: {
      step: 'server-name',
      tone: 'red',
      code: 'tls-name-not-recognised',
      side: 'csms',
      alert: { number: 112, sentBy: 'csms' },
    },
    provoke: dialsRaw('wss', alert(112)),
  },
  {
    id: 'csms-internal-error',
    wrong: 'The TLS library of the Central System fails (alert 80).',
    part: 'TLS',
    weAre: 'charge-point',
    peer: 'raw socket',
    seen: {
      step: 'alert',
      tone: 'red',
      code: 'tls-internal-error',
      side: 'csms',
      alert: { number: 80, sentBy: 'csms' },
    },
    provoke: dialsRaw('wss', alert(80)),
  },
];
