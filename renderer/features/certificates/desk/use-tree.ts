/** Fetches what the tree shows: a page of 200 at a time of each authority that is unfolded, or what fits the filter. */
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { CertificateEntry } from '../../../../shared/api/certificate-desk-schemas.ts';
import { orpc } from '../../../app/api-client.ts';
import { filteredRows, issuedByEach, noIssuer, type TreeRow, treeRows } from './tree-rows.ts';

const pageSize = 200;
/** An authority with more than this below it is folded at first. */
const unfoldedUpTo = 30;

export type TreeState = 'all' | 'expires-soon' | 'expired' | 'revoked' | 'in-use';

export interface TreeFilter {
  search: string;
  state: TreeState;
}

export interface Tree {
  rows: TreeRow[];
  /** Undefined while nothing has arrived. */
  isReady: boolean;
  error: unknown;
  retry(): void;
  fold(entry: CertificateEntry, expanded: boolean): void;
  showMore(issuer: string): void;
  /** Unfolds these authorities. Stays the same function. */
  reveal(ids: readonly string[]): void;
  isFiltered: boolean;
}

/** What is folded stays so while the page is open, also when more is issued meanwhile. */
let foldedBefore: ReadonlyMap<string, boolean> = new Map();

function foldsAtFirst(
  authorities: readonly CertificateEntry[],
  folds: ReadonlyMap<string, boolean>,
): ReadonlyMap<string, boolean> {
  const unseen = authorities.filter(({ id }) => !folds.has(id));
  if (unseen.length === 0) return folds;
  const isSmall = ({ issued }: CertificateEntry) => (issued?.total ?? 0) <= unfoldedUpTo;
  return new Map([...folds, ...unseen.map((entry) => [entry.id, isSmall(entry)] as const)]);
}

export function useTree({ search, state }: TreeFilter): Tree {
  const [folds, setFolds] = useState(foldedBefore);
  const [pages, setPages] = useState<ReadonlyMap<string, number>>(new Map());
  const isFiltered = search.trim() !== '' || state !== 'all';
  const authorities = useQuery(orpc.pki.authorities.queryOptions());
  const settled = foldsAtFirst(authorities.data ?? [], folds);
  if (settled !== folds) setFolds(settled);
  useEffect(() => {
    foldedBefore = settled;
  }, [settled]);
  const reveal = useCallback((ids: readonly string[]) => {
    setFolds((before) =>
      ids.every((id) => before.get(id) === true)
        ? before
        : new Map([...before, ...ids.map((id) => [id, true] as const)]),
    );
  }, []);
  const isExpanded = ({ id }: CertificateEntry) => settled.get(id) ?? false;

  const open = [noIssuer, ...(authorities.data ?? []).filter(isExpanded).map(({ id }) => id)];
  const wanted = open.flatMap((issuer) =>
    Array.from({ length: pages.get(issuer) ?? 1 }, (_page, index) => ({
      issuer,
      offset: index * pageSize,
    })),
  );
  const branches = useQueries({
    queries: isFiltered
      ? []
      : wanted.map(({ issuer, offset }) =>
          orpc.pki.entries.queryOptions({ input: { issuer, offset, limit: pageSize } }),
        ),
  });
  const found = useQuery({
    ...orpc.pki.entries.queryOptions({
      input: {
        limit: pageSize * (pages.get(filterPages) ?? 1),
        ...(search.trim() === '' ? {} : { search: search.trim() }),
        ...(state === 'all' ? {} : { attention: state }),
      },
    }),
    enabled: isFiltered,
    placeholderData: keepPreviousData,
  });

  const issuedBy = issuedByEach(
    authorities.data ?? [],
    branches.flatMap(({ data }, index) => {
      const issuer = wanted[index]?.issuer;
      return issuer === undefined || data === undefined ? [] : [{ issuer, ...data }];
    }),
  );
  const failed = [authorities, found, ...branches].find(({ isError }) => isError);
  const isReady =
    authorities.data !== undefined &&
    (isFiltered ? found.data !== undefined : issuedBy.has(noIssuer));
  const rows = !isReady
    ? []
    : isFiltered
      ? filteredRows(found.data ?? { entries: [], total: 0 }, authorities.data ?? [])
      : treeRows(issuedBy, isExpanded);

  return {
    rows,
    isReady,
    error: failed?.error,
    isFiltered,
    reveal,
    retry: () => void failed?.refetch(),
    fold: ({ id }, expanded) => setFolds(new Map(settled).set(id, expanded)),
    showMore: (issuer) => {
      const key = isFiltered ? filterPages : issuer;
      setPages(new Map(pages).set(key, Math.min(mostPages(isFiltered), (pages.get(key) ?? 1) + 1)));
    },
  };
}

/** Stands for the pages of what fits the filter, which is asked for in one go. */
const filterPages = 'filter';

/** One answer holds a thousand. */
const mostPages = (isFiltered: boolean): number => (isFiltered ? 1000 / pageSize : 1000);
