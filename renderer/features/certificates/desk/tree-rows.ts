/**
 * The rows of the tree of authorities and what they issued, in the order in which they stand on screen.
 * Pure; knows nothing of how entries are fetched or drawn.
 */
import type { CertificateEntry } from '../../../../shared/api/certificate-desk-schemas.ts';

/** Stands for the issuer of those whose issuer is not on the desk: roots and strangers. */
export const noIssuer = 'none';

export interface EntryRow {
  kind: 'entry';
  entry: CertificateEntry;
  /** From 1. */
  level: number;
  /** From 1, among those of the same issuer, and how many those are. */
  position: number;
  setSize: number;
  /** Absent for what issued nothing. */
  expanded?: boolean;
  /** With a filter: there only because something below it fits. */
  onTheWay: boolean;
}

export interface MoreRow {
  kind: 'more';
  issuer: string;
  level: number;
  position: number;
  setSize: number;
  /** How many are not shown; undefined while nothing of it has arrived. */
  left: number | undefined;
}

export type TreeRow = EntryRow | MoreRow;

/** What one issuer signed as far as it was fetched. */
export interface Issued {
  entries: readonly CertificateEntry[];
  total: number;
}

/** Key of a row for lists and element ids. */
export const rowKey = (row: TreeRow): string =>
  row.kind === 'entry' ? row.entry.id : `more:${row.issuer}`;

/**
 * What was fetched page by page, by issuer. The authorities are there from the first page on, though they end last and
 * would come last.
 */
export function issuedByEach(
  authorities: readonly CertificateEntry[],
  pages: readonly ({ issuer: string } & Issued)[],
): Map<string, Issued> {
  const issuedBy = new Map<string, Issued>();
  for (const { issuer, entries, total } of pages) {
    const before =
      issuedBy.get(issuer)?.entries ??
      authorities.filter((entry) => (entry.issuer ?? noIssuer) === issuer);
    const known = new Set(before.map(({ id }) => id));
    const added = entries.filter(({ id }) => !known.has(id));
    issuedBy.set(issuer, { entries: [...before, ...added], total });
  }
  return issuedBy;
}

const isAuthority = ({ issued }: CertificateEntry): boolean => issued !== undefined;

/** Authorities stand before what else the same issuer signed; the order is otherwise kept. */
function authoritiesFirst(entries: readonly CertificateEntry[]): CertificateEntry[] {
  return [...entries.filter(isAuthority), ...entries.filter((entry) => !isAuthority(entry))];
}

/** The tree as it is unfolded. Answers with the rows in sight, top to bottom. */
export function treeRows(
  issuedBy: ReadonlyMap<string, Issued>,
  isExpanded: (entry: CertificateEntry) => boolean,
): TreeRow[] {
  const rows: TreeRow[] = [];
  const seen = new Set<string>();
  const add = (issuer: string, level: number): void => {
    const issued = issuedBy.get(issuer);
    if (issued === undefined) {
      rows.push({ kind: 'more', issuer, level, position: 1, setSize: 1, left: undefined });
      return;
    }
    const setSize = issued.total;
    for (const [index, entry] of authoritiesFirst(issued.entries).entries()) {
      // Pages of a list that changes meanwhile may repeat an entry.
      if (seen.has(entry.id)) continue;
      seen.add(entry.id);
      const hasBelow = (entry.issued?.total ?? 0) > 0;
      const expanded = hasBelow && isExpanded(entry);
      rows.push({
        ...{ kind: 'entry', entry, level, position: index + 1, setSize, onTheWay: false },
        ...(hasBelow ? { expanded } : {}),
      });
      if (expanded) add(entry.id, level + 1);
    }
    const left = issued.total - issued.entries.length;
    if (left > 0) rows.push({ kind: 'more', issuer, level, position: setSize, setSize, left });
  };
  add(noIssuer, 1);
  return rows;
}

/** Only what fits a filter, below the authorities on the way to it; everything unfolded. */
export function filteredRows(found: Issued, authorities: readonly CertificateEntry[]): TreeRow[] {
  const known = new Map(authorities.map((entry) => [entry.id, entry]));
  const matches = new Set(found.entries.map(({ id }) => id));
  const shown = new Map<string, CertificateEntry>();
  for (const entry of found.entries) {
    for (
      let current: CertificateEntry | undefined = entry;
      current !== undefined && !shown.has(current.id);
      current = current.issuer === null ? undefined : known.get(current.issuer)
    ) {
      shown.set(current.id, current);
    }
  }
  const below = new Map<string, CertificateEntry[]>();
  for (const entry of shown.values()) {
    const issuer = entry.issuer !== null && shown.has(entry.issuer) ? entry.issuer : noIssuer;
    below.set(issuer, [...(below.get(issuer) ?? []), entry]);
  }
  const rows: TreeRow[] = [];
  const add = (issuer: string, level: number): void => {
    const entries = authoritiesFirst(below.get(issuer) ?? []);
    for (const [index, entry] of entries.entries()) {
      rows.push({
        ...{ kind: 'entry', entry, level, position: index + 1, setSize: entries.length },
        onTheWay: !matches.has(entry.id),
        ...(below.has(entry.id) ? { expanded: true } : {}),
      });
      add(entry.id, level + 1);
    }
  };
  add(noIssuer, 1);
  const left = found.total - found.entries.length;
  if (left > 0) {
    rows.push({ kind: 'more', issuer: noIssuer, level: 1, position: 1, setSize: 1, left });
  }
  return rows;
}

export type TreeStep =
  | { to: 'row'; index: number }
  | { to: 'fold'; entry: CertificateEntry; expanded: boolean }
  | undefined;

const pageRows = 10;

/** What a key does in a tree grid (WAI-ARIA): where it goes, or what it folds. `index` is the row that has the focus. */
export function treeStep(rows: readonly TreeRow[], index: number, key: string): TreeStep {
  const row = rows[index];
  const go = (wanted: number): TreeStep =>
    rows.length === 0
      ? undefined
      : { to: 'row', index: Math.min(rows.length - 1, Math.max(0, wanted)) };
  switch (key) {
    case 'ArrowDown':
      return go(index + 1);
    case 'ArrowUp':
      return go(index - 1);
    case 'PageDown':
      return go(index + pageRows);
    case 'PageUp':
      return go(index - pageRows);
    case 'Home':
      return go(0);
    case 'End':
      return go(rows.length - 1);
    case 'ArrowRight':
      if (row?.kind !== 'entry' || row.expanded === undefined) return undefined;
      return row.expanded ? go(index + 1) : { to: 'fold', entry: row.entry, expanded: true };
    case 'ArrowLeft': {
      if (row === undefined) return undefined;
      if (row.kind === 'entry' && row.expanded === true) {
        return { to: 'fold', entry: row.entry, expanded: false };
      }
      const parent = rows.findLastIndex((one, at) => at < index && one.level < row.level);
      return parent === -1 ? undefined : go(parent);
    }
    default:
      return undefined;
  }
}
