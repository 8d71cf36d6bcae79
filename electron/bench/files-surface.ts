/**
 * The files as the doors see them. Nothing is loaded and nothing listens before somebody asks; passwords leave masked
 * unless they are revealed, and that is recorded.
 */
import { createReadStream } from 'node:fs';
import type { NetworkAddress } from '../../shared/api/bench-contract.ts';
import {
  type AskRequest,
  defaultFileSettings,
  type FileServerName,
  type FileSettings,
  type FilesState,
  type FirmwareSignature,
  fileSettings,
  type OfferRequest,
  type ReceivedFile,
  type SignatureScheme,
  type StoredFile,
  type TransferOffer,
  type TransferState,
} from '../../shared/api/files-contract.ts';
import type { Outcome, Problem } from '../../shared/api/problem.ts';
import type { FrameRecorder } from '../../shared/record/frame.ts';
import type { CertificateView } from '../../shared/security/certificate-rules.ts';
import type { FileDesk } from './files/file-desk.ts';
import type { Transfer } from './files/transfers.ts';
import type { BenchAuthorities } from './pki/bench-authorities.ts';
import { certificateView } from './pki/certificate-view.ts';
import type { SettingStore } from './store/settings.ts';
import { serverTlsOptions } from './wire/tls-policy.ts';

export interface FilesSurface {
  state(): Promise<FilesState>;
  /** What is absent stays. Problem: `passive-ports-wrong`. */
  putSettings(patch: Partial<FileSettings>): Promise<Outcome<FilesState>>;
  start(server: FileServerName): Promise<FilesState>;
  stop(server: FileServerName): Promise<FilesState>;
  firmware(): Promise<StoredFile[]>;
  addFirmware(name: string, content: AsyncIterable<Uint8Array>): Promise<Outcome<StoredFile>>;
  generateFirmware(name: string, bytes: number): Promise<Outcome<StoredFile>>;
  deleteFirmware(id: string): Promise<boolean>;
  signFirmware(id: string, scheme: SignatureScheme): Promise<Outcome<FirmwareSignature>>;
  manufacturerRoots(): Promise<{ family: 'rsa' | 'ecdsa'; certificate: CertificateView }[]>;
  offer(request: OfferRequest): Promise<Outcome<TransferOffer>>;
  ask(request: AskRequest): Promise<Outcome<TransferOffer>>;
  transfers(): Promise<TransferState[]>;
  transfer(id: string): Promise<Outcome<TransferState>>;
  deleteTransfer(id: string): Promise<boolean>;
  revealTransfer(id: string): Promise<Outcome<TransferState>>;
  received(): Promise<ReceivedFile[]>;
  receivedContent(id: string): Promise<Outcome<File>>;
  deleteReceived(id: string): Promise<boolean>;
}

export interface FilesParts {
  /** `files` in the data folder. */
  directory: string;
  store: SettingStore;
  authorities: BenchAuthorities;
  recorder: FrameRecorder;
  addresses(): NetworkAddress[];
  hostName(): string;
  /** Says more of a problem with a port, where one of the bench's own parts has it. */
  explainPort?(problem: Problem, place: { host: string; port: number }): Promise<Problem>;
  moved(): void;
  onError(error: unknown): void;
}

/** What the rest of the bench needs beside the surface. */
export interface Files {
  surface: FilesSurface;
  /** The bytes of a firmware file, read when they are asked for; empty when it is not there. */
  firmwareContent(id: string): AsyncIterable<Uint8Array>;
  refreshCertificates(): Promise<void>;
  /** The servers that listen now; opens nothing. */
  listening(): Promise<{ name: string; host: string; port: number }[]>;
  close(): Promise<void>;
}

const settingName = 'file-settings';

function readSettings(store: SettingStore): FileSettings {
  const stored = store.read(settingName);
  const merged = { ...defaultFileSettings, ...(typeof stored === 'object' ? stored : {}) };
  const parsed = fileSettings.safeParse(merged);
  // A value that an older program wrote and this one does not know: start from the defaults.
  return parsed.success ? parsed.data : defaultFileSettings;
}

function recordTransfer(recorder: FrameRecorder, transfer: Transfer, status: string): void {
  const { id, kind, offered, uploads, protocol, peer, station, covered } = transfer;
  const names = offered ? [offered.name] : [...uploads.keys()];
  const bytes = offered
    ? covered.total()
    : [...uploads.values()].reduce((sum, slot) => sum + slot.bytes, 0);
  recorder.append({
    role: 'bench',
    kind: 'file-transfer',
    ...(station === undefined ? {} : { station }),
    detail: {
      transfer: id,
      direction: offered ? 'download' : 'upload',
      content: kind,
      status,
      protocol: protocol ?? '',
      peer: peer ?? '',
      names,
      bytes,
    },
  });
}

export function createFiles(parts: FilesParts): Files {
  const { store, authorities, recorder, moved } = parts;
  let settings: FileSettings | undefined;
  let opening: Promise<FileDesk> | undefined;

  const current = (): FileSettings => {
    settings ??= readSettings(store);
    return settings;
  };

  function desk(): Promise<FileDesk> {
    opening ??= import('./files/file-desk.ts').then(({ openFileDesk }) =>
      openFileDesk({
        ...parts,
        settings: current,
        tlsOptions: () => tlsOptionsOf(parts),
        firmwareSigner: authorities.firmwareSigner,
        nowMs: Date.now,
        started: (transfer) => recordTransfer(recorder, transfer, 'started'),
        ended: (transfer) => recordTransfer(recorder, transfer, transfer.outcome),
      }),
    );
    return opening;
  }

  async function state(): Promise<FilesState> {
    return { servers: (await desk()).servers.states(), settings: current() };
  }

  async function putSettings(patch: Partial<FileSettings>): Promise<Outcome<FilesState>> {
    const before = current();
    const parsed = fileSettings.safeParse({ ...before, ...patch });
    if (!parsed.success) return { ok: false, problem: { code: 'passive-ports-wrong' } };
    settings = parsed.data;
    store.write(settingName, settings);
    await (await desk()).servers.applySettings(before);
    moved();
    return { ok: true, value: await state() };
  }

  async function transferOf(
    id: string,
    show: (desk: FileDesk, transfer: Transfer) => TransferState,
  ): Promise<Outcome<TransferState>> {
    const opened = await desk();
    const transfer = opened.book.get(id);
    if (transfer === undefined) {
      return { ok: false, problem: { code: 'transfer-unknown', where: id } };
    }
    return { ok: true, value: show(opened, transfer) };
  }

  const surface: FilesSurface = {
    state,
    putSettings,
    async start(server) {
      await (await desk()).servers.start(server);
      return state();
    },
    async stop(server) {
      await (await desk()).servers.stop(server);
      return state();
    },
    firmware: async () => (await desk()).firmware.list(),
    addFirmware: async (name, content) => (await desk()).addFirmware(name, content),
    generateFirmware: async (name, bytes) => (await desk()).generateFirmware(name, bytes),
    deleteFirmware: async (id) => (await desk()).deleteFirmware(id),
    signFirmware: async (id, scheme) => (await desk()).sign(id, scheme),
    manufacturerRoots: () => manufacturerRoots(authorities),
    offer: async (request) => (await desk()).offer(request),
    ask: async (request) => (await desk()).ask(request),
    async transfers() {
      const opened = await desk();
      return opened.book.list().map((transfer) => opened.state(transfer, { masked: true }));
    },
    transfer: (id) =>
      transferOf(id, (opened, transfer) => opened.state(transfer, { masked: true })),
    deleteTransfer: async (id) => (await desk()).book.remove(id),
    revealTransfer: (id) =>
      transferOf(id, (opened, transfer) => {
        const detail = { what: 'transfer', transfer: id } as const;
        recorder.append({ role: 'bench', kind: 'secret-revealed', detail });
        return opened.state(transfer, { masked: false });
      }),
    received: async () => (await desk()).received.list(),
    receivedContent: async (id) => (await desk()).receivedContent(id),
    deleteReceived: async (id) => (await desk()).deleteReceived(id),
  };

  return {
    surface,
    async *firmwareContent(id) {
      const { firmware } = await desk();
      if (await firmware.get(id)) yield* createReadStream(firmware.pathOf(id));
    },
    async listening() {
      const ports = (await opening)?.servers.ports() ?? new Map<string, number>();
      return [...ports].map(([name, port]) => ({ name, host: current().host, port }));
    },
    async refreshCertificates() {
      await (await opening)?.servers.refreshCertificates();
    },
    async close() {
      await (await opening)?.close();
    },
  };
}

/** As a listener on the bench's policy has it, with certificates of their own. */
async function tlsOptionsOf({ authorities, addresses, hostName }: FilesParts) {
  const identities = await authorities.serverIdentities({
    listener: 'files',
    hostName: hostName(),
    addresses: ['localhost', ...addresses().map(({ address }) => address)],
  });
  const identity = ({ certificatePem, chainPem, privateKeyPem }: typeof identities.rsa) => ({
    certPem: certificatePem + chainPem,
    keyPem: privateKeyPem,
  });
  return serverTlsOptions({
    identities: { rsa: identity(identities.rsa), ecdsa: identity(identities.ecdsa) },
    policy: 'bench',
    tls13: true,
    legacyTls: false,
    clientCertificate: 'never',
    trustedRootsPem: [],
  });
}

async function manufacturerRoots(authorities: BenchAuthorities) {
  const families = ['rsa', 'ecdsa'] as const;
  const pems = await Promise.all(families.map((family) => authorities.manufacturerRootPem(family)));
  return families.flatMap((family, index) => {
    const certificate = certificateView(pems[index] ?? '');
    return certificate ? [{ family, certificate }] : [];
  });
}
