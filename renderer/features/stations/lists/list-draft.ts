/**
 * The local authorisation list as it is edited, and what has to be sent of it. Pure; knows no screen.
 * OCPP 1.6 §5.15: a full update replaces the list, a differential one changes or, without idTagInfo, removes entries.
 */
import type { LocalListState } from '../../../../shared/api/csms-station-contract.ts';

export interface DraftEntry {
  /** Stays the same while the id tag is being written. */
  key: number;
  idTag: string;
  status: string;
  expiryDate?: string | undefined;
  parentIdTag?: string | undefined;
}

export interface ListEntry {
  idTag: string;
  idTagInfo?: { status: string; expiryDate?: string; parentIdTag?: string };
}

export function draftOf(list: LocalListState): readonly DraftEntry[] {
  return list.entries.map(({ idTag, idTagInfo }, key) => ({
    key,
    idTag,
    status: idTagInfo?.status ?? 'Accepted',
    expiryDate: idTagInfo?.expiryDate,
    parentIdTag: idTagInfo?.parentIdTag,
  }));
}

function entryOf({ idTag, status, expiryDate, parentIdTag }: DraftEntry): ListEntry {
  return {
    idTag: idTag.trim(),
    idTagInfo: {
      status,
      ...(expiryDate === undefined ? {} : { expiryDate }),
      ...(parentIdTag === undefined || parentIdTag === '' ? {} : { parentIdTag }),
    },
  };
}

export function fullList(draft: readonly DraftEntry[]): readonly ListEntry[] {
  return draft.map(entryOf);
}

const sameTag = (left: string, right: string): boolean =>
  left.toLowerCase() === right.toLowerCase();

function sameInfo(left: ListEntry['idTagInfo'], right: DraftEntry): boolean {
  return (
    left?.status === right.status &&
    (left.expiryDate ?? '') === (right.expiryDate ?? '') &&
    (left.parentIdTag ?? '') === (right.parentIdTag ?? '')
  );
}

/** What differs from the list that was accepted: changed and new entries, then removals. */
export function listChanges(
  list: LocalListState,
  draft: readonly DraftEntry[],
): readonly ListEntry[] {
  const changed = draft.filter((entry) => {
    const before = list.entries.find(({ idTag }) => sameTag(idTag, entry.idTag.trim()));
    // Members that the contract lets be undefined are compared as if they were absent.
    return before === undefined || !sameInfo(before.idTagInfo as ListEntry['idTagInfo'], entry);
  });
  const removed = list.entries.filter(
    ({ idTag }) => !draft.some((entry) => sameTag(entry.idTag.trim(), idTag)),
  );
  return [...changed.map(entryOf), ...removed.map(({ idTag }) => ({ idTag }))];
}

export type DraftProblem = { kind: 'empty' } | { kind: 'doubled'; idTag: string };

/** Why the draft cannot be sent. */
export function draftProblem(draft: readonly DraftEntry[]): DraftProblem | undefined {
  const seen = new Set<string>();
  for (const { idTag } of draft) {
    const name = idTag.trim().toLowerCase();
    if (name === '') return { kind: 'empty' };
    if (seen.has(name)) return { kind: 'doubled', idTag };
    seen.add(name);
  }
  return undefined;
}

/** The next version after everything that is known of. */
export function nextVersion({ reportedVersion = 0, sentVersion = 0 }: LocalListState): number {
  return Math.max(reportedVersion, sentVersion, 0) + 1;
}
