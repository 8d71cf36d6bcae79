/** What stands behind a step: suites, certificates, headers, messages, plain values. Everything came from outside. */
import { Stack, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AttemptAutopsy } from '../../../../shared/api/attempts-contract.ts';
import { toneWords } from '../../../../shared/security/autopsy/autopsy-words.ts';
import { headerWords } from '../../../../shared/security/autopsy/step-words-upgrade.ts';
import {
  certificateRuleWords,
  isCertificateRule,
} from '../../../../shared/security/certificate-words.ts';
import { CertificateCard } from '../../../components/certificate-card.tsx';
import { StatusDot, type StatusTone } from '../../../components/status-dot.tsx';
import texts from '../../../components/text.module.css';
import { visibleText } from '../../../components/visible-text.ts';
import styles from './autopsy.module.css';
import { toneOfStep } from './tones.ts';
import { autopsyWords as words } from './words.ts';

type Detail = AttemptAutopsy['autopsy']['steps'][number]['details'][number];
type DetailOf<Kind extends Detail['kind']> = Extract<Detail, { kind: Kind }>;

/** `title` is that of the step: two steps may have tables of the same kind. */
export function StepDetails({
  detail,
  capture,
  title,
}: {
  detail: Detail;
  capture: string;
  title: string;
}) {
  switch (detail.kind) {
    case 'suites':
      return <Suites rows={detail.rows} title={title} />;
    case 'chain':
      return <Chain detail={detail} />;
    case 'headers':
      return <Headers rows={detail.rows} title={title} />;
    case 'messages':
      return <Messages rows={detail.rows} capture={capture} title={title} />;
    case 'values':
      return <Values rows={detail.rows} />;
  }
}

function Grid({
  caption,
  columns,
  children,
}: {
  caption: string;
  columns: readonly string[];
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls by itself has to be reachable by keyboard
    <section className={texts.tableHost} tabIndex={0} aria-label={caption}>
      <Table verticalSpacing={3} withTableBorder className={styles.table}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column}>{column}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </section>
  );
}

function Mark({ value, good = 'good' }: { value: boolean | undefined; good?: StatusTone }) {
  if (value === undefined) return <span>{words.missing}</span>;
  return <StatusDot tone={value ? good : 'off'}>{value ? words.yes : words.no}</StatusDot>;
}

function Suites({ rows, title }: { rows: DetailOf<'suites'>['rows']; title: string }) {
  const hasAccepted = rows.some(({ accepted }) => accepted !== undefined);
  const { caption, name, wanted, offered, accepted, chosen } = words.suites;
  const columns = [name, wanted, offered, ...(hasAccepted ? [accepted] : []), chosen];
  return (
    <Grid caption={`${title}: ${caption}`} columns={columns}>
      {rows.map((row) => (
        <Table.Tr key={row.id}>
          <Table.Td className={texts.wire}>{visibleText(row.name)}</Table.Td>
          <Table.Td>{row.wanted ? words.yes : words.no}</Table.Td>
          <Table.Td>
            <Mark value={row.offered} />
          </Table.Td>
          {hasAccepted && (
            <Table.Td>
              <Mark value={row.accepted} />
            </Table.Td>
          )}
          <Table.Td>{row.chosen ? <Mark value /> : ''}</Table.Td>
        </Table.Tr>
      ))}
    </Grid>
  );
}

function Headers({ rows, title }: { rows: DetailOf<'headers'>['rows']; title: string }) {
  const { caption, name, value, verdict } = words.headers;
  return (
    <Grid caption={`${title}: ${caption}`} columns={[name, value, verdict]}>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a header may come twice, and the rows never change places
        <Table.Tr key={`${index} ${row.name}`}>
          <Table.Td className={texts.wire}>{visibleText(row.name)}</Table.Td>
          <Table.Td className={texts.wire}>{visibleText(row.value)}</Table.Td>
          <Table.Td>
            <StatusDot tone={toneOfStep(row.tone)} label={toneWords[row.tone]}>
              {headerWords[row.code] ?? row.code}
            </StatusDot>
          </Table.Td>
        </Table.Tr>
      ))}
    </Grid>
  );
}

function Messages({
  rows,
  capture,
  title,
}: {
  rows: DetailOf<'messages'>['rows'];
  capture: string;
  title: string;
}) {
  const { caption, sender, type } = words.messages;
  return (
    <Grid caption={`${title}: ${caption}`} columns={[words.evidence, sender, type]}>
      {rows.map((row) => (
        <Table.Tr key={row.seq}>
          <Table.Td>
            <Link className={texts.link} to="/frames" search={{ capture, seq: row.seq }}>
              {words.frame(row.seq)}
            </Link>
          </Table.Td>
          <Table.Td>{words.senders[row.sender]}</Table.Td>
          <Table.Td>
            {words.messageTypes[row.messageType] ?? row.messageType}{' '}
            {row.action === undefined ? '' : visibleText(row.action)}
          </Table.Td>
        </Table.Tr>
      ))}
    </Grid>
  );
}

function Values({ rows }: { rows: DetailOf<'values'>['rows'] }) {
  return (
    <dl className={styles.todo}>
      {rows.map(({ name, values }) => (
        <div key={name} className={styles.todoRow}>
          <dt>{words.values[name] ?? visibleText(name)}</dt>
          <dd className={texts.wire}>{visibleText(values.join(', ')) || words.none}</dd>
        </div>
      ))}
    </dl>
  );
}

function Rules({ rules }: { rules: DetailOf<'chain'>['entries'][number]['rules'] }) {
  if (rules.length === 0) return null;
  return (
    <ul className={styles.rules} aria-label={words.rules}>
      {rules.map((result) => {
        const { what, why, action } = isCertificateRule(result.rule)
          ? certificateRuleWords(result)
          : { what: result.rule, why: '', action: '' };
        const tone: StatusTone = result.holds
          ? 'good'
          : result.severity === 'info'
            ? 'info'
            : result.enforced
              ? 'error'
              : 'warning';
        return (
          <li key={result.rule}>
            <StatusDot tone={tone}>
              {visibleText(what)}{' '}
              <Text span size="xs" className={texts.quiet}>
                {result.clause}
              </Text>
            </StatusDot>
            {!result.holds && (
              <Text size="sm" className={styles.ruleWhy}>
                {[why, action].filter((one) => one !== '').join(' ')}
              </Text>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Chain({ detail: { entries, unreadable } }: { detail: DetailOf<'chain'> }) {
  return (
    <Stack gap="xs">
      {entries.map(({ certificate, rules }) => (
        <Stack key={certificate.fingerprintSha256} gap="xs">
          <Rules rules={rules} />
          <CertificateCard certificate={certificate} />
        </Stack>
      ))}
      {unreadable > 0 && <Text size="sm">{words.unreadable(unreadable)}</Text>}
    </Stack>
  );
}
