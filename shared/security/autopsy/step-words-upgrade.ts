/** Words for the steps of an autopsy from the upgrade request on, and for single headers. */
import type { StepTexts } from './step-texts.ts';
import { count, milliseconds, text } from './step-texts.ts';

const keyForm = ({
  passwordBytes,
  printable,
  hexText,
}: Parameters<StepTexts[string]>[0]): string =>
  hexText === true
    ? `${text(passwordBytes)} hexadecimal digits`
    : `${count(passwordBytes, 'byte', 'bytes')}, ${printable === true ? 'all printable' : 'not all printable'}`;

const keyRemedy = 'Send identity, colon and the 16 to 20 bytes of the AuthorizationKey, in base64.';

export const upgradeStepTexts: StepTexts = {
  'request-line': ({ method, target, httpVersion }) => ({
    text: `${text(method)} ${text(target)} HTTP/${text(httpVersion)}`,
  }),
  'request-absolute': ({ target }) => ({
    text: `The request line has a whole URL, ${text(target)}, instead of the path alone. It is taken all the same.`,
    chargePoint: 'Send the path alone; the host belongs into the Host header.',
  }),
  'request-line-wrong': ({ method, target, httpVersion }) => ({
    text: `${text(method)} ${text(target)} HTTP/${text(httpVersion)}: a WebSocket begins with GET and HTTP/1.1.`,
    chargePoint: 'Open a WebSocket with GET and HTTP/1.1.',
  }),
  'headers-green': ({ headers }) => ({
    text: `${count(headers, 'header', 'headers')}, all that a WebSocket needs among them.`,
  }),
  'headers-of-no-upgrade': () => ({
    text: 'The request asks for something other than a WebSocket, so its headers are not judged.',
  }),
  'headers-amber': ({ headers, names }) => ({
    text: `${count(headers, 'header', 'headers')}; to be looked at: ${text(names)}.`,
  }),
  'headers-red': ({ names }) => ({
    text: `Wrong or missing: ${text(names)}.`,
    chargePoint: 'Update its WebSocket library, or correct these headers.',
    network: 'Proxies rewrite the Upgrade and Connection headers; check any that stand in between.',
  }),
  'identity-read': ({ identity }) => ({ text: `The identity is ${text(identity)}.` }),
  'identity-double-slash': ({ identity, target }) => ({
    text: `The identity is ${text(identity)}, read from ${text(target)}: two slashes stand side by side.`,
    chargePoint: 'Remove the slash at the end of the configured URL.',
  }),
  'identity-empty': ({ target }) => ({
    text: `The path ${text(target)} ends without an identity.`,
    chargePoint: 'Append the identity to the URL.',
  }),
  'identity-unreadable': ({ segment }) => ({
    text: `No identity can be read from “${text(segment)}”.`,
    chargePoint: 'Percent-encode the identity as UTF-8.',
  }),
  'subprotocol-none': () => ({
    text: 'No sub-protocol is offered, so the OCPP version is not said.',
    chargePoint: 'Send “Sec-WebSocket-Protocol: ocpp1.6”.',
  }),
  'subprotocol-assumed-here': ({ chosen }) => ({
    text: `No sub-protocol is offered; it is taken as ${text(chosen)} because the listener is set so.`,
    chargePoint: 'Send “Sec-WebSocket-Protocol: ocpp1.6”.',
  }),
  'subprotocol-agreed': ({ offered, chosen }) => ({
    text: `${text(offered)} offered, ${text(chosen)} chosen.`,
  }),
  'subprotocol-offered': ({ offered }) => ({ text: `${text(offered)} offered.` }),
  'credentials-none': () => ({
    text: 'No credentials were sent, as it should be on security profiles 0 and 3.',
  }),
  'credentials-not-used': ({ securityProfile }) => ({
    text: `Credentials were sent, and nobody looked at them: the connection is on security profile ${text(securityProfile)}, which has none.`,
    chargePoint: 'If the password is meant to count, set SecurityProfile to 1 or 2.',
    csms: 'If the password is meant to count, set the station to profile 1 or 2 and enter its key.',
  }),
  'credentials-missing': () => ({
    text: 'No credentials were sent, though the profile needs them.',
    chargePoint: 'Set AuthorizationKey.',
  }),
  'credentials-unreadable': () => ({
    text: 'An Authorization header was sent, and no identity and key can be read from it.',
    chargePoint: keyRemedy,
  }),
  'credentials-odd-form': ({ userIsIdentity, ...shape }) => ({
    text: `Readable with goodwill only: the header is not quite base64 of identity, colon and key. The key has ${keyForm(shape)}; the user name is ${userIsIdentity === true ? '' : 'not '}the identity.`,
    chargePoint: keyRemedy,
  }),
  'credentials-other-user': (shape) => ({
    text: `The user name is not the identity in the URL (A00.FR.204, A00.FR.303). The key has ${keyForm(shape)}.`,
    chargePoint: 'Use the last part of the URL path as user name.',
  }),
  'credentials-hex-text': (shape) => ({
    text: `The key was sent as ${keyForm(shape)}. They stand for bytes, and the bytes are the password.`,
    chargePoint: 'Decode the digits before building the header.',
  }),
  'credentials-length': (shape) => ({
    text: `The user name is the identity. The key has ${keyForm(shape)}; 16 to 20 bytes are asked for.`,
    chargePoint: 'Set an AuthorizationKey of 32 to 40 hexadecimal digits.',
  }),
  'credentials-shape': (shape) => ({
    text: `The user name is the identity. The key has ${keyForm(shape)}.`,
  }),
  'answer-accepted': ({ securityProfile, subprotocol, findings }) => ({
    text: `101: accepted on security profile ${text(securityProfile)}, ${text(subprotocol)}.${findings === '' || findings === undefined ? '' : ` Let through all the same: ${text(findings)}.`}`,
  }),
  'answer-accepted-by-csms': ({ subprotocol }) => ({
    text: `101: the Central System accepted, ${text(subprotocol)}.`,
  }),
  'answer-refused': ({ status }) => ({ text: `Answered with status ${text(status)}.` }),
  'messages-none': () => ({ text: 'No OCPP message has passed yet.' }),
  'messages-came': ({ actions }) => ({ text: `The first messages: ${text(actions)}.` }),
  'messages-malformed': () => ({
    text: 'Among the first messages is one that is no OCPP-J message.',
  }),
  'boot-none': () => ({
    text: 'No BootNotification among the first messages. It is due after a start, not after every reconnect.',
  }),
  'boot-sent': () => ({
    text: 'BootNotification was sent; its answer is not among the first messages.',
  }),
  'boot-answered': ({ status }) => ({
    text: `BootNotification was answered with ${text(status)}.`,
  }),
  'ending-open': () => ({ text: 'The connection stands.' }),
  'ending-without-message': ({ endedBy }) =>
    endedBy === 'csms'
      ? {
          text: 'The Central System accepted the WebSocket and ended it before it sent any message.',
          csms: 'Look in its log at this time: many check identity, certificate or profile only after the upgrade, and some end a second connection of the same identity.',
          chargePoint: 'Check that no other charge point uses the same identity.',
          network: 'A proxy in between may close what it does not know as a WebSocket.',
        }
      : {
          text: 'The charge point opened the WebSocket and ended it before it sent any message.',
          chargePoint:
            'Look in its log at this time: it may expect another OCPP version, or have met the limit of its memory.',
          network: 'A device in between may cut the connection; try without it.',
        },
  'ending-closed': ({ durationMs, bytesIn, bytesOut }) => ({
    text: `Over after ${milliseconds(durationMs)}; ${text(bytesIn)} bytes came in, ${text(bytesOut)} went out.`,
  }),
  'not-reached': () => ({ text: 'It did not come to that.' }),
  'not-yet-reached': () => ({ text: 'Not yet.' }),
  'not-recorded': () => ({ text: 'Nothing of it is on record.' }),
};

/** What each header is, or what is wrong with it. */
export const headerWords: Readonly<Record<string, string>> = {
  'header-host': 'Present',
  'header-empty': 'Empty',
  'header-upgrade': 'Asks for a WebSocket',
  'header-upgrade-other': 'Must contain “websocket”',
  'header-connection': 'Right',
  'header-connection-other': 'Must contain “Upgrade”',
  'header-version': 'Right',
  'header-version-other': 'Must be 13',
  'header-key': '16 bytes',
  'header-key-invalid': 'Must be 16 bytes in base64',
  'header-protocol': 'An OCPP version',
  'header-protocol-other': 'No OCPP version; it is “ocpp1.6”, in lower case',
  'header-extensions': 'Not used here; a client that compresses without agreement breaks RFC 6455',
  'header-authorization': 'HTTP Basic; its shape is judged under Credentials',
  'header-not-basic': 'Must be HTTP Basic',
  'header-origin': 'Browsers send it; some chargers do',
  'header-cookie': 'Browsers send it; a charger has no use for it',
  'header-repeated': 'Sent more than once',
  'header-missing': 'Missing',
  'header-no-matter': 'Does not matter here',
  'header-accept': 'Checked against the key',
  'header-challenge': 'Asks for HTTP Basic',
  'header-location': 'Points to another address',
};
