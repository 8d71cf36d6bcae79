/** The rules of each edition for one key: holds or not, and why it matters. */

import { Progress, Table, Text } from '@mantine/core';
import { authorizationKeyRules } from '../../../../shared/security/authorization-key.ts';
import {
  judgeKeyByEditions,
  type KeyRuleLine,
} from '../../../../shared/security/authorization-key-editions.ts';
import { keyRuleWords } from '../../../../shared/security/authorization-key-words.ts';
import { StatusDot } from '../../../components/status-dot.tsx';
import texts from '../../../components/text.module.css';
import styles from './authorization-key.module.css';
import { workbenchWords as words } from './words.ts';

const longestShownBytes = 24;

function Meter({ bytes }: { bytes: number }) {
  const { minBytes, maxBytes } = authorizationKeyRules;
  const fits = bytes >= minBytes && bytes <= maxBytes;
  const label = words.meter(bytes, bytes * 2);
  return (
    <div>
      <Progress
        size="sm"
        color={fits ? 'green' : 'amber'}
        value={(Math.min(bytes, longestShownBytes) / longestShownBytes) * 100}
        aria-label={label}
      />
      <Text size="xs" className={texts.quiet}>
        {label}
      </Text>
    </div>
  );
}

function State({ line: { holds, optional, edition } }: { line: KeyRuleLine }) {
  const label = holds ? words.holds : optional ? words.optional : words.fails;
  const failing = edition === 'whitepaper' ? 'error' : 'warning';
  return (
    <StatusDot tone={holds ? 'good' : optional ? 'off' : failing} label={label}>
      {label}
    </StatusDot>
  );
}

export function EditionLines({ bytes }: { bytes: Uint8Array }) {
  return (
    <>
      <Meter bytes={bytes.length} />
      <div className={texts.tableHost}>
        <Table className={styles.rules} aria-label={words.rules}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.columns.state}</Table.Th>
              <Table.Th>{words.columns.edition}</Table.Th>
              <Table.Th>{words.columns.rule}</Table.Th>
              <Table.Th>{words.columns.why}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {judgeKeyByEditions(bytes).map((line) => {
              const { edition, rule, why } = keyRuleWords(line);
              return (
                <Table.Tr key={line.rule}>
                  <Table.Td className={styles.state}>
                    <State line={line} />
                  </Table.Td>
                  <Table.Td className={styles.state}>{edition}</Table.Td>
                  <Table.Td>{rule}</Table.Td>
                  <Table.Td className={texts.quiet}>{why}</Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </div>
    </>
  );
}
