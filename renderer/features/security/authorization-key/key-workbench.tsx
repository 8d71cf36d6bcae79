/** The AuthorizationKey workbench of one station: enter or generate a key, see it judged, set it, compare with what was sent. */

import { Button, Group, Stack, Text, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import { notifyProblem } from '../../../components/notify-problem.ts';
import { Panel } from '../../../components/panel.tsx';
import texts from '../../../components/text.module.css';
import { usePutStation } from '../use-put-station.ts';
import { Comparison } from './comparison.tsx';
import { EditionLines } from './edition-lines.tsx';
import { generatedKey, type KeyDraft, readKeyDraft } from './key-draft.ts';
import { KeyFields } from './key-fields.tsx';
import { workbenchWords as words } from './words.ts';

function Generators({ onGenerated }: { onGenerated: (form: 'binary' | 'printable') => void }) {
  return (
    <>
      <Tooltip label={words.generateHint}>
        <Button variant="default" onClick={() => onGenerated('binary')}>
          {words.generate}
        </Button>
      </Tooltip>
      <Tooltip label={words.generatePrintableHint}>
        <Button variant="default" onClick={() => onGenerated('printable')}>
          {words.generatePrintable}
        </Button>
      </Tooltip>
    </>
  );
}

export function KeyWorkbench({ station }: { station: StationState }) {
  const emptyDraft: KeyDraft = { identity: station.id, field: 'hex', value: '' };
  const [draft, setDraft] = useState(emptyDraft);
  const put = usePutStation(station.id);
  const reading = readKeyDraft(draft);
  const key = reading.kind === 'key' ? reading.forms : undefined;
  const store = (authorizationKeyHex: string | null, said: string) =>
    put.mutate(
      { authorizationKeyHex },
      {
        onSuccess: () => {
          setDraft(emptyDraft);
          notifications.show({ color: 'green', message: said });
        },
        onError: notifyProblem,
      },
    );
  return (
    <>
      <Panel title={words.title}>
        <Stack gap="sm">
          <Text size="sm">{words.intro}</Text>
          <KeyFields draft={draft} station={station.id} onChange={setDraft} />
          <Group gap="xs">
            <Button
              disabled={key === undefined}
              loading={put.isPending}
              onClick={() => key && store(key.hex, words.setNow)}
            >
              {words.set}
            </Button>
            <Generators onGenerated={(form) => setDraft(generatedKey(draft.identity, form))} />
            {station.hasAuthorizationKey && (
              <Button
                variant="default"
                disabled={put.isPending}
                onClick={() => store(null, words.removed)}
              >
                {words.remove}
              </Button>
            )}
          </Group>
          <Text size="xs" className={texts.quiet}>
            {words.sendHint}
          </Text>
          {key !== undefined && <EditionLines bytes={key.bytes} />}
        </Stack>
      </Panel>
      <Comparison station={station} draftHex={key?.hex} />
    </>
  );
}
