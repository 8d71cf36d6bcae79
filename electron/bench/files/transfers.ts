/**
 * The book of transfers: what may be fetched or brought, by whom, until when, and how far it is. In memory: a transfer
 * ends with the run, what was received stays on the shelf. Knows no protocol, no socket and no file.
 */
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { FileProtocol, TransferKind } from '../../../shared/api/files-contract.ts';
import { type CoveredBytes, createCoveredBytes } from './covered-bytes.ts';
import type { TransferFailure } from './file-errors.ts';
import { randomName } from './transfer-names.ts';

/** A file that is up for download. */
export interface Offered {
  name: string;
  path: string;
  bytes: number;
  sha256: string;
  modifiedMs: number;
}

export interface TransferRequest {
  kind: TransferKind;
  protocols: readonly FileProtocol[];
  /** Absent for an upload. */
  offered?: Offered;
  /** Name in the URL of an upload; without it the charge point chooses. */
  uploadName?: string;
  /** All files of an upload together. */
  maxBytes: number;
  credentials: 'never' | 'ftp-only' | 'always';
  /** Any password will do. */
  withoutPassword: boolean;
  /** Found without its folder, right after the login. */
  atRoot: boolean;
  /** The port is left out of the URLs: something in between leads the usual one here. */
  withoutPort: boolean;
  /** Address or name that the charger is to use. */
  address?: string;
  station?: string;
  expiresAtMs: number;
}

/** One file of an upload. */
export interface UploadSlot {
  /** Id on the shelf, of the draft as of the complete file. */
  file?: string;
  complete: boolean;
  busy: boolean;
  bytes: number;
  sha256?: string;
  modifiedMs: number;
}

export interface Transfer extends TransferRequest {
  id: string;
  /** The folder chargers see; hard to guess. */
  folder: string;
  user: string;
  password: string;
  createdAtMs: number;
  uploads: Map<string, UploadSlot>;
  covered: CoveredBytes;
  totalBytes?: number;
  active: Set<Attempt>;
  attempts: number;
  outcome: 'none' | 'done' | TransferFailure;
  protocol?: FileProtocol;
  peer?: string;
  startedAtMs?: number;
  endedAtMs?: number;
}

/** One connection's try; `end` once. */
export interface Attempt {
  /** Something moved on: tell those who watch. */
  progress(): void;
  end(outcome: 'done' | 'partly' | TransferFailure): void;
  /** Ends it from outside; the attempt then ends with `transfer-ended`. */
  cut(): void;
}

export interface Login {
  user: string;
  password: string;
}

export interface TransferBook {
  add(request: TransferRequest): Transfer;
  /** The newest first. */
  list(): Transfer[];
  get(id: string): Transfer | undefined;
  remove(id: string): boolean;
  isExpired(transfer: Transfer): boolean;
  /** The transfers that a login opens over a protocol; those that ask for none when it opens no other. */
  visibleTo(protocol: FileProtocol, login: Login | undefined): Transfer[];
  /** The transfers of this protocol that ask for a login. */
  locked(protocol: FileProtocol): Transfer[];
  /** Ends everything that runs. */
  endAll(): void;
  begin(transfer: Transfer, by: { protocol: FileProtocol; peer: string; cut(): void }): Attempt;
}

export interface TransferEvents {
  moved(): void;
  started?(transfer: Transfer): void;
  ended?(transfer: Transfer): void;
}

const folderCharacters = 16;
const userCharacters = 8;
const passwordCharacters = 20;
/** Ended transfers beyond this many are forgotten, the oldest first. */
const keptTransfers = 500;

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** In constant time, so that a password cannot be found out letter by letter. */
function isSame(left: string, right: string): boolean {
  return timingSafeEqual(digest(left), digest(right));
}

/** Whether a login is asked for over this protocol. */
export function needsLogin({ credentials }: TransferRequest, protocol: FileProtocol): boolean {
  if (credentials === 'ftp-only') return protocol.startsWith('ftp');
  return credentials === 'always';
}

/** Whether a login is the one of a transfer that asks for it. */
function isLoginOf(transfer: Transfer, { user, password }: Login): boolean {
  if (!isSame(user, transfer.user)) return false;
  return transfer.withoutPassword || isSame(password, transfer.password);
}

export function createTransferBook(events: TransferEvents, nowMs: () => number): TransferBook {
  const transfers = new Map<string, Transfer>();

  const isExpired = (transfer: Transfer) => nowMs() >= transfer.expiresAtMs;
  const open = () => [...transfers.values()].filter((transfer) => !isExpired(transfer));

  function forgetOldest(): void {
    for (const [id, { active }] of transfers) {
      if (transfers.size <= keptTransfers) return;
      if (active.size === 0) transfers.delete(id);
    }
  }

  function end(transfer: Transfer, attempt: Attempt, outcome: 'done' | 'partly' | TransferFailure) {
    if (!transfer.active.delete(attempt)) return;
    if (outcome !== 'partly') transfer.outcome = outcome;
    transfer.endedAtMs = nowMs();
    events.moved();
    if (transfer.active.size === 0 && outcome !== 'partly') events.ended?.(transfer);
  }

  return {
    add(request) {
      const transfer: Transfer = {
        ...request,
        id: randomUUID(),
        folder: randomName(folderCharacters),
        user: randomName(userCharacters),
        password: randomName(passwordCharacters),
        createdAtMs: nowMs(),
        uploads: new Map(),
        covered: createCoveredBytes(),
        totalBytes: request.offered?.bytes,
        active: new Set(),
        attempts: 0,
        outcome: 'none',
      };
      transfers.set(transfer.id, transfer);
      forgetOldest();
      events.moved();
      return transfer;
    },
    list: () => [...transfers.values()].reverse(),
    get: (id) => transfers.get(id),
    remove(id) {
      const transfer = transfers.get(id);
      if (transfer === undefined) return false;
      transfers.delete(id);
      for (const attempt of [...transfer.active]) attempt.cut();
      events.moved();
      return true;
    },
    isExpired,
    endAll() {
      for (const { active } of transfers.values()) {
        for (const attempt of [...active]) attempt.cut();
      }
    },
    visibleTo(protocol, login) {
      const served = open().filter(({ protocols }) => protocols.includes(protocol));
      const own = served.filter(
        (transfer) =>
          login !== undefined && needsLogin(transfer, protocol) && isLoginOf(transfer, login),
      );
      return own.length > 0 ? own : served.filter((transfer) => !needsLogin(transfer, protocol));
    },
    locked: (protocol) =>
      open().filter(
        (transfer) => transfer.protocols.includes(protocol) && needsLogin(transfer, protocol),
      ),
    begin(transfer, { protocol, peer, cut }) {
      const attempt: Attempt = {
        progress: events.moved,
        end: (outcome) => end(transfer, attempt, outcome),
        cut() {
          attempt.end('transfer-ended');
          cut();
        },
      };
      transfer.active.add(attempt);
      transfer.attempts += 1;
      transfer.protocol = protocol;
      transfer.peer = peer;
      transfer.startedAtMs ??= nowMs();
      transfer.endedAtMs = undefined;
      events.moved();
      events.started?.(transfer);
      return attempt;
    },
  };
}
