/** Who looked at which secret when, with the frame that records it. */
import { Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { RevealedSecret } from '../../../../shared/api/secrets-contract.ts';
import { orpc } from '../../../app/api-client.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { Panel } from '../../../components/panel.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { revealedText, revealWords as words } from './words.ts';

const shown = 200;

function Row({ reveal }: { reveal: RevealedSecret }) {
  const { at, by, capture, seq } = reveal;
  return (
    <Table.Tr>
      <Table.Td>
        <TimeText at={at} />
      </Table.Td>
      <Table.Td>{visibleText(revealedText(reveal))}</Table.Td>
      <Table.Td>
        {words.doors[by.door]} {by.address}
      </Table.Td>
      <Table.Td>
        <Link to="/frames" search={{ capture, seq }}>
          {seq}
        </Link>
      </Table.Td>
    </Table.Tr>
  );
}

export function RevealList() {
  const reveals = useQuery(orpc.secrets.reveals.queryOptions({ input: { limit: shown } }));
  return (
    <Panel title={words.title}>
      <Text size="sm" c="dimmed" mb="sm">
        {words.text}
      </Text>
      <Loaded query={reveals} lines={3}>
        {(known) =>
          known.length === 0 ? (
            <Text size="sm">{words.none}</Text>
          ) : (
            <Table aria-label={words.title}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{words.when}</Table.Th>
                  <Table.Th>{words.what}</Table.Th>
                  <Table.Th>{words.by}</Table.Th>
                  <Table.Th>{words.frame}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {known.map((reveal) => (
                  <Row key={`${reveal.capture} ${reveal.seq}`} reveal={reveal} />
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Loaded>
    </Panel>
  );
}
