/**
 * Names of what an emulated charge point can send against RFC 6455 and OCPP-J, to see what a Central System does with it,
 * and what is right to do. Data only; how each is sent is for whoever holds the socket.
 */

/** What is sent on an open connection. */
export interface BadFrame {
  name: string;
  /** Close codes that are right; empty when the connection may stay open. */
  closeCodes: readonly number[];
  /** Accepting it, too, is right. */
  mayPass?: true;
}

/** RFC 6455 §5.1 to §5.6, §7.4, §8.1. */
export const badFrames = [
  { name: 'unmasked', closeCodes: [1002] },
  { name: 'reserved-bit', closeCodes: [1002] },
  { name: 'reserved-opcode', closeCodes: [1002] },
  { name: 'stray-continuation', closeCodes: [1002] },
  { name: 'text-inside-fragments', closeCodes: [1002] },
  { name: 'ping-too-long', closeCodes: [1002] },
  { name: 'ping-fragmented', closeCodes: [1002] },
  { name: 'close-one-byte', closeCodes: [1002] },
  { name: 'close-code-reserved', closeCodes: [1002] },
  { name: 'close-code-unassigned', closeCodes: [1002] },
  { name: 'close-reason-not-utf8', closeCodes: [1007, 1002] },
  { name: 'text-not-utf8', closeCodes: [1007] },
  { name: 'binary-message', closeCodes: [1003], mayPass: true },
  { name: 'length-huge', closeCodes: [1009] },
  { name: 'message-too-large', closeCodes: [1009] },
  { name: 'empty-fragments', closeCodes: [1008], mayPass: true },
  { name: 'cut-inside-frame', closeCodes: [] },
] as const satisfies readonly BadFrame[];

export type BadFrameName = (typeof badFrames)[number]['name'];

/** What is asked for on a connection of its own. */
export interface BadHandshake {
  name: string;
  /** HTTP statuses that are right; 101 where accepting it is right, too. Empty: there is no HTTP answer. */
  statuses: readonly number[];
  /** It is about credentials, which only profiles 1 and 2 have. */
  needsKey?: true;
}

/** OCPP-J 1.6 §3, §6; RFC 6455 §4; RFC 7617. */
export const badHandshakes = [
  { name: 'subprotocol-missing', statuses: [400, 101] },
  { name: 'subprotocol-unknown', statuses: [400, 404, 101] },
  { name: 'subprotocol-upper-case', statuses: [400, 404, 101] },
  { name: 'subprotocol-twice', statuses: [101, 400] },
  { name: 'version-8', statuses: [426, 400] },
  { name: 'key-missing', statuses: [400] },
  { name: 'key-short', statuses: [400] },
  { name: 'no-upgrade', statuses: [426] },
  { name: 'method-post', statuses: [405] },
  { name: 'http-1.0', statuses: [426, 400, 505] },
  { name: 'header-too-large', statuses: [431] },
  { name: 'identity-empty', statuses: [404] },
  { name: 'identity-too-long', statuses: [414, 400, 404] },
  { name: 'identity-bad-escape', statuses: [400] },
  { name: 'identity-not-utf8', statuses: [400] },
  { name: 'identity-parent-folder', statuses: [101, 400, 404] },
  { name: 'identity-nul', statuses: [400] },
  { name: 'identity-line-end', statuses: [400] },
  { name: 'browser', statuses: [403, 101] },
  { name: 'authorization-missing', statuses: [401], needsKey: true },
  { name: 'authorization-wrong', statuses: [401], needsKey: true },
  { name: 'authorization-twice', statuses: [401], needsKey: true },
  { name: 'authorization-not-base64', statuses: [401], needsKey: true },
  { name: 'authorization-without-colon', statuses: [401], needsKey: true },
  { name: 'authorization-empty-password', statuses: [401], needsKey: true },
  { name: 'authorization-line-end', statuses: [401], needsKey: true },
  { name: 'wrong-transport', statuses: [] },
] as const satisfies readonly BadHandshake[];

export type BadHandshakeName = (typeof badHandshakes)[number]['name'];
