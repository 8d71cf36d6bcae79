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

function Result({ result }: { result: FaultResult }) {
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
      {results.map((result) => (
        <Result key={`${result.capture} ${result.connection}`} result={result} />
      ))}
    </ul>
  );
}
