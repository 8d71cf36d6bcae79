/**
 * Everything about files in one place: the shelves, the book of transfers and the servers, put together for the doors.
 * Loaded when somebody first asks for files. Knows no OCPP and no HTTP API.
 */
import { randomBytes } from 'node:crypto';
import { createReadStream, openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TlsOptions } from 'node:tls';
import type { NetworkAddress } from '../../../shared/api/bench-contract.ts';
import {
  type AskedProtocol,
  type AskRequest,
  type FileProtocol,
  type FileSettings,
  type FirmwareSignature,
  type OfferRequest,
  type ReceivedFile,
  receivedFile,
  type SignatureScheme,
  type StoredFile,
  storedFile,
  type TransferOffer,
} from '../../../shared/api/files-contract.ts';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import type { KeyFamily, StoredIdentity } from '../pki/certificate-storage.ts';
import { familyOfScheme, signFirmware } from '../pki/firmware-signature.ts';
import { failureOf } from './file-errors.ts';
import { createFileServers, type FileServers } from './file-servers.ts';
import { type FileShelf, openShelf } from './file-shelf.ts';
import { isFileName } from './transfer-names.ts';
import { transferState } from './transfer-state.ts';
import { serverOf, transferUrls, type UrlSurroundings } from './transfer-urls.ts';
import { createTransferBook, type Transfer, type TransferBook } from './transfers.ts';

export interface FileDeskContext {
  /** `files` in the data folder; made when missing. */
  directory: string;
  settings(): FileSettings;
  addresses(): NetworkAddress[];
  hostName(): string;
  tlsOptions(): Promise<TlsOptions>;
  /** Says more of a problem with a port, where one of the bench's own parts has it. */
  explainPort?(problem: Problem, place: { host: string; port: number }): Promise<Problem>;
  firmwareSigner(family: KeyFamily): Promise<StoredIdentity>;
  nowMs(): number;
  moved(): void;
  started(transfer: Transfer): void;
  ended(transfer: Transfer): void;
  onError(error: unknown): void;
}

export interface FileDesk {
  servers: FileServers;
  book: TransferBook;
  firmware: FileShelf<StoredFile>;
  received: FileShelf<ReceivedFile>;
  /** Problems: `file-name-invalid`, `file-disk-full`, `file-storage-failed`. */
  addFirmware(name: string, content: AsyncIterable<Uint8Array>): Promise<Outcome<StoredFile>>;
  /** Random content behind a line that says what it is. */
  generateFirmware(name: string, bytes: number): Promise<Outcome<StoredFile>>;
  /** Also ends the transfers that offer it. */
  deleteFirmware(id: string): Promise<boolean>;
  /** Problem: `firmware-unknown`. */
  sign(id: string, scheme: SignatureScheme): Promise<Outcome<FirmwareSignature>>;
  /** Problems: `firmware-unknown`, `protocol-not-offered`, `file-name-invalid`, those of listening. */
  offer(request: OfferRequest): Promise<Outcome<TransferOffer>>;
  /** Problems: as `offer`. */
  ask(request: AskRequest): Promise<Outcome<TransferOffer>>;
  deleteReceived(id: string): Promise<boolean>;
  /** Problem: `received-file-unknown`. */
  receivedContent(id: string): Promise<Outcome<File>>;
  /** Ends what runs and closes every server. */
  close(): Promise<void>;
  state(transfer: Transfer, options: { masked: boolean }): ReturnType<typeof transferState>;
}

const pieceBytes = 65_536;

export async function openFileDesk(context: FileDeskContext): Promise<FileDesk> {
  const { directory, nowMs, moved, onError } = context;
  const [firmware, received] = await Promise.all([
    openShelf(join(directory, 'firmware'), storedFile),
    openShelf(join(directory, 'received'), receivedFile),
  ]);
  const book = createTransferBook(context, nowMs);
  const servers = createFileServers({
    content: { book, received, nowMs },
    ...{ settings: context.settings, tlsOptions: context.tlsOptions, moved, onError },
    ...(context.explainPort && { explainPort: context.explainPort }),
  });
  const parts: Parts = { context, firmware, book, servers };

  return {
    ...{ servers, book, firmware, received },
    addFirmware: (name, content) => addFirmware(parts, name, content),
    generateFirmware: (name, bytes) => addFirmware(parts, name, randomContent(bytes)),
    async deleteFirmware(id) {
      for (const { id: transfer, offered } of book.list()) {
        if (offered?.path === firmware.pathOf(id)) book.remove(transfer);
      }
      const removed = await firmware.remove(id);
      moved();
      return removed;
    },
    sign: (id, scheme) => sign(parts, id, scheme),
    offer: (request) => offer(parts, request),
    ask: (request) => ask(parts, request),
    async deleteReceived(id) {
      for (const { uploads } of book.list()) {
        for (const [name, { file }] of uploads) if (file === id) uploads.delete(name);
      }
      const removed = await received.remove(id);
      moved();
      return removed;
    },
    async receivedContent(id) {
      const file = await received.get(id);
      if (file === undefined) return failed('received-file-unknown', id);
      // Read as it is sent, not before.
      return { ok: true, value: new File([await openAsBlob(received.pathOf(id))], file.name) };
    },
    close() {
      book.endAll();
      return servers.close();
    },
    state: (transfer, options) =>
      transferState(transfer, {
        ...options,
        isExpired: book.isExpired(transfer),
        urls: transferUrls(transfer, surroundings(parts), options),
      }),
  };
}

interface Parts {
  context: FileDeskContext;
  firmware: FileShelf<StoredFile>;
  book: TransferBook;
  servers: FileServers;
}

function failed(code: string, where?: string): { ok: false; problem: Problem } {
  return { ok: false, problem: where === undefined ? { code } : { code, where } };
}

function surroundings({ context, servers }: Parts): UrlSurroundings {
  return {
    ports: servers.ports(),
    host: context.settings().host,
    hostName: context.hostName(),
    addresses: context.addresses(),
  };
}

async function addFirmware(
  { firmware, context }: Parts,
  name: string,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Outcome<StoredFile>> {
  if (!isFileName(name)) return failed('file-name-invalid', name);
  const draft = await firmware.draft();
  try {
    await draft.write(content, { offset: 0, maxBytes: Number.POSITIVE_INFINITY });
    const file = await firmware.commit(draft, { name });
    context.moved();
    return { ok: true, value: file };
  } catch (error) {
    await draft.discard();
    const failure = failureOf(error);
    if (failure === 'disk-full') return failed('file-disk-full', context.directory);
    if (failure === 'storage-failed') return failed('file-storage-failed', context.directory);
    throw error;
  }
}

function* randomContent(bytes: number): Generator<Uint8Array> {
  const title = Buffer.from('Benchpoint test firmware\n').subarray(0, bytes);
  yield title;
  for (let left = bytes - title.length; left > 0; left -= pieceBytes) {
    yield randomBytes(Math.min(left, pieceBytes));
  }
}

async function sign(
  { firmware, context }: Parts,
  id: string,
  scheme: SignatureScheme,
): Promise<Outcome<FirmwareSignature>> {
  const file = await firmware.get(id);
  if (file === undefined) return failed('firmware-unknown', id);
  const { privateKeyPem, certificatePem } = await context.firmwareSigner(familyOfScheme(scheme));
  const content = createReadStream(firmware.pathOf(id));
  const signature = await signFirmware(content, privateKeyPem, scheme);
  return { ok: true, value: { scheme, signature, signingCertificate: certificatePem } };
}

/** What both directions have in common: protocols that exist, servers that run. */
async function ready(
  { servers }: Parts,
  asked: readonly AskedProtocol[],
): Promise<Outcome<FileProtocol[]>> {
  const protocols: FileProtocol[] = [];
  for (const protocol of new Set(asked)) {
    if (protocol === 'sftp') return failed('protocol-not-offered', protocol);
    protocols.push(protocol);
  }
  for (const protocol of protocols) {
    const problem = await servers.start(serverOf(protocol));
    if (problem !== undefined) return { ok: false, problem };
  }
  return { ok: true, value: protocols };
}

function sharedFields(
  { context }: Parts,
  { credentials, omit, expiryMinutes, station, address }: OfferRequest | AskRequest,
) {
  const minutes = expiryMinutes ?? context.settings().expiryMinutes;
  return {
    credentials,
    withoutPassword: omit.includes('password'),
    withoutPort: omit.includes('port'),
    atRoot: omit.includes('path'),
    expiresAtMs: context.nowMs() + minutes * 60_000,
    ...(station === undefined ? {} : { station }),
    ...(address === undefined ? {} : { address }),
  };
}

async function offer(parts: Parts, request: OfferRequest): Promise<Outcome<TransferOffer>> {
  const { firmware, context } = parts;
  const file = await firmware.get(request.firmware);
  if (file === undefined) return failed('firmware-unknown', request.firmware);
  const name = request.name ?? file.name;
  if (!isFileName(name)) return failed('file-name-invalid', name);
  const protocols = await ready(parts, request.protocols);
  if (!protocols.ok) return protocols;
  const signing = request.sign === undefined ? undefined : await sign(parts, file.id, request.sign);
  if (signing?.ok === false) return signing;
  const path = firmware.pathOf(file.id);
  const { mtimeMs } = await stat(path);
  const { bytes, sha256 } = file;
  const transfer = parts.book.add({
    ...sharedFields(parts, request),
    kind: request.kind,
    protocols: protocols.value,
    maxBytes: context.settings().maxUploadBytes,
    offered: { name, path, bytes, sha256, modifiedMs: mtimeMs },
  });
  return {
    ok: true,
    value: { ...answer(parts, transfer), ...(signing ? { signing: signing.value } : {}) },
  };
}

async function ask(parts: Parts, request: AskRequest): Promise<Outcome<TransferOffer>> {
  const { name, maxBytes, kind } = request;
  if (name !== undefined && !isFileName(name)) return failed('file-name-invalid', name);
  const protocols = await ready(parts, request.protocols);
  if (!protocols.ok) return protocols;
  const limit = parts.context.settings().maxUploadBytes;
  const transfer = parts.book.add({
    ...sharedFields(parts, request),
    kind,
    protocols: protocols.value,
    maxBytes: Math.min(maxBytes ?? limit, limit),
    ...(name === undefined ? {} : { uploadName: name }),
  });
  return { ok: true, value: answer(parts, transfer) };
}

/** The only time that the whole URLs are given without being asked for: to whoever has just made them. */
function answer(parts: Parts, transfer: Transfer): TransferOffer {
  const places = surroundings(parts);
  const urls = transferUrls(transfer, places, { masked: false });
  const masked = transferUrls(transfer, places, { masked: true });
  return {
    transfer: transferState(transfer, { masked: true, isExpired: false, urls: masked }),
    location: urls[0]?.url ?? '',
    urls,
  };
}
