/** Details of one frame: what it says, its bytes, what the judges say, its pair, the handshake of its connection. */
import { ActionIcon, Badge, Button, Group, Tabs, Text, Tooltip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { FrameDetail } from '../../../../shared/api/frames-contract.ts';
import { orpc } from '../../../app/api-client.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { summaryOf } from '../../../components/frame-list/frame-summary.ts';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import texts from '../../../components/text.module.css';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { detailsWords as words } from '../words.ts';
import styles from './details-panel.module.css';
import { FrameContent } from './frame-content.tsx';
import { Handshake } from './handshake.tsx';
import { Judgements } from './judgements.tsx';
import { Pair } from './pair.tsx';
import { RawContent } from './raw-content.tsx';

/** Running through the list with a key held down must not ask for every frame on the way. */
const settleMs = 60;

const tabs = ['content', 'raw', 'judgements', 'pair', 'handshake'] as const;
type Tab = (typeof tabs)[number];

const isTab = (value: string | null): value is Tab => tabs.some((tab) => tab === value);

function Head({
  frame,
  capture,
  onClose,
}: {
  frame: FrameDetail | undefined;
  capture: string | undefined;
  onClose: () => void;
}) {
  return (
    <header className={styles.head}>
      <div className={styles.title}>
        <Text component="h2" fw={600} size="sm" lineClamp={3}>
          {frame === undefined
            ? words.panel
            : visibleText(frame.action ?? (frame.kind === 'message' ? '' : summaryOf(frame))) ||
              words.title(frame.seq)}
        </Text>
        {frame !== undefined && (
          <Group gap="xs" className={styles.facts}>
            <span>{words.title(frame.seq)}</span>
            <TimeText at={frame.at} as="exact" />
            {frame.connection !== undefined && (
              <Link
                className={texts.link}
                to="/attempts/$capture/$connection"
                params={{ capture: capture ?? 'live', connection: String(frame.connection) }}
                search={{ run: frame.run }}
                title={words.autopsy}
              >
                {words.connection(frame.connection)}
              </Link>
            )}
            {frame.messageId !== undefined && <code>{visibleText(frame.messageId)}</code>}
          </Group>
        )}
      </div>
      <Tooltip label={words.close}>
        <ActionIcon aria-label={words.close} onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </Tooltip>
    </header>
  );
}

function Masked({
  frame,
  capture,
  onReveal,
}: {
  frame: FrameDetail;
  capture: string | undefined;
  onReveal: (frame: FrameDetail) => void;
}) {
  const reveal = useMutation(
    orpc.frames.reveal.mutationOptions({ onSuccess: (revealed) => onReveal(revealed) }),
  );
  if (reveal.isError) return <ProblemAlert error={reveal.error} />;
  return (
    <div className={styles.note}>
      <span>{words.masked}</span>
      <Tooltip label={words.revealHint}>
        <Button
          variant="default"
          size="compact-xs"
          loading={reveal.isPending}
          onClick={() =>
            reveal.mutate({ seq: frame.seq, ...(capture === undefined ? {} : { capture }) })
          }
        >
          {words.reveal}
        </Button>
      </Tooltip>
    </div>
  );
}

function TabLabel({ tab, frame }: { tab: Tab; frame: FrameDetail }) {
  const count = tab === 'judgements' ? frame.judgements.length : 0;
  return (
    <Tabs.Tab
      value={tab}
      rightSection={
        count > 0 ? (
          <Badge size="xs" variant="light" color="gray" circle>
            {count}
          </Badge>
        ) : undefined
      }
    >
      {words.tabs[tab]}
    </Tabs.Tab>
  );
}

function Foot({ frame }: { frame: FrameDetail }) {
  return (
    <footer className={styles.foot}>
      <span className={styles.hash}>
        {words.evidence} <code>{frame.lineSha256}</code>
      </span>
      <CopyButton value={frame.lineSha256} label={words.copyEvidence} />
    </footer>
  );
}

export function DetailsPanel({
  seq,
  capture,
  onClose,
  onGoTo,
}: {
  seq: number;
  capture: string | undefined;
  onClose: () => void;
  onGoTo: (seq: number) => void;
}) {
  const [settled] = useDebouncedValue(seq, settleMs);
  const [tab, setTab] = useState<Tab>('content');
  const [revealed, setRevealed] = useState<FrameDetail>();
  const query = useQuery(
    orpc.frames.get.queryOptions({
      input: { seq: settled, ...(capture === undefined ? {} : { capture }) },
      placeholderData: keepPreviousData,
      staleTime: 1_000,
      gcTime: 30_000,
    }),
  );
  const frame = revealed?.seq === query.data?.seq ? revealed : query.data;

  return (
    <section className={styles.panel} aria-label={words.panel}>
      <Head frame={frame} capture={capture} onClose={onClose} />
      {query.isError && (
        <div className={styles.body}>
          <ProblemAlert title={words.failed} error={query.error} />
        </div>
      )}
      {query.isPending && <div className={styles.body}>{words.loading}</div>}
      {frame !== undefined && !query.isError && (
        <>
          {frame.masked && (
            <Masked key={frame.seq} frame={frame} capture={capture} onReveal={setRevealed} />
          )}
          {revealed?.seq === frame.seq && <div className={styles.note}>{words.revealed}</div>}
          {frame.tampered && <div className={styles.note}>{words.tampered}</div>}
          <Tabs
            className={styles.tabs}
            value={tab}
            onChange={(value) => isTab(value) && setTab(value)}
          >
            <Tabs.List>
              {tabs.map((name) => (
                <TabLabel key={name} tab={name} frame={frame} />
              ))}
            </Tabs.List>
            <Tabs.Panel value="content" className={styles.body} tabIndex={0}>
              <FrameContent frame={frame} />
            </Tabs.Panel>
            <Tabs.Panel value="raw" className={styles.body} tabIndex={0}>
              <RawContent key={frame.seq} frame={frame} />
            </Tabs.Panel>
            <Tabs.Panel value="judgements" className={styles.body} tabIndex={0}>
              <Judgements judgements={frame.judgements} />
            </Tabs.Panel>
            <Tabs.Panel value="pair" className={styles.body} tabIndex={0}>
              <Pair frame={frame} onGoTo={onGoTo} />
            </Tabs.Panel>
            <Tabs.Panel value="handshake" className={styles.body} tabIndex={0}>
              <Handshake frame={frame} onGoTo={onGoTo} />
            </Tabs.Panel>
          </Tabs>
          <Foot frame={frame} />
        </>
      )}
    </section>
  );
}
