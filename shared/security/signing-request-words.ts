/**
 * Words for signing requests: what each demand means and what to do where it is not met, what a state means and which side
 * can do something about it, what happened in a step. Makes sentences from codes and parameters; decides nothing.
 */
import type {
  SigningState,
  SigningStep,
  SigningStepCode,
} from '../api/signing-requests-contract.ts';
import type { CertificateLineWords } from './certificate-report-words.ts';
import type { RequestLine, RequestRefusal } from './signing-request-rules.ts';

type Parameters = RequestLine['parameters'];

interface LineWords {
  title: string;
  why: string;
  holds: (parameters: Parameters) => string;
  fails: (parameters: Parameters) => { what: string; action: string };
  notApplicable: string;
}

const unread = 'Nothing can be said: the request cannot be read.';

const named = (value: string | number | boolean | undefined): string =>
  String(value ?? '') === '' ? 'nothing' : `“${String(value)}”`;

const keyText = ({ algorithm, bits, curve }: Parameters): string =>
  curve
    ? `${curve}`
    : algorithm === 'ed25519' || algorithm === 'ed448'
      ? `${algorithm}`
      : `${String(algorithm).toUpperCase()} with ${bits} bits`;

const replacedHint = (replaced: unknown): string =>
  replaced === true
    ? 'The certificate gets the right name all the same.'
    : 'The policy refuses requests with other names.';

const formWords: Readonly<Record<string, string>> = {
  'der-base64': 'bare base64, without the lines that PEM puts around it',
  'other-label': 'PEM with another label',
  none: 'something that is no PEM',
};

const endingWords: Readonly<Record<string, string>> = {
  crlf: 'CR LF',
  cr: 'CR alone',
  mixed: 'different characters from line to line',
  escaped: 'a backslash and an n instead of a line feed',
  none: 'nothing: it is one long line',
};

const lineWords: Readonly<Record<string, LineWords>> = {
  'request-size': {
    title: 'Size',
    why: 'SignCertificate has room for 5500 characters; other Central Systems answer with a CALLERROR.',
    holds: ({ characters, most }) => `${characters} of ${most} characters.`,
    fails: ({ characters, most }) => ({
      what: `The request has ${characters} characters; ${most} are allowed.`,
      action: 'Charge point: leave out attributes and extensions, or use an elliptic curve key.',
    }),
    notApplicable: '',
  },
  'request-form': {
    title: 'PEM',
    why: 'The request is sent as PEM; edition 1 of the whitepaper had DER, and some charge points still send that.',
    holds: ({ label }) => `PEM, ${label}.`,
    fails: ({ kind, label }) => ({
      what: `The request came as ${formWords[String(kind)] ?? kind}${label ? ` (“${label}”)` : ''}.`,
      action:
        'Charge point: begin with -----BEGIN CERTIFICATE REQUEST----- and end with -----END CERTIFICATE REQUEST-----, each on a line of its own.',
    }),
    notApplicable: '',
  },
  'request-line-endings': {
    title: 'Line ends',
    why: 'PEM allows several, but strict readers and some authorities take LF only.',
    holds: () => 'Lines end with LF.',
    fails: ({ lineEndings }) => ({
      what: `Lines end with ${endingWords[String(lineEndings)] ?? lineEndings}.`,
      action: 'Charge point: write LF (\\n in JSON) at the end of each line.',
    }),
    notApplicable: 'Without PEM there are no lines.',
  },
  'request-alone': {
    title: 'One request',
    why: 'The first request of the text is taken; what stands around it is lost.',
    holds: () => 'One block and nothing around it.',
    fails: ({ blocks }) => ({
      what:
        Number(blocks) > 1
          ? `There are ${blocks} PEM blocks.`
          : 'There is other text around the block.',
      action: 'Charge point: send the request alone.',
    }),
    notApplicable: 'Without PEM there are no blocks.',
  },
  'request-readable': {
    title: 'Readable',
    why: 'What cannot be read cannot be signed.',
    holds: () => 'It is a PKCS#10 request.',
    fails: ({ detail }) => ({
      what: `It is no PKCS#10 request${detail ? ` (${detail})` : ''}.`,
      action:
        'Charge point: look for text that was cut off, a buffer that is too small, or a file of another kind.',
    }),
    notApplicable: '',
  },
  'request-key-known': {
    title: 'Kind of key',
    why: 'Only a key of a known kind can be checked and certified.',
    holds: (parameters) => `The key is known: ${keyText(parameters)}.`,
    fails: () => ({
      what: 'The public key is damaged, or of a kind that OpenSSL does not know.',
      action: 'Charge point: use RSA or an elliptic curve key, and name the curve.',
    }),
    notApplicable: unread,
  },
  'request-possession': {
    title: 'Possession of the key',
    why: 'The signature proves that whoever asks has the private key.',
    holds: ({ hash, algorithm }) =>
      `Signed with its own key (${algorithm}${hash ? `, ${hash}` : ''}).`,
    fails: ({ oid, algorithm }) => ({
      what: `The signature was not made with the key in the request (${algorithm}, ${oid}).`,
      action:
        'Charge point: sign with the new private key, over the exact bytes that are sent; check that the named algorithm is the one used.',
    }),
    notApplicable: 'It cannot be checked without a key of a known kind.',
  },
  'request-key-strength': {
    title: 'Strength of the key',
    why: 'At least 112 bits of security are required.',
    holds: (parameters) => `Strong enough: ${keyText(parameters)}.`,
    fails: (parameters) => ({
      what: `Too weak: ${keyText(parameters)}; at least ${parameters.requiredBits} are required.`,
      action: 'Charge point: RSA with 2048 bits or more, or a curve with 224 bits or more.',
    }),
    notApplicable: unread,
  },
  'request-key-usable': {
    title: 'Use of the key in TLS',
    why: 'The certificate is of no use when TLS libraries do not offer its curve.',
    holds: (parameters) => `Every TLS library can use it: ${keyText(parameters)}.`,
    fails: (parameters) => ({
      what: `TLS 1.2 with the whitepaper’s suites cannot use ${keyText(parameters)} everywhere.`,
      action: 'Charge point: prefer RSA 2048 or P-256.',
    }),
    notApplicable: unread,
  },
  'request-signature-hash': {
    title: 'Hash of the signature',
    why: 'SHA-1 and MD5 can be forged.',
    holds: ({ hash }) => `The request is signed with ${hash}.`,
    fails: ({ hash }) => ({
      what: `The request is signed with ${hash}.`,
      action: 'Charge point: sign with SHA-256.',
    }),
    notApplicable: 'The algorithm has a hash of its own.',
  },
  'request-organisation': {
    title: 'Organisation',
    why: 'O is to be the operator’s name, which the charge point has as CpoName.',
    holds: ({ expected }) => `O is ${named(expected)}.`,
    fails: ({ found, expected, replaced }) => ({
      what: `O is ${named(found)} instead of ${named(expected)}. ${replacedHint(replaced)}`,
      action: 'Set the configuration key CpoName at the charge point before it asks.',
    }),
    notApplicable: unread,
  },
  'request-serial-number': {
    title: 'Serial number',
    why: 'CN is to be the serial number; it ties the certificate to one charge point.',
    holds: ({ expected }) => `CN is the serial number ${named(expected)}.`,
    fails: ({ found, expected, replaced }) => ({
      what: `CN is ${named(found)} instead of the serial number ${named(expected)}. ${replacedHint(replaced)}`,
      action:
        'Charge point: use the serial number that BootNotification has. Here: correct the serial number of the station if it is the wrong one.',
    }),
    notApplicable: 'The serial number of the station is not known.',
  },
  'request-common-name': {
    title: 'Common name',
    why: 'While the serial number of the station is not known, it is taken from here.',
    holds: () => 'There is a common name.',
    fails: () => ({
      what: 'There is no common name, and the serial number of the station is not known.',
      action: 'Enter the serial number of the station, or let the charge point name itself.',
    }),
    notApplicable: 'The serial number of the station is known.',
  },
  'request-common-name-address': {
    title: 'Common name is no address',
    why: 'A charge point’s certificate must not pass for that of a Central System.',
    holds: () => 'The common name is no host name and no address.',
    fails: ({ found }) => ({
      what: `The common name ${named(found)} looks like an address.`,
      action: 'Charge point: use the serial number.',
    }),
    notApplicable: 'There is no common name.',
  },
  'request-no-authority': {
    title: 'No authority',
    why: 'A charge point must never be able to issue certificates.',
    holds: () => 'It does not ask to become an authority.',
    fails: () => ({
      what: 'It asks to become an authority (basic constraints CA:TRUE). That is never given.',
      action: 'Charge point: leave the extension out; the default of a tool is the usual reason.',
    }),
    notApplicable: unread,
  },
  'request-purpose': {
    title: 'Purpose',
    why: 'The certificate is for TLS clients.',
    holds: () => 'It asks for clientAuth.',
    fails: ({ found }) => ({
      what: `It asks for ${named(found)} and not for clientAuth. The certificate gets clientAuth.`,
      action: 'Charge point: ask for clientAuth, or for nothing.',
    }),
    notApplicable: 'It asks for no purpose.',
  },
  'request-no-dns-name': {
    title: 'No host name',
    why: 'Alternative host names do not belong into a charge point’s certificate.',
    holds: () => 'It asks for no host name.',
    fails: ({ found }) => ({
      what: `It asks for the host names ${named(found)}. They are not given by themselves.`,
      action: 'Charge point: leave the alternative names out.',
    }),
    notApplicable: unread,
  },
  'request-extensions': {
    title: 'Extensions',
    why: 'What is asked for takes room in CertificateSigned and in every handshake.',
    holds: ({ count }) => (count === 0 ? 'It asks for no extension.' : `Extensions: ${count}.`),
    fails: ({ count, bytes }) => ({
      what: `It asks for ${count} extensions with ${bytes} bytes.`,
      action: 'Charge point: ask for key usage and purpose at most.',
    }),
    notApplicable: unread,
  },
  'request-not-repeated': {
    title: 'Not repeated',
    why: 'The same request again costs an authority work and gives a second certificate.',
    holds: () => 'It was not sent before.',
    fails: ({ secondsBefore, waiting }) => ({
      what: `The same request came ${secondsBefore} s before${waiting ? ' and has no certificate yet' : ''}.`,
      action:
        'Charge point: wait for CertificateSigned; CertSigningWaitMinimum of later editions is the time to wait, and 0 repeats at once.',
    }),
    notApplicable: '',
  },
  'request-new-key': {
    title: 'New key',
    why: 'A renewal is made with a new key pair.',
    holds: () => 'The key was not seen before.',
    fails: ({ where, station }) => ({
      what:
        where === 'other-station'
          ? `Station ${station} asked with the same key.`
          : where === 'certificate'
            ? 'It is the key of the certificate in use.'
            : 'An earlier request of this station had the same key.',
      action:
        where === 'other-station'
          ? 'Charge point: make keys on the device, with a good source of random numbers; never ship one key with the firmware.'
          : 'Charge point: make a new key pair for each request.',
    }),
    notApplicable: unread,
  },
};

/** Title, finding, reason and remedy of one line. */
export function requestLineWords({ rule, state, parameters }: RequestLine): CertificateLineWords {
  const words = lineWords[rule];
  if (words === undefined) return { title: rule, what: rule, why: '', action: '' };
  const { title, why } = words;
  if (state === 'fails') return { title, why, ...words.fails(parameters) };
  const what = state === 'holds' ? words.holds(parameters) : `${title}: ${words.notApplicable}`;
  return { title, what, why, action: '' };
}

/** The rules that have words; for tests. */
export const spokenRequestRules: readonly string[] = Object.keys(lineWords);

const refusals: Readonly<Record<RequestRefusal, string>> = {
  unreadable: 'it cannot be read',
  'wrong-form': 'it is not PEM as it should be',
  'too-long': 'it is too long',
  'unsupported-key': 'its key cannot be used',
  'bad-signature': 'its key did not make its signature',
  'weak-key': 'its key is too weak',
  'asks-for-authority': 'it asks to become an authority',
  'absurd-extensions': 'it asks for too much',
  'common-name-missing': 'nobody knows the serial number',
  'subject-mismatch': 'it has other names',
};

const otherReasons: Readonly<Record<string, string>> = {
  'chosen-answer': 'a chosen answer took the place of the policy',
  'refused-by-person': 'a person refused it',
  'not-connected': 'the station is not connected',
  'chain-too-long': 'the chain is longer than the charge point takes',
};

/** A reason as the end of a sentence; a code without words is shown as it is. */
export function reasonText(reason: string): string {
  return (refusals as Readonly<Record<string, string>>)[reason] ?? otherReasons[reason] ?? reason;
}

/** What a state means; where something can be done, by whom. */
export interface SigningStateWords {
  title: string;
  meaning: string;
  remedies: { side: 'charge-point' | 'csms'; text: string }[];
}

const charger = (text: string) => ({ side: 'charge-point', text }) as const;
const csms = (text: string) => ({ side: 'csms', text }) as const;

const stateWords: Readonly<Record<SigningState, SigningStateWords>> = {
  waiting: {
    title: 'Waits for you',
    meaning:
      'SignCertificate was answered; the charge point waits for CertificateSigned. It may ask again when that takes long.',
    remedies: [csms('Sign it, have it signed by another authority, or refuse it.')],
  },
  refused: {
    title: 'Refused',
    meaning: 'There will be no certificate for this request.',
    remedies: [
      charger('Put right what the lines below name, and ask again.'),
      csms(
        'If there is a key in it, it can be signed all the same: by hand, or with the policy “always”.',
      ),
    ],
  },
  signed: {
    title: 'Signed, not sent',
    meaning: 'There is a certificate, and the charge point does not have it yet.',
    remedies: [
      csms('It goes out when the station is back, or with “Send”.'),
      charger('It must connect to get the certificate.'),
    ],
  },
  sending: {
    title: 'On its way',
    meaning: 'CertificateSigned was sent; the answer is not there yet.',
    remedies: [],
  },
  accepted: {
    title: 'Accepted',
    meaning: 'The charge point took the certificate. It has not been seen with it yet.',
    remedies: [
      charger(
        'It closes the connection and comes back with the new certificate; on profile 1 or 2 it keeps it for profile 3.',
      ),
      csms('If it does not come back by itself, send Reset (Soft).'),
    ],
  },
  rejected: {
    title: 'Rejected',
    meaning: 'The charge point did not take the certificate.',
    remedies: [
      csms(
        'Sign with PKCS#1 v1.5 and SHA-256 instead of RSA-PSS: some charge points know nothing else.',
      ),
      csms(
        'Send LF line ends and the leaf first; leave the root out, or add it where it is asked for.',
      ),
      csms('Install the root that signed as CentralSystemRootCertificate first.'),
      charger(
        'Look for its InvalidChargePointCertificate event; check its clock against the period of the certificate.',
      ),
      charger('It may have made another key meanwhile: only the newest request counts.'),
    ],
  },
  unanswered: {
    title: 'No answer',
    meaning: 'CertificateSigned got no answer in time, or the connection ended.',
    remedies: [
      charger('It may have taken the certificate all the same: its next connection shows it.'),
      csms('Send it again.'),
    ],
  },
  failed: {
    title: 'Not signed',
    meaning: 'SignCertificate was accepted, and signing failed.',
    remedies: [csms('Choose another authority in the policy, or sign it by hand.')],
  },
  'in-use': {
    title: 'In use',
    meaning: 'The charge point connected with this very certificate.',
    remedies: [],
  },
  replaced: {
    title: 'Replaced',
    meaning: 'It was in use until the charge point came with a newer certificate.',
    remedies: [],
  },
  'old-certificate': {
    title: 'Still the old one',
    meaning: 'The charge point took the new certificate and came back with another one.',
    remedies: [
      charger('It waits for the beginning of the period, by its own clock: check the clock.'),
      charger('Of several valid certificates the one that begins last must win.'),
      charger('It may load certificates only when it starts: restart it.'),
      csms('Send Reset (Soft), or let the certificate begin in the past and send it again.'),
    ],
  },
};

export function signingStateWords(state: SigningState): SigningStateWords {
  return stateWords[state];
}

type StepText = (parameters: SigningStep['parameters']) => string;

const decided: StepText = ({ decision, by, reason }) => {
  const who = by === 'person' ? 'by a person' : 'by the policy';
  return decision === 'signed'
    ? `Decided ${who}: sign`
    : `Refused ${who}: ${reasonText(String(reason ?? ''))}`;
};

const stepTexts: Readonly<Record<SigningStepCode, StepText>> = {
  requested: () => 'SignCertificate arrived',
  answered: ({ status }) => (status === 'other' ? 'Answered with no status' : `Answered ${status}`),
  decided,
  signed: ({ serialNumber }) => `Signed, serial number ${serialNumber}`,
  imported: ({ serialNumber }) => `Signed elsewhere and imported, serial number ${serialNumber}`,
  'held-back': ({ reason, characters, most }) =>
    reason === 'chain-too-long'
      ? `Not sent: ${characters} characters, ${most} are taken`
      : `Not sent: ${reasonText(String(reason))}`,
  sent: ({ characters, certificates }) =>
    `CertificateSigned sent: ${certificates === 1 ? '1 certificate' : `${certificates} certificates`}, ${characters} characters`,
  accepted: () => 'CertificateSigned answered Accepted',
  rejected: ({ status }) => `CertificateSigned answered ${status}`,
  unanswered: ({ status }) =>
    status === 'timeout' ? 'No answer in time' : 'The connection ended before the answer',
  failed: ({ reason }) => `Could not be signed: ${reason}`,
  'reconnected-with-new': () => 'Connected with the new certificate',
  'reconnected-with-old': ({ notYetValid, notBefore }) =>
    notYetValid === true
      ? `Connected with the old certificate; the new one begins ${notBefore}`
      : 'Connected with the old certificate',
  'reconnected-without': ({ securityProfile }) =>
    `Connected on profile ${securityProfile}, without a certificate`,
  'connection-refused': ({ code }) => `A connection was refused: ${code}`,
};

/** What happened; the same several times in a row is one step. */
export function signingStepText({ code, parameters }: SigningStep): string {
  const times = Number(parameters.times ?? 1);
  return `${stepTexts[code](parameters)}${times > 1 ? ` (${times} times)` : ''}`;
}
