/** Sentences about bad input: what an emulated charge point sends once although nobody may, and what is right to do. */
import type { BadHandshakeOutcome } from '../../../../shared/api/charge-point-behaviour-contract.ts';
import type {
  BadFrame,
  BadFrameName,
  BadHandshake,
  BadHandshakeName,
} from '../../../../shared/ocpp/bad-input.ts';

const frames: Record<BadFrameName, string> = {
  unmasked: 'Text without a mask',
  'reserved-bit': 'Reserved bit RSV1',
  'reserved-opcode': 'Reserved opcode 3',
  'stray-continuation': 'Continuation of nothing',
  'text-inside-fragments': 'Text inside a fragmented text',
  'ping-too-long': 'Ping of 126 bytes',
  'ping-fragmented': 'Fragmented ping',
  'close-one-byte': 'Close with one byte',
  'close-code-reserved': 'Close with code 1005',
  'close-code-unassigned': 'Close with code 999',
  'close-reason-not-utf8': 'Close whose reason is not UTF-8',
  'text-not-utf8': 'Text that is not UTF-8',
  'binary-message': 'Binary message',
  'length-huge': 'Declares 2^62 bytes',
  'message-too-large': 'Message of 2 MiB',
  'empty-fragments': '1,000 empty fragments',
  'cut-inside-frame': 'Reset inside a WebSocket frame',
};

const handshakes: Record<BadHandshakeName, string> = {
  'subprotocol-missing': 'No sub-protocol',
  'subprotocol-unknown': 'Sub-protocol ocpp9.9',
  'subprotocol-upper-case': 'Sub-protocol OCPP1.6',
  'subprotocol-twice': 'The same sub-protocol twice',
  'version-8': 'Sec-WebSocket-Version 8',
  'key-missing': 'No Sec-WebSocket-Key',
  'key-short': 'Short Sec-WebSocket-Key',
  'no-upgrade': 'Plain GET',
  'method-post': 'POST',
  'http-1.0': 'HTTP/1.0',
  'header-too-large': 'Header of 80 kB',
  'identity-empty': 'No identity',
  'identity-too-long': 'Identity of 256 characters',
  'identity-bad-escape': 'Identity with %zz',
  'identity-not-utf8': 'Identity with %ff%fe',
  'identity-parent-folder': 'Identity with ..%2f',
  'identity-nul': 'Identity with %00',
  'identity-line-end': 'Identity with a line end',
  browser: 'As a browser of another origin',
  'authorization-missing': 'No Authorization',
  'authorization-wrong': 'Wrong password',
  'authorization-twice': 'Authorization twice',
  'authorization-not-base64': 'Authorization that is not base64',
  'authorization-without-colon': 'Authorization without a colon',
  'authorization-empty-password': 'Empty password',
  'authorization-line-end': 'Password with a line end',
  'wrong-transport': 'TLS on a plain port, HTTP on a TLS port',
};

export type BadHandshakeAnswer = Pick<BadHandshakeOutcome, 'httpStatus' | 'failure'>;

export const badInputWords = {
  title: 'Bad input',
  note: 'Sent once, to see what the Central System does. Flagged tampered in the record.',
  frame: 'WebSocket frame',
  handshake: 'Handshake',
  frames,
  handshakes,
  sendFrame: 'Send frame',
  sendHandshake: 'Send handshake',
  sent: 'Sent.',
  frameNumber: (seq: number) => `Frame ${seq.toLocaleString('en-US')}`,
  rightFrame(frame: BadFrame | undefined): string {
    if (frame === undefined) return '';
    if (frame.closeCodes.length === 0) return 'Right: other connections go on.';
    const codes = frame.closeCodes.join(' or ');
    return frame.mayPass
      ? `Right: taken, or closed with ${codes}.`
      : `Right: closed with ${codes}.`;
  },
  rightHandshake(handshake: BadHandshake | undefined): string {
    if (handshake === undefined) return '';
    const { statuses, needsKey } = handshake;
    if (statuses.length === 0) return 'Right: closed.';
    const right = `Right: ${statuses.join(' or ')}`;
    return needsKey ? `${right}, on profiles 1 and 2.` : `${right}.`;
  },
  answered: ({ httpStatus, failure }: BadHandshakeAnswer): string =>
    httpStatus === undefined
      ? `No HTTP answer: ${failure ?? 'unknown'}.`
      : `Answered with ${httpStatus}.`,
};
