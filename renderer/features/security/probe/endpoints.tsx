/** Probes of endpoints: the form, the targets probed before, and the report of the one that is open. */
import { ActionIcon, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ProbeReport } from '../../../../shared/api/probe-contract.ts';
import { orpc, queryClient } from '../../../app/api-client.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { notifyProblem } from '../../../components/notify-problem.ts';
import { Panel } from '../../../components/panel.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import texts from '../../../components/text.module.css';
import { visibleText } from '../../../components/visible-text.ts';
import styles from './probe.module.css';
import { draftOf, emptyDraft, requestOf } from './probe-draft.ts';
import { ProbeForm } from './probe-form.tsx';
import { ReportPanel } from './probe-report.tsx';
import { formWords, reportWords as words } from './words.ts';

const targetKey = ({ target: { url, identity = '' } }: ProbeReport): string => `${url} ${identity}`;

const refresh = () => queryClient.invalidateQueries({ queryKey: orpc.probe.runs.key() });

function Recent({
  reports,
  onOpen,
}: {
  reports: readonly ProbeReport[];
  onOpen: (report: ProbeReport) => void;
}) {
  const forget = useMutation(
    orpc.probe.forget.mutationOptions({ onSuccess: refresh, onError: notifyProblem }),
  );
  const latest = reports.filter(
    (report, index) => reports.findIndex((one) => targetKey(one) === targetKey(report)) === index,
  );
  if (latest.length === 0) return null;
  return (
    <Panel title={formWords.recent}>
      <ul className={texts.list}>
        {latest.map((report) => (
          <li key={report.id} className={styles.recent}>
            <UnstyledButton
              className={styles.url}
              title={formWords.use(report.target.url)}
              onClick={() => onOpen(report)}
            >
              <Text size="sm" span>
                {visibleText(report.target.url)}
              </Text>
              {report.target.identity !== undefined && (
                <Text size="xs" className={texts.quiet} truncate>
                  {visibleText(report.target.identity)}
                </Text>
              )}
            </UnstyledButton>
            <ActionIcon
              size="sm"
              aria-label={formWords.forget(report.target.url)}
              onClick={() => forget.mutate({ id: report.id })}
            >
              <IconX size={14} />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Empty() {
  return (
    <div>
      <Text fw={600}>{words.emptyTitle}</Text>
      <Text size="sm" className={texts.quiet}>
        {words.emptyText}
      </Text>
    </div>
  );
}

export function Endpoints() {
  const query = useQuery(orpc.probe.runs.queryOptions());
  const [draft, setDraft] = useState(emptyDraft);
  const [openId, setOpenId] = useState<string>();
  const start = useMutation(
    orpc.probe.start.mutationOptions({
      onSuccess: async ({ id }) => {
        setOpenId(id);
        await refresh();
      },
    }),
  );
  const cancel = useMutation(orpc.probe.cancel.mutationOptions({ onError: notifyProblem }));
  const reports = query.data ?? [];
  const open = reports.find(({ id }) => id === openId) ?? reports[0];
  const before =
    open === undefined
      ? undefined
      : reports
          .slice(reports.indexOf(open) + 1)
          .find((one) => targetKey(one) === targetKey(open) && one.status === 'done');
  const isRunning = start.isPending || open?.status === 'running';
  return (
    <div className={styles.parts}>
      <Stack gap="md" miw={0}>
        <ProbeForm
          draft={draft}
          onChange={(changes) => setDraft((known) => ({ ...known, ...changes }))}
          isRunning={isRunning}
          onStart={() => start.mutate(requestOf(draft))}
          onCancel={() => open !== undefined && cancel.mutate({ id: open.id })}
        />
        <Recent
          reports={reports}
          onOpen={(report) => {
            setOpenId(report.id);
            setDraft(draftOf(report.target));
          }}
        />
      </Stack>
      <Stack gap="md" miw={0}>
        {start.isError && <ProblemAlert error={start.error} />}
        <Loaded query={query} lines={8}>
          {() => (open === undefined ? <Empty /> : <ReportPanel report={open} before={before} />)}
        </Loaded>
      </Stack>
    </div>
  );
}
