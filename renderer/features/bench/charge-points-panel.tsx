/** The emulated charge points: a list with live state, and the way to add or change one. */

import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ChargePointState } from '../../../shared/api/charge-points-contract.ts';
import { orpc } from '../../app/api-client.ts';
import { EditingDialog, useEditing } from '../../components/editing-dialog.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Panel } from '../../components/panel.tsx';
import texts from '../../components/text.module.css';
import { draftOfChargePoint, newChargePointDraft } from './charge-point-draft.ts';
import { ChargePointForm } from './charge-point-form.tsx';
import { ChargePointItem } from './charge-point-item.tsx';
import { chargePointFormWords, chargePointsWords as words } from './charge-point-words.ts';

/** More emulated charge points than these come from scripts and are looked at on the Stations screen. */
const shownChargePoints = 25;

function ChargePoints({
  chargePoints,
  onChange,
}: {
  chargePoints: readonly ChargePointState[];
  onChange: (chargePoint: ChargePointState) => void;
}) {
  if (chargePoints.length === 0) {
    return (
      <div>
        <Text fw={600}>{words.emptyTitle}</Text>
        <Text size="sm" className={texts.quiet}>
          {words.emptyText}
        </Text>
      </div>
    );
  }
  const hidden = chargePoints.length - shownChargePoints;
  return (
    <>
      <ul className={texts.list}>
        {chargePoints.slice(0, shownChargePoints).map((chargePoint) => (
          <ChargePointItem
            key={chargePoint.id}
            chargePoint={chargePoint}
            onChange={() => onChange(chargePoint)}
          />
        ))}
      </ul>
      {hidden > 0 && (
        <Text size="sm" mt="sm" className={texts.quiet}>
          {words.more(hidden)}
        </Text>
      )}
    </>
  );
}

export function ChargePointsPanel() {
  const query = useQuery(orpc.chargePoints.list.queryOptions());
  const editing = useEditing<ChargePointState>();
  const chargePoints = query.data ?? [];
  const taken = chargePoints.map(({ id }) => id);
  const online = chargePoints.filter(({ status }) => status === 'connected').length;
  return (
    <Panel
      title={words.title}
      note={chargePoints.length > 0 ? words.online(online, chargePoints.length) : undefined}
      actions={
        <Button
          variant="default"
          aria-label={words.addLong}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={editing.add}
        >
          {words.add}
        </Button>
      }
    >
      <Loaded query={query} lines={3}>
        {(loaded) => <ChargePoints chargePoints={loaded} onChange={editing.change} />}
      </Loaded>
      <EditingDialog
        editing={editing}
        size="lg"
        addTitle={chargePointFormWords.addTitle}
        changeTitle={({ id }) => chargePointFormWords.changeTitle(id)}
      >
        {(existing) =>
          existing === undefined ? (
            <ChargePointForm
              initial={newChargePointDraft(taken)}
              taken={taken}
              onDone={editing.close}
            />
          ) : (
            <ChargePointForm
              initial={draftOfChargePoint(existing)}
              existing={existing}
              taken={[]}
              onDone={editing.close}
            />
          )
        }
      </EditingDialog>
    </Panel>
  );
}
