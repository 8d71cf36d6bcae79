/**
 * Files as they were handed in, and what the bench found in them. Knows PEM armour only; what is in a file, the bench says.
 */
import type {
  CertificateDetail,
  ImportRequest,
} from '../../../../shared/api/certificate-desk-schemas.ts';

export type FileContent = ImportRequest['files'][number]['content'];

export interface HandedFile {
  /** Two files may have the same name. */
  id: string;
  name: string;
  content: FileContent;
}

export type InspectedCertificate = Pick<CertificateDetail, 'certificate' | 'rules'> & {
  hasPrivateKey: boolean;
};

export const largestFileBytes = 2_000_000;
export const mostFiles = 20;

/** Bytes of a file as the contract carries them: PEM as text, anything else in Base64. */
export function contentOfBytes(bytes: Uint8Array): FileContent {
  const latin = Array.from(bytes.subarray(0, 4096), (byte) => String.fromCharCode(byte)).join('');
  if (/-----BEGIN /.test(latin)) return { text: new TextDecoder('latin1').decode(bytes) };
  return { base64: base64Of(bytes) };
}

function base64Of(bytes: Uint8Array): string {
  let binary = '';
  // In parts, because a call takes only so many arguments.
  for (let start = 0; start < bytes.length; start += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(binary);
}

const keyBlock = /-----BEGIN ((?:[A-Z]+ )*PRIVATE KEY)-----[\s\S]*?-----END \1-----/g;

/** The private keys in PEM that a file has, as they stand there. */
export function keyBlocks(content: FileContent): string[] {
  return 'text' in content ? [...content.text.matchAll(keyBlock)].map(([block]) => block) : [];
}

/**
 * All certificates and PEM keys of all files in one text, so that the bench can say which belong together. Undefined
 * when a single file has them all.
 */
export function joinedText(
  files: readonly { content: FileContent; certificates: readonly InspectedCertificate[] }[],
): string | undefined {
  if (files.length < 2) return undefined;
  const parts = files.flatMap(({ content, certificates }) => [
    ...certificates.map(({ certificate }) => certificate.pem),
    ...keyBlocks(content),
  ]);
  return parts.length === 0 ? undefined : parts.map((part) => part.trim()).join('\n');
}

/** Rules of a certificate that fail and are more than a remark. */
export const weightyFaults = ({ rules }: Pick<InspectedCertificate, 'rules'>): number =>
  rules.filter(({ state, severity }) => state === 'fails' && severity !== 'info').length;

export function requestOfImport(
  files: readonly HandedFile[],
  passphrase: string,
  name: string,
): ImportRequest {
  return {
    files: files.map((file) => ({ name: file.name, content: file.content })),
    ...(passphrase === '' ? {} : { passphrase }),
    ...(name.trim() === '' ? {} : { name: name.trim() }),
  };
}
