/** The mistakes in the credentials of a charge point: each named, with its facts and what to do on which side. */

import { Badge, Group, Text } from '@mantine/core';
import type { RefusedAttempt } from '../../../../shared/api/csms-contract.ts';
import {
  explainCredentialsMistake,
  possibleWords,
  sideWords,
} from '../../../../shared/security/basic-mistake-words.ts';
import { visibleText } from '../../../components/visible-text.ts';
import styles from './authorization-key.module.css';
import { mistakeWords as words } from './words.ts';

type Mistake = NonNullable<RefusedAttempt['credentials']>['mistakes'][number];

function Advice({ mistake }: { mistake: Mistake }) {
  const { chargePoint, csms, network } = explainCredentialsMistake(mistake);
  const parts = [
    { side: 'charge-point', text: chargePoint },
    { side: 'csms', text: csms },
    { side: 'network', text: network },
  ] as const;
  return (
    <dl className={styles.advice}>
      {parts.map(({ side, text }) =>
        text === undefined ? null : (
          <div key={side} style={{ display: 'contents' }}>
            <dt>
              {sideWords[side]}
              {side === mistake.side && ` (${words.actFirst})`}
            </dt>
            <dd>{text}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

export function MistakeList({ mistakes }: { mistakes: readonly Mistake[] }) {
  return (
    <ol className={styles.mistakes} aria-label={words.list}>
      {mistakes.map((mistake, index) => {
        const { title, meaning, facts } = explainCredentialsMistake(mistake);
        return (
          // The same mistake can have been made twice, one on top of the other.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is shown whole and never reordered.
          <li key={`${mistake.code} ${index}`} className={styles.mistake}>
            <Group gap="xs">
              <Text size="sm" fw={600}>
                {title}
              </Text>
              {mistake.confidence === 'possible' && (
                <Badge size="sm" variant="light" color="amber" title={possibleWords}>
                  {words.possible}
                </Badge>
              )}
            </Group>
            <Text size="sm">{meaning}</Text>
            {facts.length > 0 && (
              <Text size="xs">{visibleText(facts.map((fact) => `${fact}.`).join(' '))}</Text>
            )}
            <Advice mistake={mistake} />
          </li>
        );
      })}
    </ol>
  );
}
