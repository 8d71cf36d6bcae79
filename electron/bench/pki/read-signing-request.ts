/**
 * Reads a signing request however it came: PEM with odd line ends or labels, bare base64, damaged. Says how it came, what
 * it asks for and whether its key made its signature. Never throws on what a peer sends; judges nothing.
 */
import { createHash } from 'node:crypto';
import type {
  RequestForm,
  SigningRequestView,
} from '../../../shared/api/signing-requests-contract.ts';
import {
  type CertificateExtension,
  readAlternativeNames,
  readBasicConstraints,
  readExtendedKeyUsage,
  readExtensions,
  readKeyUsage,
} from './certificate-extensions.ts';
import { describeKey } from './certificate-view.ts';
import {
  childrenOf,
  type DerElement,
  derTag,
  readBitString,
  readElement,
  readElements,
  readObjectIdentifier,
  toHex,
} from './der.ts';
import { readDistinguishedName } from './distinguished-name.ts';
import { writePem } from './pem.ts';
import { readSignatureAlgorithm } from './signature-algorithm.ts';
import { isSigned, readPublicKey } from './signing-request.ts';

/** What could be read of a request. */
export interface ReadableRequest {
  view: SigningRequestView;
  /** SPKI DER. */
  publicKeyDer: Uint8Array;
  der: Uint8Array;
  /** Whether the signature over the request was made with its own key; `unknown` for keys OpenSSL does not know. */
  possession: 'proved' | 'failed' | 'unknown';
}

export interface ReadSigningRequest {
  form: RequestForm;
  request?: ReadableRequest;
  /** Why there is none; for engineers. */
  unreadable?: string;
}

/** OCPP allows 5500 characters; nobody needs this many, and what lies beyond is not read. */
export const readCharacters = 65_536;
const shownExtensions = 100;

/** Reads the text of `csr`. */
export function readSigningRequest(text: string): ReadSigningRequest {
  const { form, der } = unwrap(text);
  if (der === undefined) return { form, unreadable: 'no CERTIFICATE REQUEST block' };
  try {
    return { form, request: readRequest(der) };
  } catch (error) {
    // Damaged bytes are expected input here, and our reader throws on them.
    return { form, unreadable: error instanceof Error ? error.message : '' };
  }
}

/** The request as a file that every tool reads: PEM, the usual label, LF. */
export function requestPem({ der }: Pick<ReadableRequest, 'der'>): string {
  return writePem('CERTIFICATE REQUEST', der);
}

function lineEndingsOf(text: string): RequestForm['lineEndings'] {
  const crlf = text.split('\r\n').length - 1;
  const lf = text.split('\n').length - 1 - crlf;
  const cr = text.split('\r').length - 1 - crlf;
  const kinds = [crlf, lf, cr].filter((count) => count > 0).length;
  if (kinds > 1) return 'mixed';
  if (crlf > 0) return 'crlf';
  if (lf > 0) return 'lf';
  if (cr > 0) return 'cr';
  return /\\n/.test(text) ? 'escaped' : 'none';
}

const anyBlock = /-----BEGIN ([A-Za-z0-9 ]{1,60})-----([^-]*)-----END \1-----/g;

function fromBase64(body: string): Uint8Array | undefined {
  const compact = body.replace(/\\r|\\n|\s/g, '');
  if (compact === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return undefined;
  return new Uint8Array(Buffer.from(compact, 'base64'));
}

function unwrap(whole: string): { form: RequestForm; der?: Uint8Array } {
  const text = whole.slice(0, readCharacters);
  const found = [...text.matchAll(anyBlock)].map(([all, label = '', body = '']) => ({
    ...{ all, label, body },
  }));
  const isUsual = ({ label }: { label: string }) => /^(NEW )?CERTIFICATE REQUEST$/.test(label);
  const block = found.find(isUsual) ?? found[0];
  const form: RequestForm = {
    characters: [...whole].length,
    kind: 'none',
    label: block?.label ?? '',
    lineEndings: lineEndingsOf(text.trimEnd()),
    surrounded: block !== undefined && text.replace(/\\n/g, ' ').trim() !== block.all.trim(),
    blocks: found.length,
  };
  if (block !== undefined) {
    const der = fromBase64(block.body);
    const kind = isUsual(block) ? 'pem' : 'other-label';
    return { form: { ...form, kind }, ...(der === undefined ? {} : { der }) };
  }
  // One of the two lines around it may be missing.
  const der = fromBase64(text.replace(/-----[A-Z ]*-----/g, ''));
  if (der === undefined || der[0] !== derTag.sequence) return { form };
  return { form: { ...form, kind: 'der-base64' }, der };
}

const extensionRequest = '1.2.840.113549.1.9.14';

/** RFC 2986 §4. Throws DerError. */
function readRequest(bytes: Uint8Array): ReadableRequest {
  const whole = readElement(bytes);
  const [info, algorithm, signatureBits] = childrenOf(whole, derTag.sequence);
  const [, subject, publicKeyInfo, attributeSet] = childrenOf(info, derTag.sequence);
  const publicKeyDer = new Uint8Array(publicKeyInfo?.bytes ?? []);
  const publicKey = readPublicKey(publicKeyDer);
  const signature = readSignatureAlgorithm(algorithm);
  const signed = info?.bytes ?? new Uint8Array();
  const isProved =
    publicKey !== undefined && isSigned(signed, readBitString(signatureBits), publicKey, signature);
  const attributes = readAttributes(attributeSet);
  return {
    der: new Uint8Array(whole.bytes),
    publicKeyDer,
    possession: publicKey === undefined ? 'unknown' : isProved ? 'proved' : 'failed',
    view: {
      subject: readDistinguishedName(subject),
      key:
        publicKey === undefined
          ? { algorithm: 'unknown', bits: null, curve: null }
          : describeKey(publicKey),
      signature,
      keyFingerprintSha256: toHex(createHash('sha256').update(publicKeyDer).digest()),
      bytes: whole.bytes.length,
      ...attributes,
    },
  };
}

type Asked = Pick<
  SigningRequestView,
  | 'attributes'
  | 'extensions'
  | 'alternativeNames'
  | 'keyUsage'
  | 'extendedKeyUsage'
  | 'wantsAuthority'
>;

/** Throws DerError; single extensions that cannot be read are listed and otherwise left aside. */
function readAttributes(set: DerElement | undefined): Asked {
  const attributes = set === undefined ? [] : readElements(set.content);
  const parts = attributes.map((attribute) => childrenOf(attribute, derTag.sequence));
  const names = parts.map(([oid]) => readObjectIdentifier(oid));
  const wanted = parts[names.indexOf(extensionRequest)]?.[1];
  const all = wanted === undefined ? [] : readExtensions(wanted);
  return {
    attributes: names.slice(0, shownExtensions),
    extensions: all.slice(0, shownExtensions).map(({ oid, critical, value }) => ({
      ...{ oid, critical, bytes: value.length },
    })),
    alternativeNames: orElse(() => readAlternativeNames(all).slice(0, shownExtensions), []),
    keyUsage: orElse(() => readKeyUsage(all), null),
    extendedKeyUsage: orElse(() => readExtendedKeyUsage(all), null),
    wantsAuthority: wantsAuthority(all),
  };
}

function wantsAuthority(extensions: readonly CertificateExtension[]): boolean {
  return orElse(() => readBasicConstraints(extensions).isCertificateAuthority, false);
}

function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    // What is asked for is only shown; an extension that cannot be read is not given either.
    return otherwise;
  }
}
