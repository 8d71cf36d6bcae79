/** The report of one probe: progress, verdict of each profile, what changed, the table, certificates; to be copied or saved. */
import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import type { ProbeReport } from '../../../../shared/api/probe-contract.ts';
import { changedLines, lineKey } from '../../../../shared/security/probe/probe-line.ts';
import {
  lineVerdictText,
  probeLineWords,
  probeMarkdown,
} from '../../../../shared/security/probe/probe-words.ts';
import { CertificateCard } from '../../../components/certificate-card.tsx';
import { CopyButton } from '../../../components/copy-button.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { download } from '../../../components/save-file.ts';
import texts from '../../../components/text.module.css';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import styles from './probe.module.css';
import { ProbeTable, Summaries } from './probe-table.tsx';
import { reportWords as words } from './words.ts';

function Changes({ before, report }: { before: ProbeReport; report: ProbeReport }) {
  const changes = changedLines(before.lines, report.lines);
  return (
    <div>
      <Text size="sm" fw={600}>
        {words.changed} (<TimeText at={before.startedAt} />)
      </Text>
      {changes.length === 0 ? (
        <Text size="sm">{words.changedNone}</Text>
      ) : (
        <ul className={texts.list}>
          {changes.map(({ before: earlier, after }) => (
            <li key={lineKey(after)}>
              <Text size="sm">
                {visibleText(probeLineWords(after).line)}:{' '}
                {words.from(lineVerdictText(earlier), lineVerdictText(after))}.{' '}
                {visibleText(probeLineWords(after).found)}
              </Text>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Certificates({ report: { chains } }: { report: ProbeReport }) {
  const shown = chains.flatMap(({ family, certificates }) =>
    certificates.map((certificate, position) => ({ family, certificate, position })),
  );
  if (shown.length === 0) return null;
  return (
    <div className={styles.cards}>
      {shown.map(({ family, certificate, position }) => (
        <CertificateCard
          key={`${family} ${position} ${certificate.fingerprintSha256}`}
          certificate={certificate}
          title={words.certificateTitle(family, position)}
        />
      ))}
    </div>
  );
}

function Actions({ report }: { report: ProbeReport }) {
  const { target, startedAt, summaries, lines } = report;
  const markdown = probeMarkdown({
    ...{ title: words.title(target.url), at: startedAt, summaries, lines },
  });
  const save = () => {
    const content = new Blob([JSON.stringify(report, null, 2)], { type: 'application/json' });
    download(content, words.fileName(new URL(target.url).hostname.replaceAll(':', '-')));
  };
  return (
    <Group gap="xs">
      <CopyButton value={markdown} label={words.copy} text={words.copy} />
      <Button variant="default" size="compact-xs" onClick={save}>
        {words.save}
      </Button>
    </Group>
  );
}

function State({ report }: { report: ProbeReport }) {
  const { status, connections, plannedConnections, durationMs } = report;
  if (status === 'running') {
    return (
      <div role="status">
        <Text size="sm">{words.running(connections, plannedConnections)}</Text>
        <Progress
          value={(100 * connections) / Math.max(1, plannedConnections)}
          aria-label={words.running(connections, plannedConnections)}
        />
      </div>
    );
  }
  return (
    <Text size="sm" className={texts.quiet}>
      {status === 'cancelled'
        ? words.cancelled
        : words.done(connections, (durationMs / 1000).toFixed(1))}
    </Text>
  );
}

export function ReportPanel({
  report,
  before,
}: {
  report: ProbeReport;
  before: ProbeReport | undefined;
}) {
  const { target, startedAt, summaries, lines, reached, status, problem, capture } = report;
  const failure = status === 'done' && !reached ? lines[0]?.finding : undefined;
  const identity = target.identity === undefined ? '' : ` · ${target.identity}`;
  return (
    <Stack gap="md" miw={0}>
      <Panel
        title={visibleText(`${target.url}${identity}`)}
        note={<TimeText at={startedAt} />}
        actions={status === 'running' ? undefined : <Actions report={report} />}
      >
        <Stack gap="sm">
          <State report={report} />
          {failure !== undefined && (
            <ProblemAlert title={words.notReached} problem={{ code: failure, where: target.url }} />
          )}
          {problem !== undefined && <ProblemAlert tone="warning" problem={problem} />}
          {reached && <Summaries summaries={summaries} />}
          {before !== undefined && status === 'done' && <Changes before={before} report={report} />}
          <ProbeTable lines={lines} capture={capture} />
        </Stack>
      </Panel>
      <Certificates report={report} />
    </Stack>
  );
}
