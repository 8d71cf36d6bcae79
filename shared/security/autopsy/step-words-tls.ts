/** Words for the steps of an autopsy up to the end of TLS: what is the case, and what to do where something is. */
import type { StepTexts, StepWords } from './step-texts.ts';
import { count, milliseconds, text } from './step-texts.ts';

const seconds = (ms: unknown): string => {
  const value = typeof ms === 'number' ? ms : 0;
  const size = Math.abs(value) / 1000;
  const amount =
    size < 120
      ? `${Math.round(size)} s`
      : size < 7200
        ? `${Math.round(size / 60)} min`
        : `${Math.round(size / 3600)} h`;
  return `${amount} ${value < 0 ? 'behind' : 'ahead of'} this computer`;
};

const clockRemedy: Partial<StepWords> = {
  chargePoint:
    'Set its date and time, or let it fetch them before it checks certificates. A wrong clock makes good certificates fail.',
  network: 'A charge point without a clock needs a time server; the bench can be one.',
};

const inFullHint = (parameters: { inFull?: unknown }): string =>
  parameters.inFull === true
    ? 'The handshake was encrypted by then.'
    : 'Only the ClientHello is recorded here. With handshakes recorded in full the certificates of TLS 1.2 and before are seen as well.';

/** Of both sides: `host` goes with the certificate of the Central System only. */
const brokenRules: StepTexts[string] = ({ subject, rules, host }) => {
  const broken = String(rules ?? '').split(', ');
  if (host === undefined) {
    return {
      text: `${text(subject)} was shown. It breaks rules of the whitepaper; see below which.`,
      chargePoint: 'Renew its certificate; the rules below say with what.',
    };
  }
  if (!broken.includes('server-name')) {
    return {
      text: `${text(subject)} was shown. It breaks rules of the whitepaper; see below which.`,
      csms: 'Issue the certificate anew; the rules below say with what.',
    };
  }
  const more = broken.length > 1 ? ' It breaks other rules as well; see below which.' : '';
  return {
    text: `${text(host)} was asked for, and the certificate is ${text(subject)}. A charge point that compares names refuses it (A00.FR.308, A00.FR.412).${more}`,
    chargePoint: 'Dial the name that stands in the certificate as CN.',
    csms: 'Set the host name of the listener to what the charge point dials, so that the certificate has it as CN.',
  };
};

export const tlsStepTexts: StepTexts = {
  'name-not-seen': () => ({
    text: 'The bench’s own name server was not asked from this address. Whether another one was, cannot be seen from here.',
  }),
  'name-asked': ({ name, addresses }) => ({
    text: `The bench’s name server was asked for ${text(name)} and answered ${text(addresses)}.`,
  }),
  'name-asked-in-vain': ({ name }) => ({
    text: `The bench’s name server was asked for ${text(name)} and had no address to give.`,
    network: 'Add the name to the name server of the bench, or correct it in the charge point.',
  }),
  'name-found': ({ name, addresses, durationMs }) => ({
    text: `${text(name)} is ${text(addresses)}; the answer took ${milliseconds(durationMs)}.`,
  }),
  'name-not-needed': () => ({ text: 'The URL has an address, so no name had to be looked up.' }),
  'tcp-accepted': ({ remote, local, listener }) => ({
    text: `A connection came from ${text(remote)} to ${text(local)}, listener ${text(listener)}. Address, port and firewall are all right.`,
  }),
  'tcp-connected': ({ remote }) => ({ text: `Connected to ${text(remote)}.` }),
  'tcp-connected-late': ({ remote, failedAddresses }) => ({
    text: `Connected to ${text(remote)} after ${count(failedAddresses, 'address', 'addresses')} did not answer.`,
    network: 'Remove addresses of the name that nobody answers on: each costs time.',
  }),
  'clock-by-time-query': ({ skewMs }) => ({
    text: `When it asked for the time, the charge point’s clock was ${seconds(skewMs)}.`,
    ...clockRemedy,
  }),
  'clock-by-message': ({ skewMs }) => ({
    text: `By the time in its first message the charge point’s clock is ${seconds(skewMs)}.`,
    ...clockRemedy,
  }),
  'clock-by-hello': ({ skewMs }) => ({
    text: `Its ClientHello carries the time: the clock is ${seconds(skewMs)}.`,
    ...clockRemedy,
  }),
  'clock-maybe-1970': () => ({
    text: 'The random part of its ClientHello looks like a time shortly after 1 January 1970. That may be chance, or a clock that was never set.',
    ...clockRemedy,
  }),
  'clock-not-told': () => ({
    text: 'Nothing on the wire tells what time it is for the charge point.',
  }),
  'first-byte-tls': ({ sentBy }) => ({
    text: sentBy === 'came' ? 'The first byte was 0x16: TLS.' : 'TLS was begun.',
  }),
  'first-byte-http': ({ sentBy }) => ({
    text:
      sentBy === 'came'
        ? 'The first bytes were HTTP without TLS, for security profile 0 or 1.'
        : 'HTTP without TLS, for security profile 0 or 1.',
  }),
  'hello-read': ({ byteLength }) => ({ text: `Complete and readable, ${text(byteLength)} bytes.` }),
  'hello-long': ({ byteLength }) => ({
    text: `Complete and readable, ${text(byteLength)} bytes: it takes more than one packet, which some small stacks and links lose.`,
  }),
  'version-offered': ({ versions }) => ({ text: `Offers ${text(versions)}.` }),
  'version-only-13': ({ versions }) => ({
    text: `Offers ${text(versions)} alone. The four suites of the whitepaper belong to TLS 1.2; a Central System may speak nothing newer.`,
    chargePoint: 'Offer TLS 1.2 as well.',
  }),
  'version-also-low': ({ versions }) => ({
    text: `Offers ${text(versions)}. Versions below 1.2 are for legacy charge points only.`,
    chargePoint: 'Switch TLS 1.0 and 1.1 off.',
  }),
  'version-too-low': ({ versions }) => ({
    text: `Offers ${text(versions)} and nothing newer. TLS 1.2 is the least there has to be.`,
    chargePoint: 'Switch on TLS 1.2.',
    csms: 'For a legacy charge point only: allow TLS 1.0 and 1.1 on the listener.',
  }),
  'suites-both-pairs': () => ({
    text: 'Offers both ECDHE-ECDSA suites and both RSA suites of the whitepaper. One pair would do.',
  }),
  'suites-ecdsa-pair': () => ({
    text: 'Offers both ECDHE-ECDSA suites of the whitepaper. The Central System needs an ECDSA certificate.',
  }),
  'suites-rsa-pair': () => ({
    text: 'Offers both RSA suites of the whitepaper. The Central System needs an RSA certificate.',
  }),
  'suites-half-a-pair': ({ offered }) => ({
    text: `Offers ${text(offered)}, but no pair of the whitepaper whole.`,
    chargePoint: 'Enable both ECDHE-ECDSA suites or both RSA suites.',
  }),
  'suites-none': () => ({
    text: 'Offers none of the four suites of the whitepaper.',
    chargePoint: 'Enable both ECDHE-ECDSA suites or both RSA suites.',
  }),
  'groups-not-needed': () => ({ text: 'Its suites need no elliptic curve.' }),
  'groups-none': () => ({
    text: 'Offers ECDHE suites and names no curve; the Central System has to guess one.',
    chargePoint: 'Send the supported groups, with secp256r1 (P-256) among them.',
  }),
  'groups-p256': ({ groups }) => ({ text: `Offers ${text(groups)}.` }),
  'groups-without-p256': ({ groups }) => ({
    text: `Offers ${text(groups)}, and not secp256r1 (P-256), which everyone has.`,
    chargePoint: 'Enable secp256r1 (P-256).',
  }),
  'compression-none': () => ({ text: 'No compression is offered, as it should be.' }),
  'compression-offered': () => ({
    text: 'TLS compression is offered. It must not be used; the bench never chooses it.',
    chargePoint: 'Switch TLS compression off.',
  }),
  'server-name-sent': ({ serverName }) => ({ text: `Asks for ${text(serverName)} (SNI).` }),
  'server-name-absent': () => ({
    text: 'No server name was sent (SNI). That is right when an address was dialled; with a name, a Central System behind a shared address may show the wrong certificate.',
  }),
  'chosen-wanted': ({ version, suite }) => ({
    text: `${text(version)} with ${text(suite)}, one of the four of the whitepaper.`,
  }),
  'chosen-tls-13': ({ version, suite }) => ({
    text: `${text(version)} with ${text(suite)}. From here on the handshake is encrypted: certificates and most alerts cannot be seen in passing.`,
  }),
  'chosen-other-suite': ({ version, suite }) => ({
    text: `${text(version)} with ${text(suite)}, which is none of the four of the whitepaper.`,
    chargePoint: 'Prefer one of the four suites.',
    csms: 'Prefer the four suites, and have an RSA and an ECDSA certificate.',
  }),
  'chosen-version-too-low': ({ version, suite }) => ({
    text: `${text(version)} with ${text(suite)}. Below TLS 1.2 the connection must be ended.`,
    csms: 'Switch TLS 1.0 and 1.1 off.',
  }),
  'chosen-compression': () => ({
    text: 'The Central System chose TLS compression, which must not be used.',
    csms: 'Switch TLS compression off.',
  }),
  'certificate-not-seen-ours': (parameters) => ({
    text: `Which certificate the bench showed is not on record. ${inFullHint(parameters)}`,
  }),
  'certificate-not-seen-theirs': (parameters) => ({
    text: `Which certificate the Central System showed is not on record. ${inFullHint(parameters)}`,
  }),
  'certificate-unreadable': () => ({
    text: 'The certificate cannot be read.',
    csms: 'Check the file it was loaded from.',
  }),
  'certificate-not-trusted': ({ subject, verification }) => ({
    text: `${text(subject)} was shown, and did not pass: ${text(verification)}.`,
    chargePoint: 'Install the root certificate it leads to.',
    csms: 'Send the whole chain but the root.',
  }),
  'certificate-breaks-rules': brokenRules,
  'certificate-good-ours': ({ subject, certificates }) => ({
    text: `We showed ${text(subject)}, ${count(certificates, 'certificate', 'certificates')} in all. It keeps the rules of the whitepaper.`,
  }),
  'certificate-good-theirs': ({ subject, certificates }) => ({
    text: `${text(subject)} was shown, ${count(certificates, 'certificate', 'certificates')} in all. It is trusted and keeps the rules of the whitepaper.`,
  }),
  'client-certificate-shown': ({ subject, certificates, verification }) => ({
    text: `The charge point showed ${text(subject)}, ${count(certificates, 'certificate', 'certificates')} in all${verification === 'ok' ? ', and it leads to a trusted root' : ''}.`,
  }),
  'client-certificate-not-trusted': ({ subject, verification }) => ({
    text: `The charge point showed ${text(subject)}, and it did not pass: ${text(verification)}.`,
    chargePoint: 'Send the intermediate certificates along, and use a certificate of the operator.',
    csms: 'Trust the authority it was issued by, if it is meant to be.',
  }),
  'client-certificate-none': () => ({
    text: 'A client certificate was asked for, and none came. Security profile 3 needs one; the others do not.',
  }),
  'client-certificate-not-held': () => ({
    text: 'The emulated charge point has no certificate to show on this profile.',
  }),
  'client-certificate-held': ({ subject }) => ({
    text: `The emulated charge point holds ${text(subject)}. Whether the Central System asked for it is not on record.`,
  }),
  'client-certificate-not-asked': () => ({ text: 'No client certificate was asked for.' }),
  'client-certificate-unknown': (parameters) => ({
    text: `Whether the charge point showed a certificate is not on record. ${inFullHint(parameters)}`,
  }),
  'alert-sent': ({ number, name, sentBy }) => ({
    text: `Alert ${text(number)} (${text(name)}), sent by ${sentBy === 'csms' ? 'the Central System' : 'the charge point'}.`,
  }),
  'alert-encrypted': ({ sentBy }) => ({
    text: `${sentBy === 'csms' ? 'The Central System' : 'The charge point'} sent an alert; which one is encrypted.`,
  }),
  'alert-none': () => ({ text: 'No alert ended the handshake.' }),
  'alert-not-seen': () => ({
    text: 'No alert was seen. One that was encrypted, or sent before the handshake was watched, is not on record.',
  }),
  'tls-agreed': ({ version, suite, handshakeMs }) => ({
    text: `${text(version)} with ${text(suite)} stands; it took ${milliseconds(handshakeMs)}.`,
  }),
  'tls-resumed': ({ version, suite, handshakeMs }) => ({
    text: `An earlier session was resumed: ${text(version)} with ${text(suite)}, in ${milliseconds(handshakeMs)}. Certificates are those of the handshake before.`,
  }),
};
