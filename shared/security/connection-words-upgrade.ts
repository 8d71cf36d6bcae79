/**
 * Words for connections that are refused at the HTTP upgrade: request, identity, sub-protocol, credentials, profile;
 * and for the answers a charge point gets from a Central System. Knows codes only.
 */
import type { ConnectionExplanation } from './connection-explanation.ts';

export const upgradeWords = {
  'upgrade-missing': {
    title: 'An HTTP request that does not ask for a WebSocket',
    meaning:
      'The request reached the bench but has no Upgrade header, as from a browser or a reachability check. It was answered with a short page and status 426.',
    chargePoint: 'If a charge point sent this: check that its URL begins with ws:// or wss://.',
    network: 'A proxy that speaks HTTP/1.0 or drops the Upgrade header causes this too.',
  },
  'upgrade-missing-browser': {
    title: 'A browser opened this address',
    meaning:
      'Its headers are those of a web browser. It shows that the port can be reached from there; it was answered with a short page and status 426.',
    chargePoint:
      'Nothing has to be changed for this. Enter the address in the charge point with ws:// or wss:// and its identity at the end.',
  },
  'connection-upgrade-missing': {
    title: 'The upgrade request is incomplete',
    meaning:
      'It has an Upgrade header, but no “Connection: Upgrade” beside it. RFC 6455 asks for both.',
    chargePoint: 'Send “Connection: Upgrade”.',
    network: 'Proxies rewrite the Connection header; check any that stand in between.',
  },
  'upgrade-not-websocket': {
    title: 'An upgrade to something other than WebSocket',
    meaning: 'The Upgrade header names another protocol.',
    chargePoint: 'Send “Upgrade: websocket”. Over TLS, leave HTTP/2 (h2c) out.',
  },
  'method-not-allowed': {
    title: 'Wrong HTTP method',
    meaning: 'A WebSocket begins with GET; the request used another method (status 405).',
    chargePoint:
      'Check the protocol setting: OCPP-S (SOAP) uses POST, OCPP-J opens a WebSocket with GET.',
  },
  'http-version-too-old': {
    title: 'The request is HTTP/1.0',
    meaning: 'A WebSocket needs HTTP/1.1.',
    chargePoint: 'Use HTTP/1.1 in the upgrade request.',
    network: 'A proxy may have lowered the version; switch it to HTTP/1.1 towards the bench.',
  },
  'http-malformed': {
    title: 'The HTTP request cannot be read',
    meaning: 'The request breaks the rules of HTTP (status 400). Its bytes are in the record.',
    chargePoint:
      'Compare the recorded bytes: line ends, a space in the path, a missing Host header.',
  },
  'headers-too-large': {
    title: 'The request headers are too large',
    meaning: 'The headers are longer than the bench accepts (status 431).',
    chargePoint: 'Look in the record for the header that grows, often a cookie or a token.',
  },
  'upgrade-timeout': {
    title: 'The upgrade request did not come in time',
    meaning: 'The connection stands, but no complete HTTP request arrived within the time allowed.',
    chargePoint: 'Check its log: is it waiting for something before it asks for the WebSocket?',
    csms: 'Raise “Upgrade request” of the listener if the charge point is only slow.',
    network: 'Mobile gateways can hold back the first packets; try a longer time-out.',
  },
  'websocket-version-unsupported': {
    title: 'An unknown WebSocket version',
    meaning: 'Only version 13 (RFC 6455) exists in practice; the request names another one.',
    chargePoint: 'Update the WebSocket library, or set Sec-WebSocket-Version to 13.',
  },
  'websocket-key-missing': {
    title: 'The WebSocket key is missing',
    meaning: 'RFC 6455 asks for a Sec-WebSocket-Key header.',
    chargePoint: 'Send 16 random bytes in base64 as Sec-WebSocket-Key.',
  },
  'websocket-key-invalid': {
    title: 'The WebSocket key is not valid',
    meaning: 'Sec-WebSocket-Key has to be exactly 16 bytes in base64, 24 characters.',
    chargePoint: 'Send 16 random bytes in base64 as Sec-WebSocket-Key.',
  },
  'browser-refused': {
    title: 'The request came from a browser',
    meaning:
      'Its headers are those of a web browser, and this listener does not let browsers in (status 403).',
    csms: 'Switch the browser check off on this listener if the client is meant to come in.',
  },
  'request-target-malformed': {
    title: 'The path of the request cannot be read',
    meaning: 'The request line has no path, so no charge point identity can be in it.',
    chargePoint: 'Check the URL it was given.',
  },
  'identity-missing': {
    title: 'The URL ends without a charge point identity',
    meaning: 'The identity is the last part of the path (OCPP-J 1.6 §3.1), and there is none.',
    chargePoint: 'Append the identity to the URL: ws://host:port/IDENTITY.',
    csms: 'For a charge point that cannot do it: let this listener take such requests as one chosen station.',
  },
  'identity-not-decodable': {
    title: 'The identity is not percent-encoded correctly',
    meaning: 'The path has a % that is not followed by two hexadecimal digits.',
    chargePoint: 'Encode a literal % as %25.',
  },
  'identity-not-utf8': {
    title: 'The identity is not valid UTF-8',
    meaning: 'The bytes of the identity do not form text.',
    chargePoint: 'Encode the identity as UTF-8, then percent-encode it.',
  },
  'identity-control-character': {
    title: 'The identity has a control character',
    meaning: 'A zero byte, line end or another invisible character is in the identity.',
    chargePoint: 'Look for a line end copied along with the identity.',
  },
  'identity-dot-segment': {
    title: 'The identity is “.” or “..”',
    meaning: 'Such a path segment has a meaning of its own in URLs and cannot be an identity.',
    chargePoint: 'Check the URL it was given.',
  },
  'identity-too-long': {
    title: 'The identity is too long',
    meaning: 'It has more than 255 characters (status 414).',
    chargePoint: 'Check the URL: something may have been appended again at every attempt.',
  },
  'identity-unknown': {
    title: 'Unknown charge point',
    meaning:
      'No station with this identity exists, and the bench takes known stations only (status 404). The charge point tries again with growing pauses.',
    chargePoint: 'Compare the identity letter by letter; case counts.',
    csms: 'Adopt the station, or let the listener accept new ones.',
  },
  'subprotocol-not-offered': {
    title: 'No OCPP version was offered',
    meaning:
      'The request has no Sec-WebSocket-Protocol header, so it does not say which OCPP version it speaks.',
    chargePoint: 'Send “Sec-WebSocket-Protocol: ocpp1.6”.',
    csms: 'Some chargers never send it: let this listener take such requests as OCPP 1.6.',
  },
  'subprotocol-unknown': {
    title: 'No OCPP version in common',
    meaning:
      'The versions in Sec-WebSocket-Protocol are not spoken here. Upper and lower case count: it is “ocpp1.6”.',
    chargePoint: 'Set the OCPP version to 1.6-J, and check the spelling of the header.',
    csms: 'Add the version to the listener if the bench should speak it.',
  },
  'profile-mismatch': {
    title: 'The station is set to another security profile',
    meaning:
      'A Central System accepts a charge point on its own profile only (A00.FR.002), and this attempt used another.',
    chargePoint: 'Set SecurityProfile and URL to the profile that is meant.',
    csms: 'Change the profile of the station. Note that it must not be lowered over OCPP (A00.FR.005).',
  },
  'profile-not-offered': {
    title: 'This port does not serve that security profile',
    meaning: 'The way the charge point connected matches none of the profiles of the listener.',
    chargePoint: 'Use the port and scheme that belong to its profile.',
    csms: 'Add the profile to the listener.',
  },
  'authorization-missing': {
    title: 'No credentials were sent',
    meaning:
      'Security profiles 1 and 2 need HTTP Basic credentials in the upgrade request, and there are none (status 401).',
    chargePoint: 'Set AuthorizationKey, and SecurityProfile to 1 or 2.',
    csms: 'If no credentials are wanted, set the station to profile 0 (or 3 with a certificate).',
  },
  'authorization-repeated': {
    title: 'Credentials were sent more than once',
    meaning: 'The request has several Authorization headers; which one counts is not defined.',
    chargePoint: 'Send exactly one Authorization header.',
    network: 'A proxy may have added its own.',
  },
  'authorization-not-basic': {
    title: 'Credentials of another kind',
    meaning: 'The Authorization header is not “Basic …”, the only kind OCPP 1.6 knows.',
    chargePoint: 'Use HTTP Basic authentication.',
  },
  'authorization-not-base64': {
    title: 'The credentials are not valid base64',
    meaning: 'What follows “Basic” cannot be decoded.',
    chargePoint:
      'Encode identity, colon and the bytes of the key as standard base64 with padding, without line breaks.',
  },
  'authorization-no-colon': {
    title: 'The credentials have no colon',
    meaning: 'Decoded, they should read identity, colon, key; there is no colon.',
    chargePoint: 'Encode identity and key together, with a colon between them.',
  },
  'authorization-user-not-utf8': {
    title: 'The user name is not valid UTF-8',
    meaning: 'The bytes before the colon do not form text.',
    chargePoint: 'Send the identity as UTF-8, spelt as in the URL.',
  },
  'authorization-password-empty': {
    title: 'The password is empty',
    meaning: 'Nothing follows the colon in the credentials.',
    chargePoint: 'Set AuthorizationKey, 32 to 40 hexadecimal digits.',
  },
  'username-is-not-identity': {
    title: 'The user name is not the identity',
    meaning:
      'On profiles 1 and 2 the user name has to be the identity in the URL, letter by letter (A00.FR.204, A00.FR.303).',
    chargePoint: 'Use the last part of the URL path as user name.',
  },
  'password-wrong': {
    title: 'Wrong password',
    meaning: 'The key that was sent is not the one on record for this station (status 401).',
    chargePoint: 'Set AuthorizationKey again.',
    csms: 'Adopt the key of the refused attempt, or enter the right one. After a change of the key over OCPP only the new one counts.',
  },
  'password-newline-at-end': {
    title: 'The password ends with a line break',
    meaning: 'Without the line break at its end the password would be right.',
    chargePoint: 'Remove the line end that was stored or encoded along with the key.',
  },
  'password-is-hex-text': {
    title: 'The key was sent as hexadecimal text',
    meaning:
      'The hexadecimal digits themselves were sent as password. They stand for bytes, and the bytes are the password (AuthorizationKey, OCPP-J 1.6 §6.2).',
    chargePoint: 'Decode the digits to 16 to 20 bytes before building the Authorization header.',
    csms: 'To carry on for now: accept hexadecimal text for this listener; it shows as a finding.',
  },
  'password-is-decoded-hex': {
    title: 'The key was decoded although it is on record as text',
    meaning:
      'The station has a password of hexadecimal digits stored as text, and the charge point sent the bytes they stand for.',
    csms: 'Store the key as hexadecimal, not as text.',
  },
  'password-utf8-mangled': {
    title: 'The key was damaged by a text conversion',
    meaning: 'The bytes of the key were treated as text on the way: those above 127 were changed.',
    chargePoint: 'Handle the key as bytes from AuthorizationKey to the Authorization header.',
    csms: 'To carry on for now: use a key of bytes below 128.',
  },
  'password-not-set': {
    title: 'No key is on record for this station',
    meaning: 'The charge point sent credentials, but the bench has none to compare them with.',
    csms: 'Adopt the key of the refused attempt, or enter one for the station.',
  },
  'bench-stopping': {
    title: 'The bench is shutting down',
    meaning: 'New connections are no longer accepted (status 503).',
    csms: 'Start the listener again.',
  },
  'recording-impossible': {
    title: 'Refused because it could not be recorded',
    meaning: 'Strict recording is on and the capture cannot be written (status 503).',
    csms: 'Free disk space or choose another data folder, or switch strict recording off.',
  },
  'answered-not-websocket': {
    title: 'The server’s answer is not HTTP',
    meaning: 'What came back on the upgrade request cannot be read as an HTTP answer.',
    csms: 'Check that a Central System listens on this port, and with the scheme of the URL.',
  },
  'answer-none': {
    title: 'Closed without an answer to the upgrade request',
    meaning:
      'The other side took the request and closed the connection without sending a byte. A port that expects TLS does this with plain HTTP; so do programs that do not like a request and say nothing.',
    chargePoint:
      'Check the scheme of the URL: a port with TLS needs wss:// and security profile 2 or 3.',
    csms: 'Look in its log at this time, and check whether the port speaks TLS.',
    network: 'A gateway whose Central System is not running may close like this.',
  },
  'answered-bad-request': {
    title: 'The Central System found the request faulty',
    meaning: 'It answered with status 400. A sub-protocol it does not speak is the usual reason.',
    chargePoint: 'Check OCPP version and identity.',
    csms: 'Look in its log for the reason.',
  },
  'answered-unauthorized': {
    title: 'The Central System refused the credentials',
    meaning: 'It answered with status 401.',
    chargePoint: 'Check identity, AuthorizationKey and security profile.',
    csms: 'Compare the stored key. Does it expect bytes or hexadecimal text?',
  },
  'answered-forbidden': {
    title: 'The Central System refuses this charge point',
    meaning: 'It answered with status 403.',
    csms: 'Check that the charge point is enabled and allowed on this profile.',
  },
  'answered-not-found': {
    title: 'The Central System does not know this path or charge point',
    meaning: 'It answered with status 404, its way of saying: unknown identity or wrong path.',
    chargePoint: 'Check the path before the identity, and the identity letter by letter.',
    csms: 'Register the charge point.',
  },
  'answered-redirect': {
    title: 'The Central System points to another address',
    meaning: 'It answered with a redirect, which OCPP clients do not follow.',
    chargePoint: 'Enter the new address in the URL, often the same one with wss://.',
  },
  'answered-upgrade-required': {
    title: 'The server did not see the upgrade',
    meaning: 'It answered with status 426 although a WebSocket was asked for.',
    network: 'A proxy in between removes the Upgrade header; configure it for WebSockets.',
  },
  'answered-server-error': {
    title: 'The Central System failed internally',
    meaning: 'It answered with a status of 500 or above.',
    csms: 'Look in its log; behind a gateway (502, 503, 504) the Central System itself may be down.',
  },
  'answered-unexpected': {
    title: 'An unexpected answer to the upgrade',
    meaning: 'The server answered with a status other than 101.',
    csms: 'Check that a Central System listens at this address and path.',
  },
  'answer-accept-invalid': {
    title: 'The WebSocket answer does not fit the request',
    meaning: 'Sec-WebSocket-Accept is missing or wrong, so the answer may come from a cache.',
    csms: 'Check its WebSocket library.',
    network: 'Check for a caching proxy.',
  },
  'answer-subprotocol-missing': {
    title: 'The Central System did not confirm the OCPP version',
    meaning:
      'It accepted the WebSocket without naming a sub-protocol, which means that it speaks none of those offered.',
    csms: 'It should answer “Sec-WebSocket-Protocol: ocpp1.6”, or refuse.',
  },
  'answer-subprotocol-not-offered': {
    title: 'The Central System chose a version that was not offered',
    meaning: 'The sub-protocol in its answer is not one of those in the request.',
    csms: 'Choose from the offered ones; upper and lower case count.',
  },
  'answer-timeout': {
    title: 'No answer to the upgrade request',
    meaning: 'The connection stands, but the server did not answer in time.',
    csms: 'Check whether the Central System is overloaded or waits for something.',
  },
} as const satisfies Record<string, ConnectionExplanation>;
