/**
 * Reads the handshake messages of TLS that pass in clear, in both directions: ServerHello, certificates, requests for
 * one, alerts. A pure observer over bytes for listeners that record handshakes in full; decides and keeps nothing.
 */
import type { RegistryValue, TlsMessageFacts } from '../../../shared/record/connection-facts.ts';
import {
  cipherSuite,
  namedGroup,
  signatureScheme,
  tlsAlert,
  tlsVersionName,
} from '../../../shared/security/tls-registry.ts';
import { DerError, readElement } from '../pki/der.ts';
import { readDistinguishedName } from '../pki/distinguished-name.ts';
import { ByteReader } from './byte-reader.ts';
import type { Direction } from './tls-records.ts';

/** Called for each message with its bytes; of what is encrypted there are none. */
export type OnTlsMessage = (direction: Direction, facts: TlsMessageFacts, bytes: Buffer) => void;

export interface TlsMessages {
  feed(direction: Direction, chunk: Buffer): void;
}

const recordHeaderBytes = 5;
const messageHeaderBytes = 4;
/** A record holds at most 16 KiB and some overhead (RFC 8446 §5.2). */
const mostRecordBytes = 16 * 1024 + 2048;
/** OpenSSL takes chains up to 100 KiB by default; nobody honest sends more. */
const mostMessageBytes = 128 * 1024;
/** A handshake has about ten, with renegotiations some more; a flood of alerts must not fill the record. */
const mostMessages = 100;
/** The longest message in the smallest fragments that can be agreed on (RFC 6066 §4); many tiny ones cost time. */
const mostRecords = 400;

const recordType = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 };
const messageType = { serverHello: 2, certificate: 11, certificateRequest: 13 };
const fatalLevel = 2;
/** The random value that marks a HelloRetryRequest (RFC 8446 §4.1.3). */
const helloRetryRandom = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c';
const extension = { supportedVersions: 43, keyShare: 51 };

interface DirectionState {
  waiting: Buffer;
  handshake: Buffer;
  records: number;
  isEncrypted: boolean;
  isOver: boolean;
}

function newState(): DirectionState {
  return {
    waiting: Buffer.alloc(0),
    handshake: Buffer.alloc(0),
    records: 0,
    isEncrypted: false,
    isOver: false,
  };
}

function giveUp(state: DirectionState): void {
  Object.assign(state, newState(), { isOver: true });
}

/** Follows one connection until both directions are encrypted or are no TLS. */
export function followTlsMessages(onMessage: OnTlsMessage): TlsMessages {
  const states = { in: newState(), out: newState() };
  let told = 0;

  function tell(direction: Direction, facts: TlsMessageFacts, bytes: Buffer): void {
    told += 1;
    if (told <= mostMessages) onMessage(direction, facts, bytes);
    else for (const state of [states.in, states.out]) giveUp(state);
  }

  function onHandshake(direction: Direction, state: DirectionState, content: Buffer): void {
    state.handshake = Buffer.concat([state.handshake, content]);
    while (state.handshake.length >= messageHeaderBytes) {
      const length = state.handshake.readUIntBE(1, 3);
      if (length > mostMessageBytes) {
        tell(direction, { message: 'unreadable', type: state.handshake[0] ?? 0 }, Buffer.alloc(0));
        state.isOver = true;
        return;
      }
      const whole = messageHeaderBytes + length;
      if (state.handshake.length < whole) return;
      const bytes = Buffer.from(state.handshake.subarray(0, whole));
      state.handshake = state.handshake.subarray(whole);
      const facts = readTlsMessage(bytes);
      if (facts !== undefined) tell(direction, facts, bytes);
    }
  }

  function onRecord(
    direction: Direction,
    state: DirectionState,
    type: number,
    content: Buffer,
  ): void {
    const isClearAlert = content.length === 2 && !state.isEncrypted;
    if (type === recordType.alert && isClearAlert) {
      const [level = 0, number = 0] = content;
      const facts = { level: level === fatalLevel ? 'fatal' : 'warning' } as const;
      tell(direction, { message: 'alert', ...facts, ...tlsAlert(number) }, Buffer.from(content));
    } else if (type === recordType.alert) {
      tell(direction, { message: 'encrypted-alert' }, Buffer.alloc(0));
    } else if (type === recordType.changeCipherSpec) {
      // TLS 1.3 sends one that means nothing; there the handshake goes on in records of application data.
      state.isEncrypted = true;
    } else if (type === recordType.handshake && !state.isEncrypted) {
      onHandshake(direction, state, content);
    } else if (type === recordType.applicationData) {
      tell(direction, { message: 'encrypted' }, Buffer.alloc(0));
      state.isOver = true;
    }
  }

  function feed(direction: Direction, chunk: Buffer): void {
    const state = states[direction];
    if (state.isOver) return;
    state.waiting = Buffer.concat([state.waiting, chunk]);
    while (state.waiting.length >= recordHeaderBytes && !state.isOver) {
      const type = state.waiting[0] ?? 0;
      const length = state.waiting.readUInt16BE(3);
      const isRecord = type >= 20 && type <= 23 && state.waiting[1] === 3;
      if (!isRecord || length > mostRecordBytes) {
        state.isOver = true;
        break;
      }
      const end = recordHeaderBytes + length;
      if (state.waiting.length < end) return;
      const content = state.waiting.subarray(recordHeaderBytes, end);
      state.waiting = state.waiting.subarray(end);
      state.records += 1;
      if (state.records > mostRecords) {
        state.isOver = true;
        break;
      }
      onRecord(direction, state, type, content);
    }
    if (state.isOver) giveUp(state);
  }

  return { feed };
}

/** Reads one handshake message with its header; undefined for messages that tell an autopsy nothing. */
export function readTlsMessage(bytes: Uint8Array): TlsMessageFacts | undefined {
  const [type = 0] = bytes;
  const reader = new ByteReader(bytes.subarray(messageHeaderBytes));
  const facts = readers.get(type)?.(reader);
  return facts !== undefined && reader.overrun ? { message: 'unreadable', type } : facts;
}

const readers: ReadonlyMap<number, (reader: ByteReader) => TlsMessageFacts> = new Map([
  [messageType.serverHello, readServerHello],
  [messageType.certificate, readCertificate],
  [messageType.certificateRequest, readCertificateRequest],
]);

function readServerHello(reader: ByteReader): TlsMessageFacts {
  const legacyVersion = reader.uint16();
  const random = Buffer.from(reader.bytes(32)).toString('hex');
  reader.bytes(reader.uint8());
  const suite = cipherSuite(reader.uint16());
  const compressionMethod = reader.uint8();
  const extensions: number[] = [];
  let version = legacyVersion;
  let group: RegistryValue | undefined;
  const list = new ByteReader(reader.remaining > 0 ? reader.bytes(reader.uint16()) : reader.rest());
  while (list.remaining > 0 && !list.overrun) {
    const id = list.uint16();
    const content = new ByteReader(list.bytes(list.uint16()));
    extensions.push(id);
    if (id === extension.supportedVersions) version = content.uint16();
    if (id === extension.keyShare) group = namedGroup(content.uint16());
  }
  if (list.overrun) reader.fail();
  return {
    message: 'server-hello',
    version: tlsVersionName(version),
    suite,
    compressionMethod,
    extensions,
    ...(group === undefined ? {} : { group }),
    ...(random === helloRetryRandom ? { helloRetry: true as const } : {}),
  };
}

/** The layout of TLS 1.2 and before; in TLS 1.3 the message is encrypted and never gets here. */
function readCertificate(reader: ByteReader): TlsMessageFacts {
  const list = new ByteReader(reader.bytes(uint24(reader)));
  const chain: string[] = [];
  while (list.remaining > 0 && !list.overrun) {
    chain.push(Buffer.from(list.bytes(uint24(list))).toString('base64'));
  }
  if (list.overrun) reader.fail();
  return { message: 'certificate', certificates: chain.length, chain };
}

function readCertificateRequest(reader: ByteReader): TlsMessageFacts {
  const certificateTypes = [...reader.bytes(reader.uint8())];
  // TLS 1.1 and before have no signature algorithms here: then the rest is the list of names alone.
  const first = reader.bytes(reader.uint16());
  const hasNames = reader.remaining > 0;
  const schemes = new ByteReader(hasNames ? first : new Uint8Array(0));
  const names = new ByteReader(hasNames ? reader.bytes(reader.uint16()) : first);
  const signatureSchemes: RegistryValue[] = [];
  while (schemes.remaining > 1) signatureSchemes.push(signatureScheme(schemes.uint16()));
  const authorities: string[] = [];
  while (names.remaining > 0 && !names.overrun) {
    authorities.push(nameText(names.bytes(names.uint16())));
  }
  if (names.overrun) reader.fail();
  return { message: 'certificate-request', certificateTypes, signatureSchemes, authorities };
}

function nameText(der: Uint8Array): string {
  try {
    return readDistinguishedName(readElement(der)).text;
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return `#${Buffer.from(der).toString('hex')}`;
  }
}

function uint24(reader: ByteReader): number {
  const high = reader.uint8();
  return (high << 16) | reader.uint16();
}
