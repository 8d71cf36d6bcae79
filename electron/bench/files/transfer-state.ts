/** A transfer as the doors see it. Shapes only. */
import type { TransferState, TransferUrl } from '../../../shared/api/files-contract.ts';
import { filesIn, uploadedBytes } from './transfer-place.ts';
import type { Transfer } from './transfers.ts';

export interface StateFacts {
  masked: boolean;
  isExpired: boolean;
  urls: TransferUrl[];
}

const at = (timeMs: number): string => new Date(timeMs).toISOString();

export function transferState(transfer: Transfer, facts: StateFacts): TransferState {
  const { outcome, totalBytes, startedAtMs, endedAtMs, protocol, peer, station } = transfer;
  const isFailed = outcome !== 'none' && outcome !== 'done' && transfer.active.size === 0;
  return {
    id: transfer.id,
    kind: transfer.kind,
    direction: transfer.offered ? 'download' : 'upload',
    protocols: [...transfer.protocols],
    urls: facts.urls,
    masked: facts.masked,
    status: statusOf(transfer, facts),
    bytes: transfer.offered ? transfer.covered.total() : uploadedBytes(transfer),
    attempts: transfer.attempts,
    createdAt: at(transfer.createdAtMs),
    expiresAt: at(transfer.expiresAtMs),
    files: shownFiles(transfer),
    ...(isFailed ? { problem: { code: `transfer-${outcome}` } } : {}),
    ...(totalBytes === undefined ? {} : { totalBytes }),
    ...(startedAtMs === undefined ? {} : { startedAt: at(startedAtMs) }),
    ...(endedAtMs === undefined ? {} : { endedAt: at(endedAtMs) }),
    ...(protocol === undefined ? {} : { protocol }),
    ...(peer === undefined ? {} : { peer }),
    ...(station === undefined ? {} : { station }),
  };
}

function statusOf(
  { active, outcome }: Transfer,
  { isExpired }: StateFacts,
): TransferState['status'] {
  if (active.size > 0) return 'running';
  if (outcome === 'done') return 'done';
  if (isExpired) return 'expired';
  return outcome === 'none' ? 'waiting' : 'failed';
}

function shownFiles(transfer: Transfer): TransferState['files'] {
  const { offered, uploads } = transfer;
  if (offered) return [{ name: offered.name, bytes: offered.bytes, sha256: offered.sha256 }];
  return filesIn(transfer).map(({ name, bytes }) => {
    const slot = uploads.get(name);
    return {
      name,
      bytes,
      ...(slot?.sha256 === undefined ? {} : { sha256: slot.sha256 }),
      ...(slot?.complete && slot.file !== undefined ? { received: slot.file } : {}),
    };
  });
}
