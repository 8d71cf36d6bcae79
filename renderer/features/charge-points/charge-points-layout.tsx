/** What both screens of emulated charge points share: the list at the left and the dialog that adds one. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import type { ChargePointState } from '../../../shared/api/charge-points-contract.ts';
import { orpc } from '../../app/api-client.ts';
import { useShortcutHelp } from '../../app/keyboard-help.tsx';
import { useSearchKey } from '../../app/use-search-key.ts';
import { EditingDialog, useEditing } from '../../components/editing-dialog.tsx';
import styles from '../../components/list-and-detail.module.css';
import { Loaded } from '../../components/loaded.tsx';
import screen from '../../components/screen.module.css';
import texts from '../../components/text.module.css';
import { ChargePointList } from './list/charge-point-list.tsx';
import { newChargePointDraft } from './settings/charge-point-draft.ts';
import { ChargePointForm } from './settings/charge-point-form.tsx';
import { chargePointFormWords as formWords } from './settings/words.ts';
import { listShortcuts, listWords as words } from './words.ts';

export function ChargePointsLayout({
  selected,
  adds = false,
  children,
}: {
  /** Identity of the one at the right. */
  selected?: string;
  /** The address asks for the dialog that adds one. */
  adds?: boolean;
  children: (add: () => void) => ReactNode;
}) {
  const query = useQuery(orpc.chargePoints.list.queryOptions());
  const editing = useEditing<ChargePointState>();
  const navigate = useNavigate();
  const search = useRef<HTMLInputElement>(null);
  useShortcutHelp(listShortcuts);
  useSearchKey(search);
  const { add } = editing;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `add` is another function with every rendering
  useEffect(() => {
    if (!adds) return;
    add();
    void navigate({ to: '/charge-points', replace: true });
  }, [adds, navigate]);
  const taken = (query.data ?? []).map(({ id }) => id);
  const show = (id: string) => {
    editing.close();
    void navigate({ to: '/charge-points/$chargePointId', params: { chargePointId: id } });
  };
  return (
    <div className={screen.filling}>
      <h1 className={texts.hidden}>{words.title}</h1>
      <div className={styles.parts}>
        <div className={styles.list}>
          <Loaded query={query} lines={8}>
            {(known) => (
              <ChargePointList
                chargePoints={known}
                selected={selected}
                search={search}
                onAdd={editing.add}
              />
            )}
          </Loaded>
        </div>
        <div className={styles.detail}>{children(editing.add)}</div>
      </div>
      <EditingDialog
        editing={editing}
        size="lg"
        addTitle={formWords.addTitle}
        changeTitle={({ id }) => formWords.changeTitle(id)}
      >
        {() => (
          <ChargePointForm
            initial={newChargePointDraft(taken)}
            taken={taken}
            onDone={(id) => (id === undefined ? editing.close() : show(id))}
          />
        )}
      </EditingDialog>
    </div>
  );
}
