/** The table of a probe: each line in words with its verdict and the frames it rests on. */
import { SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import {
  lineKey,
  type ProbeLine,
  type ProfileSummary,
} from '../../../../shared/security/probe/probe-line.ts';
import {
  groupWords,
  lineVerdictText,
  probeLineWords,
  summaryText,
} from '../../../../shared/security/probe/probe-words.ts';
import { StatusDot, type StatusTone } from '../../../components/status-dot.tsx';
import texts from '../../../components/text.module.css';
import { visibleText } from '../../../components/visible-text.ts';
import styles from './probe.module.css';
import { tableWords as words } from './words.ts';

const summaryTones: Record<ProfileSummary['verdict'], StatusTone> = {
  holds: 'good',
  breaks: 'error',
  unseen: 'info',
  'not-probed': 'off',
};

function toneOf({ verdict, weight }: ProbeLine): StatusTone {
  if (verdict === 'unseen') return 'info';
  if (weight === 'info') return 'off';
  if (verdict === 'holds') return 'good';
  return weight === 'must' ? 'error' : 'warning';
}

/** Most telling frames of a line: the last one carries the answer. */
function Evidence({ line, capture }: { line: ProbeLine; capture: string | undefined }) {
  const seq = line.evidence.at(-1);
  if (seq === undefined || capture === undefined) return null;
  return (
    <Link className={`${texts.link} ${styles.evidence}`} to="/frames" search={{ seq, capture }}>
      {words.evidence(seq)}
    </Link>
  );
}

function Line({ line, capture }: { line: ProbeLine; capture: string | undefined }) {
  const { why, change, ...spoken } = probeLineWords(line);
  const hasAdvice = why !== '' || change !== '';
  return (
    <>
      <Table.Tr className={hasAdvice ? styles.continued : undefined}>
        <Table.Th scope="row" fw={500} rowSpan={hasAdvice ? 2 : 1}>
          {visibleText(spoken.line)}
          <Text size="xs" fw={400} className={texts.quiet}>
            {[line.clause, words.profiles(line.profiles)].filter((part) => part !== '').join(' · ')}
          </Text>
        </Table.Th>
        <Table.Td>
          {visibleText(spoken.found)}{' '}
          <Text size="xs" span>
            <Evidence line={line} capture={capture} />
          </Text>
        </Table.Td>
        <Table.Td>{spoken.wanted}</Table.Td>
        <Table.Td>
          <StatusDot tone={toneOf(line)}>{lineVerdictText(line)}</StatusDot>
        </Table.Td>
      </Table.Tr>
      {hasAdvice && (
        <Table.Tr>
          <Table.Td colSpan={3} className={styles.advice}>
            <Text size="xs" span className={texts.quiet}>
              {why}
            </Text>{' '}
            <Text size="xs" span fw={600}>
              {change}
            </Text>
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}

function byGroup(lines: readonly ProbeLine[]): [ProbeLine['group'], ProbeLine[]][] {
  const groups = new Map<ProbeLine['group'], ProbeLine[]>();
  for (const line of lines) groups.set(line.group, [...(groups.get(line.group) ?? []), line]);
  return [...groups];
}

export function Summaries({ summaries }: { summaries: readonly ProfileSummary[] }) {
  return (
    <ul className={styles.summaries}>
      {summaries
        .filter(({ verdict }) => verdict !== 'not-probed')
        .map((summary) => (
          <li key={summary.profile}>
            <StatusDot tone={summaryTones[summary.verdict]}>{summaryText(summary)}</StatusDot>
          </li>
        ))}
    </ul>
  );
}

export function ProbeTable({
  lines,
  capture,
}: {
  lines: readonly ProbeLine[];
  capture: string | undefined;
}) {
  const [shown, setShown] = useState('all');
  const wanted = lines.filter(({ verdict }) => shown === 'all' || verdict !== 'holds');
  return (
    <Stack gap="xs">
      <SegmentedControl
        size="xs"
        aria-label={words.shown}
        style={{ alignSelf: 'flex-start' }}
        value={shown}
        onChange={setShown}
        data={[
          { value: 'all', label: words.all },
          { value: 'open', label: words.open },
        ]}
      />
      {wanted.length === 0 && lines.length > 0 ? (
        <Text size="sm">{words.noneOpen}</Text>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls by itself has to be reachable by key
        <section className={texts.tableHost} tabIndex={0} aria-label={words.label}>
          <Table className={styles.table}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th className={styles.line}>{words.line}</Table.Th>
                <Table.Th>{words.found}</Table.Th>
                <Table.Th className={styles.wanted}>{words.wanted}</Table.Th>
                <Table.Th className={styles.verdict}>{words.verdict}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {byGroup(wanted).map(([group, members]) => (
                <Fragment key={group}>
                  <Table.Tr>
                    <Table.Th colSpan={4} scope="colgroup" className={styles.group}>
                      {groupWords[group]}
                    </Table.Th>
                  </Table.Tr>
                  {members.map((line) => (
                    <Line key={lineKey(line)} line={line} capture={capture} />
                  ))}
                </Fragment>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      )}
    </Stack>
  );
}
