/**
 * Writes a ClientHello byte by byte, so that versions and suites can be asked for which the TLS library would refuse
 * to offer. A pure function; knows no sockets and cannot go on with a handshake.
 */
import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { tlsVersion } from '../../../shared/security/tls-registry.ts';

/** What is offered. Numbers of the TLS registries throughout. */
export interface HelloOffer {
  /** The highest version; TLS 1.3 offers nothing below it. */
  versionId: number;
  suiteIds: readonly number[];
  /** Sent as SNI; an address or an empty text sends none (RFC 6066 §3). */
  serverName?: string;
  /** `[0]`, which is none, when left out. */
  compressionMethods?: readonly number[];
}

const extension = {
  serverName: 0,
  supportedGroups: 10,
  pointFormats: 11,
  signatureAlgorithms: 13,
  extendedMasterSecret: 23,
  supportedVersions: 43,
  keyShare: 51,
  renegotiationInfo: 0xff01,
} as const;

const x25519 = 0x001d;
/** x25519, P-256, P-384, P-521, P-224 and the brainpool curves: whatever a server certificate may stand on. */
const groups = [x25519, 0x0017, 0x0018, 0x0019, 0x0015, 0x001a, 0x001b, 0x001c];
const signatures = [
  ...[0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b],
  ...[0x0401, 0x0501, 0x0601, 0x0301, 0x0303, 0x0201, 0x0203, 0x0202],
];

function uint16(value: number): Buffer {
  return Buffer.from([(value >> 8) & 0xff, value & 0xff]);
}

function numbers(values: readonly number[]): Buffer {
  return Buffer.concat(values.map(uint16));
}

/** Content behind its own length in one or two bytes. */
function sized(lengthBytes: 1 | 2, content: Buffer): Buffer {
  const length = lengthBytes === 1 ? Buffer.from([content.length]) : uint16(content.length);
  return Buffer.concat([length, content]);
}

function withType(type: number, content: Buffer): Buffer {
  return Buffer.concat([uint16(type), sized(2, content)]);
}

function nameExtension(serverName: string): Buffer[] {
  if (serverName === '' || isIP(serverName) !== 0) return [];
  const name = Buffer.concat([Buffer.from([0]), sized(2, Buffer.from(serverName, 'latin1'))]);
  return [withType(extension.serverName, sized(2, name))];
}

/** The public key is 32 random bytes: any are one, and no secret is ever made of it. */
function extensionsOfTls13(): Buffer[] {
  const share = Buffer.concat([uint16(x25519), sized(2, randomBytes(32))]);
  return [
    withType(extension.supportedVersions, sized(1, uint16(tlsVersion.tls13))),
    withType(extension.keyShare, sized(2, share)),
  ];
}

function extensionsOf({ versionId, serverName = '' }: HelloOffer): Buffer {
  const signed = versionId >= tlsVersion.tls12;
  return Buffer.concat([
    ...nameExtension(serverName),
    withType(extension.supportedGroups, sized(2, numbers(groups))),
    withType(extension.pointFormats, sized(1, Buffer.from([0]))),
    ...(signed ? [withType(extension.signatureAlgorithms, sized(2, numbers(signatures)))] : []),
    withType(extension.extendedMasterSecret, Buffer.alloc(0)),
    withType(extension.renegotiationInfo, Buffer.from([0])),
    ...(versionId === tlsVersion.tls13 ? extensionsOfTls13() : []),
  ]);
}

/** The hello as one record (RFC 5246 §7.4.1.2, RFC 8446 §4.1.2). */
export function writeClientHello(offer: HelloOffer): Buffer {
  const { versionId, suiteIds, compressionMethods = [0] } = offer;
  const sessionId = versionId === tlsVersion.tls13 ? randomBytes(32) : Buffer.alloc(0);
  const body = Buffer.concat([
    uint16(Math.min(versionId, tlsVersion.tls12)),
    randomBytes(32),
    sized(1, sessionId),
    sized(2, numbers(suiteIds)),
    sized(1, Buffer.from(compressionMethods)),
    sized(2, extensionsOf(offer)),
  ]);
  const clientHello = 1;
  const message = Buffer.concat([Buffer.from([clientHello, 0]), sized(2, body)]);
  const handshake = 22;
  // RFC 8446 §5.1: a first hello is framed as TLS 1.0, which every server takes.
  return Buffer.concat([Buffer.from([handshake, 3, 1]), sized(2, message)]);
}
