/** “Can the charger reach me?”: what this computer says of each port, and how to test it from a phone. */

import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { NetworkAddress, Reachability } from '../../../shared/api/bench-contract.ts';
import type { ListenerState } from '../../../shared/api/csms-contract.ts';
import { speakProblem } from '../../../shared/api/problem-words.ts';
import { orpc } from '../../app/api-client.ts';
import { phoneUrls } from '../../components/connect-urls.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Panel } from '../../components/panel.tsx';
import { StatusDot, type StatusTone } from '../../components/status-dot.tsx';
import texts from '../../components/text.module.css';
import styles from './bench.module.css';
import { FixCommand } from './fix-command.tsx';
import { QrPopover } from './qr-popover.tsx';
import { reachWords as words } from './words.ts';

const tones: Record<Reachability['status'], StatusTone> = {
  listening: 'good',
  free: 'info',
  taken: 'error',
  'not-permitted': 'error',
  unknown: 'warning',
};

function Firewall({ firewall }: { firewall: NonNullable<Reachability['firewall']> }) {
  if (!firewall.blocked) {
    return (
      <Text size="sm" className={texts.quiet}>
        {words.firewallOpen(firewall.network)}
      </Text>
    );
  }
  return <FixCommand command={firewall.command} text={words.firewallBlocked(firewall.network)} />;
}

function PortState({ port, served }: { port: number; served: boolean }) {
  const query = useQuery(orpc.bench.reachability.queryOptions({ input: { port } }));
  return (
    <Loaded query={query} lines={1}>
      {({ status, holder, firewall, fixCommand, problem }) => (
        <Stack gap={4}>
          <StatusDot tone={tones[status]}>
            {words.port} <strong>{port}</strong> {words.statuses[status]}
            {holder !== undefined && !served && ` (${words.holder(holder.name, holder.pid)})`}
          </StatusDot>
          {problem !== undefined && !served && (
            <Text size="sm">
              {speakProblem(problem).message} {speakProblem(problem).fix}
            </Text>
          )}
          {fixCommand !== undefined && <FixCommand command={fixCommand} />}
          {firewall !== undefined && <Firewall firewall={firewall} />}
        </Stack>
      )}
    </Loaded>
  );
}

function PhoneTest({
  listener,
  addresses,
}: {
  listener: ListenerState;
  addresses: readonly NetworkAddress[];
}) {
  const urls = phoneUrls(listener, addresses);
  if (urls.length === 0) {
    const loopbackOnly = /^(127\.|::1$|localhost$)/.test(listener.settings.host);
    return (
      <Text size="sm" className={texts.quiet}>
        {loopbackOnly ? words.onlyLoopback : words.noNetwork}
      </Text>
    );
  }
  return (
    <div>
      <Text size="xs" className={texts.quiet}>
        {words.test}
      </Text>
      {urls.slice(0, 3).map((url) => (
        <Group key={url} gap={4}>
          <span className={texts.wire}>{url}</span>
          <CopyButton value={url} label={words.copyUrl(url)} />
          <QrPopover text={url} label={words.qr(url)} hint={words.phoneText} />
        </Group>
      ))}
      <Text size="xs" className={texts.quiet}>
        {words.phoneText} {urls[0]?.startsWith('https') && words.phoneTls}
      </Text>
    </div>
  );
}

function CheckPort() {
  const [entered, setEntered] = useState<number | ''>('');
  const [checked, setChecked] = useState<number>();
  const fits = entered !== '' && entered >= 1 && entered <= 65_535;
  const check = (event: FormEvent) => {
    event.preventDefault();
    if (fits) setChecked(entered);
  };
  return (
    <Stack gap="xs">
      <form onSubmit={check}>
        <Group align="flex-end" gap="xs">
          <NumberInput
            w={360}
            label={words.check}
            description={words.checkHint}
            allowDecimal={false}
            allowNegative={false}
            clampBehavior="none"
            value={entered}
            onChange={(value) => setEntered(typeof value === 'number' ? value : '')}
          />
          <Button type="submit" variant="default" disabled={!fits}>
            {words.checkButton}
          </Button>
        </Group>
      </form>
      {checked !== undefined && <PortState port={checked} served={false} />}
    </Stack>
  );
}

export function ReachabilityPanel() {
  const query = useQuery(orpc.csms.get.queryOptions());
  const addresses = useQuery(orpc.bench.network.queryOptions()).data?.addresses ?? [];
  return (
    <Panel title={words.title}>
      <Stack gap="md">
        <Loaded query={query} lines={2}>
          {({ listeners }) =>
            listeners.length === 0 ? (
              <Text size="sm" className={texts.quiet}>
                {words.empty}
              </Text>
            ) : (
              <ul className={texts.list}>
                {listeners
                  .filter(({ port }) => port > 0)
                  .map((listener) => (
                    <li key={listener.id} className={styles.item}>
                      <PortState port={listener.port} served={listener.status === 'listening'} />
                      {listener.status === 'listening' && (
                        <PhoneTest listener={listener} addresses={addresses} />
                      )}
                    </li>
                  ))}
              </ul>
            )
          }
        </Loaded>
        <CheckPort />
      </Stack>
    </Panel>
  );
}
