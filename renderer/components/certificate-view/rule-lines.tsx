/** What is demanded of a certificate, a line each: holds, fails or does not apply, and why it matters. */
import { Button, Text } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { CertificateRuleLine } from '../../../shared/api/certificate-desk-schemas.ts';
import {
  type CertificateLineWords,
  certificateLineWords,
} from '../../../shared/security/certificate-report-words.ts';
import { StatusDot, type StatusTone } from '../status-dot.tsx';
import texts from '../text.module.css';
import { visibleText } from '../visible-text.ts';
import styles from './certificate-view.module.css';
import { certificateViewWords as words } from './words.ts';

const failTones: Readonly<Record<CertificateRuleLine['severity'], StatusTone>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
};

/** What weighs most comes first. */
const weights: Readonly<Record<CertificateRuleLine['severity'], number>> = {
  error: 0,
  warning: 1,
  info: 2,
};

type WordsOf = (line: CertificateRuleLine) => CertificateLineWords;

function RuleLine({ line, wordsOf }: { line: CertificateRuleLine; wordsOf: WordsOf }) {
  const { title, what, why, action } = wordsOf(line);
  const { state, severity, clause } = line;
  const tone = state === 'fails' ? failTones[severity] : state === 'holds' ? 'good' : 'off';
  const label =
    state === 'fails'
      ? `${words.ruleStates.fails} (${words.severity[severity]})`
      : words.ruleStates[state];
  return (
    <li className={styles.rule} data-state={state}>
      <span className={styles.ruleState}>
        <StatusDot tone={tone}>{label}</StatusDot>
      </span>
      <div>
        <Text size="sm">
          <strong className={styles.ruleTitle}>{title}.</strong> {visibleText(what)}
        </Text>
        {why !== '' && (
          <Text size="xs" className={texts.quiet}>
            {visibleText(why)}
          </Text>
        )}
        {action !== '' && <Text size="xs">{visibleText(action)}</Text>}
      </div>
      <Text size="xs" className={styles.clause}>
        {clause}
      </Text>
    </li>
  );
}

/** Failing ones first; those that do not apply are there on demand. */
export function RuleLines({
  rules,
  wordsOf = certificateLineWords,
}: {
  rules: readonly CertificateRuleLine[];
  /** Rules of something else have words of their own. */
  wordsOf?: WordsOf;
}) {
  const [shown, setShown] = useState(false);
  const ofState = (state: CertificateRuleLine['state']) =>
    rules.filter((line) => line.state === state);
  const others = ofState('not-applicable');
  const failing = ofState('fails').toSorted(
    (one, other) => weights[one.severity] - weights[other.severity],
  );
  const judged = [...failing, ...ofState('holds')];
  return (
    <div>
      <ul className={styles.rules}>
        {[...judged, ...(shown ? others : [])].map((line) => (
          <RuleLine key={line.rule} line={line} wordsOf={wordsOf} />
        ))}
      </ul>
      {others.length > 0 && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          px={0}
          aria-expanded={shown}
          leftSection={shown ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
          onClick={() => setShown(!shown)}
        >
          {words.notApplicable(others.length)}
        </Button>
      )}
    </div>
  );
}
