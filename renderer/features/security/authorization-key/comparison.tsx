/** Compares the key with what a charge point sent, in the bench: a pasted header or a refused attempt. */

import {
  Button,
  Checkbox,
  Group,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RefusedAttempt, StationState } from '../../../../shared/api/csms-contract.ts';
import { explainConnectionFailure } from '../../../../shared/security/connection-words.ts';
import { benchClient, orpc } from '../../../app/api-client.ts';
import { formatDateTime, type TimeDisplay } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import texts from '../../../components/text.module.css';
import { useTimeDisplay } from '../../../components/time-text.tsx';
import { MistakeList } from './mistake-list.tsx';
import { RevealedAttempt } from './revealed-attempt.tsx';
import { comparisonWords as words } from './words.ts';

type Source = keyof typeof words.sources;

function useComparison(station: string) {
  return useMutation({
    // A header is a secret: it must not stay in a cache.
    gcTime: 0,
    mutationFn: ({
      source,
      header,
      seq,
      keyHex,
    }: {
      source: Source;
      header: string;
      seq: number | undefined;
      keyHex: string | undefined;
    }) => {
      const key = keyHex === undefined ? {} : { authorizationKeyHex: keyHex };
      return source === 'attempt' && seq !== undefined
        ? benchClient.csms.compareAttempt({ seq, ...key })
        : benchClient.csms.compareCredentials({ id: station, authorization: header, ...key });
    },
  });
}

function attemptLabel(attempt: RefusedAttempt, display: TimeDisplay): string {
  const at = formatDateTime(attempt.at, display);
  return words.attemptOf(at, explainConnectionFailure(attempt).title);
}

function Result({ comparison }: { comparison: ReturnType<typeof useComparison> }) {
  if (comparison.isError) return <ProblemAlert error={comparison.error} />;
  if (comparison.data === undefined) return null;
  const { mistakes } = comparison.data;
  return (
    <div role="status">
      {mistakes.length === 0 ? (
        <Text size="sm" fw={600}>
          {words.match}
        </Text>
      ) : (
        <MistakeList mistakes={mistakes} />
      )}
    </div>
  );
}

export function Comparison({
  station,
  draftHex,
}: {
  station: StationState;
  draftHex: string | undefined;
}) {
  const [source, setSource] = useState<Source>('attempt');
  const [header, setHeader] = useState('');
  const [picked, setPicked] = useState<number>();
  const [withDraft, setWithDraft] = useState(false);
  const comparison = useComparison(station.id);
  const display = useTimeDisplay();
  const attempts = (useQuery(orpc.csms.attempts.queryOptions()).data ?? []).filter(
    (attempt) => attempt.station === station.id && attempt.credentials !== undefined,
  );
  const attempt = attempts.find(({ seq }) => seq === picked) ?? attempts[0];
  const keyHex = withDraft ? draftHex : undefined;
  const ready = source === 'header' ? header.trim() !== '' : attempt !== undefined;
  const sent = source === 'attempt' && attempt?.credentials?.passwordBytes !== undefined;
  return (
    <Panel title={words.title}>
      <Stack gap="sm">
        <Text size="sm">{words.intro}</Text>
        <SegmentedControl
          size="xs"
          aria-label={words.source}
          style={{ alignSelf: 'flex-start' }}
          value={source}
          onChange={(value) => {
            setSource(value === 'header' ? 'header' : 'attempt');
            comparison.reset();
          }}
          data={[
            { value: 'attempt', label: words.sources.attempt },
            { value: 'header', label: words.sources.header },
          ]}
        />
        {source === 'header' && (
          <TextInput
            label={words.header}
            description={words.headerHint}
            autoComplete="off"
            spellCheck={false}
            classNames={{ input: texts.wire ?? '' }}
            value={header}
            onChange={(event) => setHeader(event.currentTarget.value)}
          />
        )}
        {source === 'attempt' && attempt === undefined && (
          <Text size="sm" className={texts.quiet}>
            {words.noAttempts}
          </Text>
        )}
        {source === 'attempt' && attempt !== undefined && (
          <Select
            label={words.attempt}
            allowDeselect={false}
            value={String(attempt.seq)}
            data={attempts.map((one) => ({
              value: String(one.seq),
              label: attemptLabel(one, display),
            }))}
            onChange={(value) => {
              setPicked(Number(value));
              comparison.reset();
            }}
          />
        )}
        {draftHex !== undefined && (
          <Checkbox
            size="xs"
            label={words.withDraft}
            checked={withDraft}
            onChange={(event) => setWithDraft(event.currentTarget.checked)}
          />
        )}
        <Group gap="xs">
          <Button
            variant="default"
            disabled={!ready}
            loading={comparison.isPending}
            onClick={() => comparison.mutate({ source, header, seq: attempt?.seq, keyHex })}
          >
            {words.compare}
          </Button>
        </Group>
        <Result comparison={comparison} />
        {sent && attempt !== undefined && <RevealedAttempt key={attempt.seq} seq={attempt.seq} />}
      </Stack>
    </Panel>
  );
}
