/** What the judges say of a frame, in words, with clause and place. */
import { Stack, Text } from '@mantine/core';
import { messageJudgementWords } from '../../../../shared/ocpp/message-judge-words.ts';
import type { Judgement } from '../../../../shared/record/judgement.ts';
import { severityWords } from '../../../components/frame-list/frame-words.ts';
import { StatusDot, type StatusTone } from '../../../components/status-dot.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { detailsWords as words } from '../words.ts';
import styles from './judgements.module.css';

const tones: Record<Judgement['severity'], StatusTone> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
};

/** A rule without words, of a later program, is shown with its parameters. */
function unknownRule({ rule, parameters = {} }: Judgement): string {
  const facts = Object.entries(parameters).map(([name, value]) => `${name}: ${value}`);
  return facts.length === 0 ? rule : `${rule} (${facts.join(', ')})`;
}

function OneJudgement({ judgement }: { judgement: Judgement }) {
  const spoken = messageJudgementWords(judgement);
  return (
    <li className={styles.judgement} data-severity={judgement.severity}>
      <StatusDot tone={tones[judgement.severity]} label={severityWords[judgement.severity]}>
        <strong>{visibleText(spoken?.what ?? unknownRule(judgement))}</strong>
      </StatusDot>
      {spoken?.why !== undefined && <Text size="sm">{visibleText(spoken.why)}</Text>}
      {spoken?.advice !== undefined && <Text size="sm">{visibleText(spoken.advice)}</Text>}
      <div className={styles.facts}>
        {judgement.clause !== undefined && <span>{judgement.clause}</span>}
        {judgement.path !== undefined && (
          <span>
            {words.path} <code>{visibleText(judgement.path)}</code>
          </span>
        )}
        <code>{judgement.rule}</code>
      </div>
    </li>
  );
}

export function Judgements({ judgements }: { judgements: readonly Judgement[] }) {
  if (judgements.length === 0) return <StatusDot tone="good">{words.noJudgement}</StatusDot>;
  return (
    <Stack component="ul" gap="sm" className={styles.list}>
      {judgements.map((judgement) => (
        <OneJudgement key={`${judgement.rule} ${judgement.path ?? ''}`} judgement={judgement} />
      ))}
    </Stack>
  );
}
