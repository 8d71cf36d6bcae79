/** URLs with where they lead, to be copied or scanned. */

import { Button, Group, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { type ConnectUrl, withIdentity } from '../../components/connect-urls.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import texts from '../../components/text.module.css';
import styles from './bench.module.css';
import { QrPopover } from './qr-popover.tsx';
import { connectWords as words } from './words.ts';

/** More than these are folded away: a laptop with containers has dozens. */
const shownAtFirst = 4;

function UrlRow({ connect, identity }: { connect: ConnectUrl; identity: string }) {
  const url = withIdentity(connect.url, identity);
  return (
    <Table.Tr>
      <Table.Td className={`${texts.wire} ${styles.url}`}>{url}</Table.Td>
      <Table.Td>
        <Text size="xs" className={texts.quiet}>
          {words.places[connect.place](connect.network)}
        </Text>
        {connect.place === 'name' && (
          <Text size="xs" className={texts.quiet}>
            {words.nameHint}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Group gap={2} wrap="nowrap" justify="flex-end">
          <CopyButton value={url} label={words.copyUrl(url)} />
          <QrPopover text={url} label={words.qr(url)} />
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

export function UrlTable({ urls, identity }: { urls: readonly ConnectUrl[]; identity: string }) {
  const [all, setAll] = useState(false);
  const shown = all ? urls : urls.slice(0, shownAtFirst);
  const hidden = urls.length - shownAtFirst;
  return (
    <div className={texts.tableHost}>
      <Table aria-label={words.url}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.url}</Table.Th>
            <Table.Th>{words.where}</Table.Th>
            <Table.Th aria-hidden />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((connect) => (
            <UrlRow
              key={`${connect.listener} ${connect.url}`}
              connect={connect}
              identity={identity}
            />
          ))}
        </Table.Tbody>
      </Table>
      {hidden > 0 && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          px={0}
          mt={4}
          onClick={() => setAll(!all)}
        >
          {all ? words.fewer : words.more(hidden)}
        </Button>
      )}
    </div>
  );
}
