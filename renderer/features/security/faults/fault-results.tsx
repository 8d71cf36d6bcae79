/** What the latest connections under a fault showed, each with its verdict and the frames behind it. */
import { Badge, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { FaultResult } from '../../../../shared/api/faults-contract.ts';
import {
  faultJudgementWords,
  faultWords,
  reactionText,
} from '../../../../shared/security/handshake-fault-words.ts';
import texts from '../../../components/text.module.css';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import styles from './faults.module.css';
import { faultsWords as words } from './words.ts';

const colors: Readonly<Record<FaultResult['judgement'], string>> = {
  'as-it-must': 'green',
  'must-not': 'red',
  'either-way': 'gray',
  'not-seen': 'gray',
  open: 'gray',
};

function Result({ result, times }: { result: FaultResult; times: number }) {
  const { judgement, fault, target, name, peer, station, capture, connection, frames } = result;
  const seq = frames.at(-1);
  return (
    <li className={styles.result}>
      <div className={styles.verdict}>
        <Badge size="sm" variant="light" color={colors[judgement]}>
          {faultJudgementWords[judgement]}
        </Badge>
        <strong>{faultWords[fault].title}</strong>
        <TimeText at={result.at} />
        {times > 1 && <span className={texts.quiet}>{words.times(times)}</span>}
      </div>
      <Text size="sm">{reactionText(result)}</Text>
      <Text size="xs" className={texts.quiet}>
        {name} {target === 'listener' ? words.from : words.to} {visibleText(peer)}
        {target === 'listener' && station !== undefined && station !== ''
          ? `, ${visibleText(station)}`
          : ''}
      </Text>
      <Text size="xs" className={styles.links}>
        <Link
          className={texts.link}
          to="/attempts/$capture/$connection"
          params={{ capture, connection: String(connection) }}
          search={{}}
        >
          {words.attempt}
        </Link>
        {seq !== undefined && (
          <Link className={texts.link} to="/frames" search={{ seq, capture }}>
            {words.frame(seq)}
          </Link>
        )}
      </Text>
    </li>
  );
}

/** A device that tries again and again is one line: the newest attempt, and how many went the same way. */
export function withoutRepeats(
  results: readonly FaultResult[],
): { result: FaultResult; times: number }[] {
  const lines = new Map<string, { result: FaultResult; times: number }>();
  for (const result of results) {
    const { target, name, fault, peer, station, judgement, reaction, alert, event } = result;
    const alike = [target, name, fault, peer, station, judgement, reaction, alert, event];
    const key = JSON.stringify(alike);
    const line = lines.get(key) ?? { result, times: 0 };
    line.times += 1;
    lines.set(key, line);
  }
  return [...lines.values()];
}

export function FaultResults({ results }: { results: readonly FaultResult[] }) {
  if (results.length === 0) {
    return (
      <div>
        <Text fw={600}>{words.noResults}</Text>
        <Text size="sm" className={texts.quiet}>
          {words.noResultsText}
        </Text>
      </div>
    );
  }
  return (
    // Scrolls by itself and holds more than links, so that keys have to reach it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region without focus cannot be scrolled by keys
    <ul className={styles.results} tabIndex={0} aria-label={words.results}>
      {withoutRepeats(results).map(({ result, times }) => (
        <Result key={`${result.capture} ${result.connection}`} result={result} times={times} />
      ))}
    </ul>
  );
}
