/**
 * Words for findings about a station: its key, its certificate, its TLS, its boot. Messages have words of their own
 * in `shared/ocpp/message-judge-words.ts`. Makes sentences from codes and parameters, decides nothing.
 */
import { messageJudgementWords } from '../../shared/ocpp/message-judge-words.ts';
import type { Judgement } from '../../shared/record/judgement.ts';
import type {
  CertificateRule,
  CertificateRuleResult,
} from '../../shared/security/certificate-rules.ts';
import { certificateRuleWords } from '../../shared/security/certificate-words.ts';

export interface FindingWords {
  what: string;
  why?: string;
  advice?: string;
}

type Parameters = NonNullable<Judgement['parameters']>;

const stationWords: Readonly<Record<string, (parameters: Parameters) => FindingWords>> = {
  'authorization-key-too-short': ({ bytes, minBytes, maxBytes }) => ({
    what: `The AuthorizationKey has ${bytes} bytes, fewer than ${minBytes}.`,
    why: `A certified CSMS and charge point use ${minBytes} to ${maxBytes} bytes.`,
    advice: 'Good enough for the bench; set a longer key before certification.',
  }),
  'authorization-key-too-long': ({ bytes, minBytes, maxBytes }) => ({
    what: `The AuthorizationKey has ${bytes} bytes, more than ${maxBytes}.`,
    why: `A certified CSMS and charge point use ${minBytes} to ${maxBytes} bytes. Twice as many often means that the hexadecimal digits were sent as they are.`,
    advice: 'Check whether the charge point decodes the digits before it sends them.',
  }),
  'authorization-key-guessable': () => ({
    what: 'The AuthorizationKey is made of very few different bytes.',
    why: 'Such a key is easily guessed.',
    advice: 'Generate a random one.',
  }),
  'authorization-key-sent-as-hex-text': () => ({
    what: 'The charge point sends the hexadecimal digits of its key instead of the bytes they stand for.',
    why: 'The bench lets it in; a strict CSMS answers with 401.',
    advice: 'Decode the digits on the charge point before they go into the Basic header.',
  }),
  'factory-certificate': () => ({
    what: 'The client certificate is the manufacturer’s, not the operator’s.',
    why: 'A factory certificate is only for the first contact; the charge point renews it.',
    advice: 'Keep Boot Pending, then trigger SignChargePointCertificate from the station’s screen.',
  }),
  'boot-serial-number-differs': ({ reported, expected }) => ({
    what: `BootNotification reports the serial number “${reported}”, expected was “${expected}”.`,
    why: 'The common name of the certificate ties it to one serial number.',
    advice: 'Correct the station’s serial number or the certificate.',
  }),
  'never-booted': ({ action }) => ({
    what: `The station sent ${action ?? 'a message'} before its first BootNotification.`,
    advice:
      'Common after a reconnect; on the very first contact the charge point should boot first.',
  }),
  'stop-of-unknown-transaction': ({ transactionId }) => ({
    what: `The station stopped transaction ${transactionId}, which this bench did not start.`,
    advice: 'It may come from another Central System or from a queue kept while offline.',
  }),
  'signing-request-refused': ({ reason }) => ({
    what: `The certificate signing request could not be signed (${reason}).`,
    advice: 'Look at the SignCertificate message in the frames.',
  }),
  'certificate-signed-not-accepted': ({ outcome }) => ({
    what: `The charge point did not accept its new certificate (${outcome}).`,
    advice: 'Look at the CertificateSigned message and its answer in the frames.',
  }),
  'tls-version-legacy': ({ version }) => ({
    what: `The connection uses ${version}.`,
    why: 'The whitepaper asks for TLS 1.2 or higher.',
    advice: 'Update the charge point’s TLS library.',
  }),
  'tls-suite-not-in-whitepaper': ({ suite }) => ({
    what: `The connection uses ${suite}, which is not one of the whitepaper’s four.`,
    why: 'The bench offers it because many chargers know nothing else.',
    advice: 'Under the rehearsal TLS policy this connection would fail.',
  }),
};

/** Every rule that words are made for in the shared table of certificates. */
const certificateRules: ReadonlySet<string> = new Set<CertificateRule>([
  'organisation-accepted',
  'common-name-has-serial-number',
  'common-name-not-address',
  'server-name',
  'key-strength',
  'signature-algorithm',
  'signature-hash',
  'serial-number-present',
  'organisation-present',
  'key-usage-present',
  'no-alternative-dns-name',
  'validity-period',
]);

function isCertificateRule(rule: string): rule is CertificateRule {
  return certificateRules.has(rule);
}

/** Words for a finding; a rule this program does not know is shown as it is. */
export function findingWords(finding: Judgement): FindingWords {
  const { rule, severity, clause = '', parameters = {} } = finding;
  const words = Object.hasOwn(stationWords, rule) ? stationWords[rule] : undefined;
  if (words) return words(parameters);
  if (isCertificateRule(rule)) {
    const failed: CertificateRuleResult = {
      rule,
      clause,
      severity,
      enforced: false,
      holds: false,
      parameters,
    };
    const { what, why, action } = certificateRuleWords(failed);
    return { what, ...(why === '' ? {} : { why }), ...(action === '' ? {} : { advice: action }) };
  }
  return messageJudgementWords(finding) ?? { what: rule };
}
