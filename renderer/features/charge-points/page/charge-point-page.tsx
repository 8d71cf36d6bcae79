/** One emulated charge point: who it is, why it is not connected, and tabs for all that can be seen and done. */
import { Group, Stack, Tabs, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import { type ChargePointTab, chargePointTabs } from '../../../app/addresses.ts';
import { orpc } from '../../../app/api-client.ts';
import { KeyLogSwitch } from '../../../app/key-log-switch.tsx';
import { NewestAttempt } from '../../../app/newest-attempt.tsx';
import layout from '../../../components/list-and-detail.module.css';
import { Loaded } from '../../../components/loaded.tsx';
import { problemOf } from '../../../components/problem-of.ts';
import { BehaviourTab } from '../behaviour/behaviour-tab.tsx';
import { OverviewTab } from '../connectors/overview-tab.tsx';
import { ChargingTab } from '../inside/charging-tab.tsx';
import { ConfigurationTab } from '../inside/configuration-tab.tsx';
import { ListsTab } from '../inside/lists-tab.tsx';
import { TransactionsTab } from '../inside/transactions-tab.tsx';
import { SecurityTab } from '../security/security-tab.tsx';
import { SendTab } from '../send/send-tab.tsx';
import { SettingsTab } from '../settings/settings-tab.tsx';
import { TransfersTab } from '../transfers/transfers-tab.tsx';
import { headerWords as words } from '../words.ts';
import { ChargePointHeader } from './charge-point-header.tsx';
import { ConnectionTrouble } from './connection-trouble.tsx';
import styles from './page.module.css';

/** Meters move without an event. */
const chargingRefetchMs = 2_000;

function UnknownChargePoint({ id }: { id: string }) {
  return (
    <Stack className={layout.message} gap="sm">
      <Title order={2}>{words.unknownTitle(id)}</Title>
      <Text size="sm">{words.unknownText}</Text>
      <Link to="/charge-points">{words.toList}</Link>
    </Stack>
  );
}

const parts: Record<ChargePointTab, (props: { chargePoint: ChargePointState }) => ReactNode> = {
  overview: OverviewTab,
  transactions: TransactionsTab,
  lists: ListsTab,
  configuration: ConfigurationTab,
  charging: ChargingTab,
  certificates: SecurityTab,
  transfers: TransfersTab,
  behaviour: BehaviourTab,
  send: SendTab,
  settings: SettingsTab,
};

function Parts({ chargePoint, tab }: { chargePoint: ChargePointState; tab: ChargePointTab }) {
  const navigate = useNavigate();
  const open = (wanted: string | null) => {
    const known = chargePointTabs.find((name) => name === wanted);
    void navigate({
      to: '/charge-points/$chargePointId',
      params: { chargePointId: chargePoint.id },
      search: known === undefined || known === 'overview' ? {} : { tab: known },
      replace: true,
    });
  };
  return (
    <Tabs value={tab} onChange={open} keepMounted={false} className={styles.tabs}>
      <Tabs.List aria-label={words.tabs} className={styles.tabList}>
        {chargePointTabs.map((name) => (
          <Tabs.Tab key={name} value={name} className={styles.tab}>
            {words.tab[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {chargePointTabs.map((name) => {
        const Part = parts[name];
        return (
          <Tabs.Panel key={name} value={name} className={styles.panel}>
            <Part chargePoint={chargePoint} />
          </Tabs.Panel>
        );
      })}
    </Tabs>
  );
}

export function ChargePointPage({ id, tab }: { id: string; tab: ChargePointTab }) {
  const query = useQuery(
    orpc.chargePoints.get.queryOptions({
      input: { id },
      refetchInterval: ({ state }) =>
        state.data?.connectors.some(({ transactionId }) => transactionId !== undefined)
          ? chargingRefetchMs
          : false,
    }),
  );
  if (query.isError && problemOf(query.error).code === 'charge-point-unknown') {
    return <UnknownChargePoint id={id} />;
  }
  return (
    <Loaded query={query} lines={10}>
      {(chargePoint) => (
        <div className={styles.page}>
          <ChargePointHeader chargePoint={chargePoint} />
          <ConnectionTrouble chargePoint={chargePoint} />
          <Group gap="sm" px={6}>
            <NewestAttempt station={chargePoint.id} by="charge-point" />
            {chargePoint.settings.securityProfile >= 2 && (
              <KeyLogSwitch
                target={{ chargePoint: chargePoint.id }}
                on={chargePoint.keyLog === true}
              />
            )}
          </Group>
          <Parts chargePoint={chargePoint} tab={tab} />
        </div>
      )}
    </Loaded>
  );
}
