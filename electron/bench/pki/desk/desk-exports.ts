/**
 * Taking certificates from the desk as files. A private key leaves only when it is asked for, sealed with a passphrase
 * unless the opposite is said. Knows the desk's context; nothing of doors or of who asks.
 */
import { createPrivateKey } from 'node:crypto';
import type { ExportRequest } from '../../../../shared/api/certificate-desk-schemas.ts';
import type { Outcome } from '../../../../shared/api/problem.ts';
import { writeOctetString, writeSequence } from '../der-writer.ts';
import { writePem } from '../pem.ts';
import { seal } from '../pkcs12/password-encryption.ts';
import { writePkcs12 } from '../pkcs12/write-pkcs12.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { type DeskContext, findEntry, nameOf } from './desk-context.ts';

export interface ExportedFile {
  name: string;
  type: string;
  content: Uint8Array;
  /** The private key is in it: whoever hands it out notes that. */
  revealsKey: boolean;
}

const pemType = 'application/x-pem-file';

/** Problems: `certificate-unknown`, `certificate-without-key`, `key-passphrase-needed`. */
export async function exportCertificate(
  context: DeskContext,
  id: string,
  request: ExportRequest,
): Promise<Outcome<ExportedFile>> {
  const found = findEntry(context, id);
  if (!found.ok) return found;
  const entry = found.value;
  switch (request.format) {
    case 'pem':
      return text(entry, '.pem', entry.parsed.view.pem);
    case 'der':
      return binary(entry, '.cer', 'application/pkix-cert', entry.parsed.der);
    case 'chain':
      return text(entry, '-chain.pem', chainOf(context, entry, false));
    case 'full-chain':
      return text(entry, '-full-chain.pem', chainOf(context, entry, true));
    case 'key':
      return exportKey(context, entry, request);
    case 'pkcs12':
    case 'pkcs12-legacy':
      return exportPkcs12(context, entry, request);
  }
}

/** Leaf first, then the sub-authorities, LF line ends; a root only where it is wanted (Whitepaper A02, TLS). */
export function chainOf(context: DeskContext, entry: CatalogueEntry, withRoot: boolean): string {
  return chainEntries(context, entry, withRoot)
    .map(({ parsed }) => parsed.view.pem)
    .join('');
}

function chainEntries(
  context: DeskContext,
  entry: CatalogueEntry,
  withRoot: boolean,
): CatalogueEntry[] {
  return context.catalogue
    .path(entry)
    .filter((one) => one === entry || withRoot || one.role !== 'root');
}

async function exportKey(
  context: DeskContext,
  entry: CatalogueEntry,
  { passphrase, unencrypted }: ExportRequest,
): Promise<Outcome<ExportedFile>> {
  const key = keyDer(context, entry);
  if (!key.ok) return key;
  if (passphrase === undefined) {
    if (!unencrypted) return { ok: false, problem: { code: 'key-passphrase-needed' } };
    return text(entry, '-key.pem', writePem('PRIVATE KEY', key.value), true);
  }
  const { algorithm, sealed } = await seal(key.value, passphrase);
  const der = writeSequence(algorithm, writeOctetString(sealed));
  return text(entry, '-key.pem', writePem('ENCRYPTED PRIVATE KEY', der), true);
}

async function exportPkcs12(
  context: DeskContext,
  entry: CatalogueEntry,
  { format, passphrase, unencrypted }: ExportRequest,
): Promise<Outcome<ExportedFile>> {
  const key = keyDer(context, entry);
  if (!key.ok) return key;
  // An empty passphrase is how PKCS#12 goes without one.
  if (passphrase === undefined && !unencrypted) {
    return { ok: false, problem: { code: 'key-passphrase-needed' } };
  }
  const content = await writePkcs12({
    certificates: chainEntries(context, entry, true).map(({ parsed }) => parsed.der),
    privateKey: key.value,
    passphrase: passphrase ?? '',
    friendlyName: nameOf(entry),
    forOldReaders: format === 'pkcs12-legacy',
  });
  return binary(entry, '.p12', 'application/x-pkcs12', content, true);
}

/** PKCS#8. */
function keyDer(context: DeskContext, entry: CatalogueEntry): Outcome<Uint8Array> {
  const pem = context.catalogue.privateKeyPem(entry);
  if (pem === undefined) {
    return { ok: false, problem: { code: 'certificate-without-key', where: nameOf(entry) } };
  }
  return { ok: true, value: createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' }) };
}

function text(
  entry: CatalogueEntry,
  ending: string,
  content: string,
  revealsKey = false,
): Outcome<ExportedFile> {
  return binary(entry, ending, pemType, Buffer.from(content, 'latin1'), revealsKey);
}

function binary(
  entry: CatalogueEntry,
  ending: string,
  type: string,
  content: Uint8Array,
  revealsKey = false,
): Outcome<ExportedFile> {
  return { ok: true, value: { name: `${fileName(entry)}${ending}`, type, content, revealsKey } };
}

/** Names come from certificates: only what every file system takes. */
function fileName(entry: CatalogueEntry): string {
  const plain = nameOf(entry)
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80);
  return plain === '' ? 'certificate' : plain;
}
