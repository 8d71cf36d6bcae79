/**
 * Reads a TLS ClientHello from the first bytes of a connection, before anything else touches them.
 * A pure function over bytes: knows nothing of sockets, never throws, never looks past 16 KiB.
 */
import type { ClientHelloFacts, RegistryValue } from '../../../shared/record/connection-facts.ts';
import {
  cipherSuite,
  isGrease,
  namedGroup,
  signatureScheme,
  tlsVersion,
  tlsVersionName,
} from '../../../shared/security/tls-registry.ts';
import { ByteReader } from './byte-reader.ts';

/** More than any real ClientHello (Chromium with post-quantum groups: about 2 KiB). */
export const clientHelloCapBytes = 16 * 1024;

const handshakeRecord = 0x16;
const clientHelloMessage = 0x01;
const recordHeaderBytes = 5;

/** A parsed hello: what the record keeps, and what explaining a failure needs besides. */
export interface ClientHello extends ClientHelloFacts {
  /** `sslv2`: the old two-byte framing that SSL 2.0 to TLS 1.0 stacks used to send. */
  format: 'tls' | 'sslv2';
  recordVersionId: number;
  legacyVersionId: number;
  /** Offered version numbers without GREASE, best first; from `legacyVersion` downwards when not listed. */
  versionIds: number[];
  versionsListed: boolean;
  sessionIdLength: number;
  /** The session_ticket extension: absent, an empty wish for one, or a ticket to resume with. */
  sessionTicket: 'absent' | 'empty' | 'present';
  preSharedKey: boolean;
  recordCount: number;
  /** Extensions whose content could not be read, by number. The rest of the hello stands. */
  unreadableExtensions: number[];
}

export type MalformedHello =
  | 'record-too-long'
  | 'record-empty'
  | 'unexpected-record'
  | 'unexpected-message'
  | 'hello-too-long'
  | 'hello-truncated'
  | 'extensions-truncated'
  | 'suites-odd-length';

export type ClientHelloReading =
  | { kind: 'need-more'; atLeast: number }
  | { kind: 'not-tls'; looksLike: 'http' | 'unknown' }
  | { kind: 'malformed'; reason: MalformedHello }
  | { kind: 'client-hello'; hello: ClientHello; byteLength: number };

const needMore = (atLeast: number): ClientHelloReading => ({ kind: 'need-more', atLeast });
const malformed = (reason: MalformedHello): ClientHelloReading => ({ kind: 'malformed', reason });

/** The hello without what only the explanation of a failure needs. */
export function helloFacts(hello: ClientHello): ClientHelloFacts {
  return {
    recordVersion: hello.recordVersion,
    legacyVersion: hello.legacyVersion,
    versions: hello.versions,
    suites: hello.suites,
    ...(hello.serverName === undefined ? {} : { serverName: hello.serverName }),
    groups: hello.groups,
    signatureSchemes: hello.signatureSchemes,
    applicationProtocols: hello.applicationProtocols,
    compressionMethods: hello.compressionMethods,
    ...(hello.maxFragmentLength === undefined
      ? {}
      : { maxFragmentLength: hello.maxFragmentLength }),
    extensions: hello.extensions,
    byteLength: hello.byteLength,
  };
}

/** True when the first byte of a connection opens TLS (also in SSLv2 framing), false for plain text. */
function firstByteIsTls(firstByte: number): boolean {
  return (firstByte >= 0x14 && firstByte <= 0x17) || firstByte >= 0x80;
}

/**
 * Reads what has arrived so far; call again with all bytes once `atLeast` of them are there.
 * `byteLength` is where the records of the hello end.
 */
export function readClientHello(bytes: Uint8Array): ClientHelloReading {
  const first = bytes[0];
  if (first === undefined) return needMore(1);
  if (first === handshakeRecord) return readTlsRecords(bytes);
  if (first >= 0x80) return readSslV2(bytes);
  if (firstByteIsTls(first)) return readOtherRecord(bytes);
  return readHttp(bytes);
}

const httpStarts = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']
  .map((method) => `${method} `)
  .concat('PRI * HTTP/2');

function readHttp(bytes: Uint8Array): ClientHelloReading {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  if (httpStarts.some((start) => head.startsWith(start)))
    return { kind: 'not-tls', looksLike: 'http' };
  const couldBecome = httpStarts.find((start) => start.startsWith(head));
  return couldBecome === undefined
    ? { kind: 'not-tls', looksLike: 'unknown' }
    : needMore(Math.min(couldBecome.length, head.length + 1));
}

/** An alert, application data or a cipher change as the first record: TLS, but no hello. */
function readOtherRecord(bytes: Uint8Array): ClientHelloReading {
  const major = bytes[1];
  if (major === undefined) return needMore(2);
  return major === 3 ? malformed('unexpected-record') : { kind: 'not-tls', looksLike: 'unknown' };
}

function readTlsRecords(bytes: Uint8Array): ClientHelloReading {
  if (bytes.length >= 2 && bytes[1] !== 3) return { kind: 'not-tls', looksLike: 'unknown' };
  const fragments: number[] = [];
  let offset = 0;
  let recordCount = 0;
  for (;;) {
    const header = bytes.subarray(offset, offset + recordHeaderBytes);
    if (header.length < recordHeaderBytes) return needMore(offset + recordHeaderBytes);
    if (header[0] !== handshakeRecord || header[1] !== 3) return malformed('unexpected-record');
    const length = uint16(header, 3);
    if (length === 0) return malformed('record-empty');
    if (length > 16_384) return malformed('record-too-long');
    const start = offset + recordHeaderBytes;
    const body = bytes.subarray(start, start + length);
    for (const byte of body) fragments.push(byte);
    recordCount += 1;
    const wrong = wrongMessage(fragments);
    if (wrong !== undefined) return malformed(wrong);
    const messageLength = fragments.length < 4 ? undefined : uint24(fragments, 1);
    const end = start + length;
    if (end > clientHelloCapBytes) return malformed('hello-too-long');
    if (body.length < length) return needMore(end);
    if (messageLength !== undefined && fragments.length >= messageLength + 4) {
      const message = Uint8Array.from(fragments.slice(4, 4 + messageLength));
      return readHello(message, {
        recordVersionId: uint16(bytes, 1),
        recordCount,
        byteLength: end,
      });
    }
    offset = end;
  }
}

function wrongMessage(handshake: readonly number[]): MalformedHello | undefined {
  if (handshake[0] !== undefined && handshake[0] !== clientHelloMessage)
    return 'unexpected-message';
  return handshake.length >= 4 && uint24(handshake, 1) > clientHelloCapBytes
    ? 'hello-too-long'
    : undefined;
}

interface Framing {
  recordVersionId: number;
  recordCount: number;
  byteLength: number;
}

function readHello(message: Uint8Array, framing: Framing): ClientHelloReading {
  const reader = new ByteReader(message);
  const legacyVersionId = reader.uint16();
  reader.bytes(32);
  const sessionId = reader.bytes(reader.uint8());
  const suites = reader.bytes(reader.uint16());
  const compression = reader.bytes(reader.uint8());
  if (reader.overrun) return malformed('hello-truncated');
  if (suites.length % 2 !== 0) return malformed('suites-odd-length');
  const hello = emptyHello('tls', legacyVersionId, framing);
  hello.sessionIdLength = sessionId.length;
  hello.suites = pairs(suites).map(cipherSuite);
  hello.compressionMethods = [...compression];
  if (reader.remaining > 0) {
    const extensions = new ByteReader(reader.bytes(reader.uint16()));
    if (reader.overrun) return malformed('extensions-truncated');
    while (extensions.remaining > 0) {
      const id = extensions.uint16();
      const content = extensions.bytes(extensions.uint16());
      if (extensions.overrun) return malformed('extensions-truncated');
      readExtension(hello, id, content);
    }
  }
  return { kind: 'client-hello', hello, byteLength: framing.byteLength };
}

function emptyHello(
  format: ClientHello['format'],
  legacyVersionId: number,
  framing: Framing,
): ClientHello {
  const versionIds = impliedVersions(legacyVersionId);
  return {
    format,
    recordVersion: tlsVersionName(framing.recordVersionId),
    recordVersionId: framing.recordVersionId,
    legacyVersion: tlsVersionName(legacyVersionId),
    legacyVersionId,
    versions: versionIds.map(tlsVersionName),
    versionIds,
    versionsListed: false,
    suites: [],
    groups: [],
    signatureSchemes: [],
    applicationProtocols: [],
    compressionMethods: [],
    extensions: [],
    sessionIdLength: 0,
    sessionTicket: 'absent',
    preSharedKey: false,
    recordCount: framing.recordCount,
    unreadableExtensions: [],
    byteLength: framing.byteLength,
  };
}

/** Without supported_versions the legacy version is the highest; how far down the client goes it does not say. */
function impliedVersions(legacyVersionId: number): number[] {
  return [Math.min(legacyVersionId, tlsVersion.tls12)];
}

function readExtension(hello: ClientHello, id: number, content: Uint8Array): void {
  hello.extensions.push(id);
  const read = extensionReaders.get(id);
  if (read === undefined) return;
  const reader = new ByteReader(content);
  const apply = read(reader);
  // A list that ends early or leaves bytes over is not trusted in part.
  if (reader.overrun || reader.remaining > 0) hello.unreadableExtensions.push(id);
  else apply(hello);
}

type ExtensionReader = (reader: ByteReader) => (hello: ClientHello) => void;

const extensionReaders: ReadonlyMap<number, ExtensionReader> = new Map<number, ExtensionReader>([
  [0, readServerName],
  [1, readMaxFragmentLength],
  [
    10,
    (reader) => {
      const groups = readPairList(reader, 'two-byte-length').map(namedGroup);
      return (hello) => assignValues(hello, 'groups', groups);
    },
  ],
  [
    13,
    (reader) => {
      const schemes = readPairList(reader, 'two-byte-length').map(signatureScheme);
      return (hello) => assignValues(hello, 'signatureSchemes', schemes);
    },
  ],
  [16, readApplicationProtocols],
  [
    35,
    (reader) => {
      const ticket = reader.rest();
      return (hello) => {
        hello.sessionTicket = ticket.length === 0 ? 'empty' : 'present';
      };
    },
  ],
  [
    41,
    (reader) => {
      reader.rest();
      return (hello) => {
        hello.preSharedKey = true;
      };
    },
  ],
  [43, readSupportedVersions],
]);

function assignValues(
  hello: ClientHello,
  field: 'groups' | 'signatureSchemes',
  values: RegistryValue[],
): void {
  hello[field] = values;
}

function readServerName(reader: ByteReader): (hello: ClientHello) => void {
  const list = new ByteReader(reader.bytes(reader.uint16()));
  let serverName: string | undefined;
  while (list.remaining > 0 && !list.overrun) {
    const type = list.uint8();
    const name = list.bytes(list.uint16());
    if (type === 0) serverName ??= latin1(name);
  }
  if (list.overrun) reader.fail();
  return (hello) => {
    if (serverName !== undefined) hello.serverName = serverName;
  };
}

function readMaxFragmentLength(reader: ByteReader): (hello: ClientHello) => void {
  const bytes = [0, 512, 1024, 2048, 4096][reader.uint8()];
  if (!bytes) reader.fail();
  return (hello) => {
    if (bytes) hello.maxFragmentLength = bytes;
  };
}

function readApplicationProtocols(reader: ByteReader): (hello: ClientHello) => void {
  const list = new ByteReader(reader.bytes(reader.uint16()));
  const protocols: string[] = [];
  while (list.remaining > 0 && !list.overrun) protocols.push(latin1(list.bytes(list.uint8())));
  if (list.overrun) reader.fail();
  return (hello) => {
    hello.applicationProtocols = protocols;
  };
}

function readSupportedVersions(reader: ByteReader): (hello: ClientHello) => void {
  const offered = readPairList(reader, 'one-byte-length').filter((id) => !isGrease(id));
  return (hello) => {
    hello.versionIds = offered.toSorted((left, right) => right - left);
    hello.versions = hello.versionIds.map(tlsVersionName);
    hello.versionsListed = true;
  };
}

function readPairList(reader: ByteReader, length: 'one-byte-length' | 'two-byte-length'): number[] {
  const list = reader.bytes(length === 'one-byte-length' ? reader.uint8() : reader.uint16());
  if (list.length % 2 !== 0) reader.fail();
  return pairs(list);
}

/** SSLv2 framing (RFC 5246 appendix E.2): a two-byte length, then type, version and three-byte suites. */
function readSslV2(bytes: Uint8Array): ClientHelloReading {
  if (bytes.length >= 3 && bytes[2] !== clientHelloMessage)
    return { kind: 'not-tls', looksLike: 'unknown' };
  if (bytes.length < recordHeaderBytes) return needMore(recordHeaderBytes);
  const legacyVersionId = uint16(bytes, 3);
  if (legacyVersionId !== tlsVersion.ssl2 && legacyVersionId >> 8 !== 3)
    return { kind: 'not-tls', looksLike: 'unknown' };
  const byteLength = (uint16(bytes, 0) & 0x7fff) + 2;
  if (byteLength > clientHelloCapBytes) return malformed('hello-too-long');
  if (bytes.length < byteLength) return needMore(byteLength);
  const reader = new ByteReader(bytes.subarray(recordHeaderBytes, byteLength));
  const suitesLength = reader.uint16();
  const sessionIdLength = reader.uint16();
  reader.uint16();
  const suites = reader.bytes(suitesLength);
  if (reader.overrun) return malformed('hello-truncated');
  if (suites.length % 3 !== 0) return malformed('suites-odd-length');
  const framing = { recordVersionId: legacyVersionId, recordCount: 1, byteLength };
  const hello = emptyHello('sslv2', legacyVersionId, framing);
  hello.sessionIdLength = sessionIdLength;
  hello.suites = sslV2Suites(suites);
  return { kind: 'client-hello', hello, byteLength };
}

function sslV2Suites(suites: Uint8Array): RegistryValue[] {
  const values: RegistryValue[] = [];
  for (let at = 0; at + 2 < suites.length; at += 3) {
    const id = uint24(suites, at);
    // Only suites with a leading zero exist in TLS; the others belong to SSL 2.0 itself.
    values.push(id <= 0xffff ? cipherSuite(id) : { id, name: `SSL 2.0 0x${id.toString(16)}` });
  }
  return values;
}

function uint16(bytes: ArrayLike<number>, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function uint24(bytes: ArrayLike<number>, at: number): number {
  return ((bytes[at] ?? 0) << 16) | uint16(bytes, at + 1);
}

function pairs(bytes: Uint8Array): number[] {
  const values: number[] = [];
  for (let at = 0; at + 1 < bytes.length; at += 2) values.push(uint16(bytes, at));
  return values;
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
