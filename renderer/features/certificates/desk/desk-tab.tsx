/** The desk: the tree of authorities at the left, the chosen certificate at the right, what can be done above. */
import { Button, NativeSelect, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { orpc } from '../../../app/api-client.ts';
import { useShortcutHelp } from '../../../app/keyboard-help.tsx';
import { useSearchKey } from '../../../app/use-search-key.ts';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import texts from '../../../components/text.module.css';
import styles from '../certificates.module.css';
import { deskShortcuts, treeWords as words } from '../words.ts';
import { CertificateTree } from './certificate-tree.tsx';
import { type DeskAction, DeskActions, DeskDialogs } from './desk-actions.tsx';
import { EntryPane } from './entry-pane.tsx';
import { ExpiryBanner } from './expiry-banner.tsx';
import { type Tree, type TreeState, useTree } from './use-tree.ts';

const states: readonly TreeState[] = ['all', 'in-use', 'expires-soon', 'expired', 'revoked'];
const searchDelayMs = 200;

function TreeMessage({ tree, clear }: { tree: Tree; clear: () => void }) {
  if (tree.error !== undefined && tree.error !== null) {
    return (
      <Stack gap="xs" align="flex-start">
        <ProblemAlert title={words.failed} error={tree.error} />
        <Button variant="default" onClick={tree.retry}>
          {words.again}
        </Button>
      </Stack>
    );
  }
  if (!tree.isReady) {
    return (
      <Stack gap="xs" role="status" aria-busy="true" aria-label={words.loading}>
        <Skeleton height={18} />
        <Skeleton height={18} width="70%" />
        <Skeleton height={18} width="60%" />
      </Stack>
    );
  }
  if (tree.rows.length > 0) return null;
  return (
    <div className={styles.nothing}>
      <Text size="sm">{words.nothing}</Text>
      <Button mt="xs" variant="default" onClick={clear}>
        {words.clear}
      </Button>
    </div>
  );
}

/** Whichever way a certificate was opened, what stands above it is unfolded. */
function useUnfolded(selected: string | undefined, reveal: Tree['reveal']): void {
  const detail = useQuery({
    ...orpc.pki.entry.queryOptions({ input: { id: selected ?? '' } }),
    enabled: selected !== undefined,
  });
  // As one text, so that an answer that says the same does not unfold again what was folded meanwhile.
  const above = JSON.stringify(detail.data?.path.slice(1).map(({ id }) => id) ?? []);
  useEffect(() => {
    // What was written in the line above.
    reveal(JSON.parse(above) as string[]);
  }, [above, reveal]);
}

export function DeskTab() {
  const { entry: selected } = useSearch({ from: '/certificates' });
  const navigate = useNavigate();
  const [search, setSearch] = useState('');
  const [state, setState] = useState<TreeState>('all');
  const [active, setActive] = useState(selected);
  const [action, setAction] = useState<DeskAction>();
  const [wanted] = useDebouncedValue(search, searchDelayMs);
  const tree = useTree({ search: wanted, state });
  const searchField = useRef<HTMLInputElement>(null);
  const pane = useRef<HTMLElement>(null);
  useShortcutHelp(deskShortcuts);
  useSearchKey(searchField);
  useEffect(() => {
    if (selected !== undefined) setActive(selected);
  }, [selected]);
  useUnfolded(selected, tree.reveal);

  const open = (entry: string | undefined) =>
    void navigate({
      to: '/certificates',
      hash: 'desk',
      search: entry === undefined ? {} : { entry },
      replace: true,
    });
  const clear = () => {
    setSearch('');
    setState('all');
  };
  return (
    <div className={styles.desk}>
      <ExpiryBanner onShow={open} />
      <div className={styles.toolbar}>
        <TextInput
          ref={searchField}
          className={styles.search}
          aria-label={words.search}
          placeholder={words.searchHint}
          maxLength={200}
          spellCheck={false}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <NativeSelect
          aria-label={words.state}
          value={state}
          data={states.map((value) => ({ value, label: words.states[value] }))}
          onChange={(event) => {
            const chosen = states.find((one) => one === event.currentTarget.value);
            setState(chosen ?? 'all');
          }}
        />
        <DeskActions onAction={setAction} />
      </div>
      <div className={styles.parts} data-open={selected !== undefined || undefined}>
        <div className={styles.tree}>
          <TreeMessage tree={tree} clear={clear} />
          {tree.rows.length > 0 && (
            <CertificateTree
              rows={tree.rows}
              selected={selected}
              active={active}
              onSelect={open}
              onActive={setActive}
              onFold={tree.fold}
              onMore={tree.showMore}
              onOpen={() => pane.current?.focus()}
              onLeave={() => open(undefined)}
            />
          )}
          {selected === undefined && (
            <Text size="xs" className={texts.quiet}>
              {words.choose} {words.intro}
            </Text>
          )}
        </div>
        {selected !== undefined && (
          <EntryPane
            key={selected}
            id={selected}
            pane={pane}
            onOpen={open}
            onClose={() => open(undefined)}
            onAction={setAction}
          />
        )}
      </div>
      <DeskDialogs action={action} onOpen={open} onClose={() => setAction(undefined)} />
    </div>
  );
}
