/**
 * Words for any judgement: of a message, of a conversation, of TLS, of a certificate, of a station.
 * The one place to ask; makes sentences from codes and parameters and decides nothing.
 */
import { type JudgementWords, messageJudgementWords } from '../ocpp/message-judge-words.ts';
import type { CertificateRuleResult } from '../security/certificate-rules.ts';
import {
  certificateRules,
  certificateRuleWords,
  isCertificateRule,
} from '../security/certificate-words.ts';
import {
  revocationReasonWords,
  servedCertificateWords,
} from '../security/served-certificate-words.ts';
import type { Judgement } from './judgement.ts';

type Parameters = NonNullable<Judgement['parameters']>;
type WordsFor = (parameters: Parameters) => JudgementWords;

/** What only shows between messages, and how they came. */
const conversationWords: Readonly<Record<string, WordsFor>> = {
  'answer-unknown-id': () => ({
    what: 'This answers a CALL that was never sent on this connection.',
    why: 'The answer is ignored; whoever waits for the right one runs into a time-out.',
    advice: 'Look for an id that was changed, shortened or answered twice.',
  }),
  'answer-late': ({ afterMs }) => ({
    what: `The answer came ${afterMs} ms after the CALL, when nobody waited for it any more.`,
    why: 'It is not matched to a newer CALL, so its content is lost.',
    advice: 'Raise the time-out, or find out why the other side was slow.',
  }),
  'message-id-reused': ({ earlierSeq }) => ({
    what: `The id of this CALL was used before, in frame ${earlierSeq}, for something else.`,
    why: 'Ids are unique for a charge point, also over several connections.',
    advice: 'Use random ids; a counter that starts again after a reboot repeats itself.',
  }),
  'message-id-in-flight': ({ earlierSeq }) => ({
    what: `The id of this CALL belongs to the CALL in frame ${earlierSeq}, which has no answer yet.`,
    why: 'Nobody can tell which of the two an answer is for. It is answered with a CALLERROR.',
  }),
  'call-resent': ({ earlierSeq }) => ({
    what: `This repeats the CALL in frame ${earlierSeq} before its answer came.`,
    why: 'It is handled once and answered once.',
  }),
  'call-while-outstanding': ({ earlierSeq, sinceMs }) => ({
    what: `The CALL in frame ${earlierSeq}, sent ${sinceMs} ms before, has no answer yet.`,
    why: 'Each side sends one CALL at a time and waits for its answer.',
    advice: 'Queue CALLs on the sending side.',
  }),
  'message-binary': () => ({
    what: 'The message came as a binary WebSocket frame.',
    why: 'OCPP-J sends text; a strict peer closes the connection.',
    advice: 'Send messages with opcode 1.',
  }),
};

const legacyVersion: WordsFor = ({ version }) => ({
  what: `The connection uses ${version}.`,
  why: 'The whitepaper asks for TLS 1.2 or higher.',
  advice: 'Update the charge point’s TLS library.',
});

const suiteNotInWhitepaper: WordsFor = ({ suite }) => ({
  what: `The connection uses ${suite}, which is not one of the whitepaper’s four.`,
  why: 'The bench offers it because many chargers know nothing else.',
  advice: 'Under the rehearsal TLS policy this connection would fail.',
});

const tlsWords: Readonly<Record<string, WordsFor>> = {
  'tls-version-too-low': legacyVersion,
  'suite-not-in-whitepaper': suiteNotInWhitepaper,
};

/** Keys, certificates and the behaviour of a station. */
const stationWords: Readonly<Record<string, WordsFor>> = {
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
  'transaction-stopped-again': ({ transactionId, firstWh, laterWh }) => ({
    what: `The station stopped transaction ${transactionId} a second time, with another meter reading (${firstWh} Wh, then ${laterWh} Wh).`,
    advice:
      'The first end is kept. A charge point may repeat a message, but not change what it says.',
  }),
  'signing-request-refused': ({ reason }) => ({
    what: `The certificate signing request could not be signed (${reason}).`,
    advice: 'Look at the SignCertificate message in the frames.',
  }),
  'certificate-signed-not-accepted': ({ outcome }) => ({
    what: `The charge point did not accept its new certificate (${outcome}).`,
    advice: 'Look at the CertificateSigned message and its answer in the frames.',
  }),
  'security-profile-fallback': ({ former, raised }) => ({
    what: `The charge point was raised to security profile ${raised} and came back on profile ${former}.`,
    why: `It could not connect on profile ${raised} and fell back, as it should. Profile ${former} is admitted until a connection on profile ${raised} has succeeded, and never after.`,
    advice: `Look in the frames for its failed attempts on profile ${raised}: address and scheme, root certificate, key or client certificate.`,
  }),
  'security-profile-lowered': ({ accepted }) => ({
    what: `The charge point accepted being lowered to security profile ${accepted}.`,
    why: 'A security profile is never lowered over OCPP. The bench keeps the higher one and refuses the lower.',
    advice: 'The charge point has to answer Rejected; it can only be lowered on site.',
  }),
  'certificate-revoked-while-connected': ({ subject, reason, revokedAt, closed }) => ({
    what: `The client certificate ${subject ?? ''} was revoked on ${revokedAt} while the charge point was connected with it: ${revocationReasonWords(String(reason))}.`,
    why: closed
      ? 'The connection was closed; it will not get in with this certificate again.'
      : 'The listener is set to leave such connections; the next one with this certificate is refused.',
    advice: 'Give the charge point a new certificate with a new key.',
  }),
  'certificate-of-several-stations': ({ by, stations, others, frame, otherFrame }) => ({
    what: `${Number(others) > 1 ? `${others} other stations use` : 'Another station uses'} the same ${by === 'key' ? 'private key, in another certificate' : 'client certificate'}: ${stations}. It was seen in frame ${frame} here and in frame ${otherFrame} there.`,
    why: 'A certificate proves which charge point is speaking only when its key is in one charge point.',
    advice:
      'Give each charge point a certificate of its own with a key of its own, and revoke this one.',
  }),
  'serial-number-of-several-stations': ({ stations, others, serialNumber, frame, otherFrame }) => ({
    what: `${Number(others) > 1 ? `${others} other stations have` : 'Another station has'} the same serial number ${serialNumber} in the client certificate: ${stations}. It was seen in frame ${frame} here and in frame ${otherFrame} there.`,
    why: 'The serial number is what ties a certificate to one charge point, so no two may share it.',
    advice: 'Correct the serial number in one of them and issue its certificate again.',
  }),
  'identity-from-two-addresses': ({ earlier, later }) => ({
    what: `The identity connected from ${later} while it was connected from ${earlier}.`,
    why: 'Two charge points with one identity throw each other out again and again.',
    advice: 'Give each charge point an identity of its own.',
  }),
};

const words: Readonly<Record<string, WordsFor>> = {
  ...conversationWords,
  ...tlsWords,
  ...stationWords,
  ...servedCertificateWords,
};

/** Every rule that has words here, the message judge's not among them; for tests. */
export const spokenRules: readonly string[] = [...Object.keys(words), ...certificateRules];

function certificateWords(judgement: Judgement): JudgementWords | undefined {
  const { rule, severity, clause = '', parameters = {} } = judgement;
  if (!isCertificateRule(rule)) return undefined;
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

/** Words for a judgement of whatever judge. A rule this program does not know (a newer capture) is shown as it is. */
export function judgementWords(judgement: Judgement): JudgementWords {
  const { rule, parameters = {} } = judgement;
  const wordsFor = Object.hasOwn(words, rule) ? words[rule] : undefined;
  return (
    wordsFor?.(parameters) ??
    certificateWords(judgement) ??
    messageJudgementWords(judgement) ?? { what: `Rule ${rule} fired.` }
  );
}
