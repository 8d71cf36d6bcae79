/** Findings with their weight, clause, reason and advice. */
import { Text } from '@mantine/core';
import type { Judgement } from '../../shared/record/judgement.ts';
import { judgementWords } from '../../shared/record/judgement-words.ts';
import styles from './finding-list.module.css';
import { StatusDot } from './status-dot.tsx';
import { visibleText } from './visible-text.ts';
import { findingListWords as words } from './words.ts';

export function FindingList({ findings }: { findings: readonly Judgement[] }) {
  return (
    <ul className={styles.list} aria-label={words.label}>
      {findings.map((finding) => {
        const { what, why, advice } = judgementWords(finding);
        return (
          <li key={`${finding.rule} ${finding.path ?? ''} ${what}`}>
            <StatusDot tone={finding.severity} label={words.severity[finding.severity]}>
              {visibleText(what)}
            </StatusDot>
            <Text size="xs" className={styles.more}>
              {visibleText([why, advice].filter((part) => part !== undefined).join(' '))}
              {finding.clause !== undefined && ` (${finding.clause})`}
            </Text>
          </li>
        );
      })}
    </ul>
  );
}
