/**
 * Words for what becomes of a signing request: reasons, states with what each side can do, steps. Makes sentences from codes
 * and parameters; decides nothing.
 */
import type {
  SigningState,
  SigningStep,
  SigningStepCode,
} from '../api/signing-requests-contract.ts';
import type { RequestRefusal } from './signing-request-rules.ts';

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
