/** One station: who it is, and a tab for each thing that can be known of it or done with it. */
import { Stack, Tabs, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { StationState } from '../../../shared/api/csms-contract.ts';
import { type StationTab, stationTabs } from '../../app/addresses.ts';
import { orpc } from '../../app/api-client.ts';
import layout from '../../components/list-and-detail.module.css';
import { Loaded } from '../../components/loaded.tsx';
import { problemOf } from '../../components/problem-of.ts';
import { AnswersView } from './answers/answers-view.tsx';
import { useOverrides } from './answers/override-banner.tsx';
import { CertificatesTab } from './certificates/certificates-tab.tsx';
import { ChargingTab } from './charging/charging-tab.tsx';
import { ConfigurationTab } from './configuration/configuration-tab.tsx';
import { StationHeader } from './detail/station-header.tsx';
import { StationOverview } from './detail/station-overview.tsx';
import { StationSettings } from './detail/station-settings.tsx';
import { ListsTab } from './lists/lists-tab.tsx';
import { SecurityTab } from './operations/security-tab.tsx';
import { isTransfer, isUnderWay, useOperations } from './operations/use-operations.ts';
import { SendAction } from './send/send-action.tsx';
import styles from './station-detail.module.css';
import { TransactionsTab } from './transactions/transactions-tab.tsx';
import { TransfersTab } from './transfers/transfers-tab.tsx';
import { headerWords as words } from './words.ts';

function UnknownStation({ id }: { id: string }) {
  return (
    <Stack className={layout.message} gap="sm">
      <Title order={2}>{words.unknownTitle(id)}</Title>
      <Text size="sm">{words.unknownText}</Text>
      <Link to="/stations">{words.toList}</Link>
    </Stack>
  );
}

const contents: Record<StationTab, (props: { station: StationState }) => ReactNode> = {
  overview: StationOverview,
  transactions: TransactionsTab,
  send: SendAction,
  configuration: ConfigurationTab,
  lists: ListsTab,
  charging: ChargingTab,
  certificates: CertificatesTab,
  transfers: TransfersTab,
  security: SecurityTab,
  answers: ({ station }) => <AnswersView station={station.id} />,
  settings: StationSettings,
};

/** A tab says what would be overlooked: chosen answers, an operation that waits. */
function TabBadge({ station, tab }: { station: StationState; tab: StationTab }) {
  const overrides = useOverrides(station.id);
  const operations = useOperations(station.id).data ?? [];
  const value =
    tab === 'answers'
      ? (overrides?.rules.length ?? 0)
      : tab === 'security'
        ? operations.filter((operation) => isUnderWay(operation) && !isTransfer(operation)).length
        : tab === 'transfers'
          ? operations.filter((operation) => isUnderWay(operation) && isTransfer(operation)).length
          : 0;
  return value === 0 ? null : <span className={styles.badge}>{value}</span>;
}

function StationTabs({ station, tab }: { station: StationState; tab: StationTab }) {
  const navigate = useNavigate();
  const open = (wanted: string | null) => {
    const known = stationTabs.find((name) => name === wanted);
    void navigate({
      to: '/stations/$stationId',
      params: { stationId: station.id },
      search: known === undefined || known === 'overview' ? {} : { tab: known },
      replace: true,
    });
  };
  return (
    <Tabs value={tab} onChange={open} className={styles.tabs}>
      <Tabs.List aria-label={words.tabs} className={styles.tabList}>
        {stationTabs.map((name) => (
          <Tabs.Tab key={name} value={name} className={styles.tab}>
            {words.tab[name]}
            <TabBadge station={station} tab={name} />
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {stationTabs.map((name) => {
        const Content = contents[name];
        return (
          <Tabs.Panel key={name} value={name} className={styles.panel}>
            <Content station={station} />
          </Tabs.Panel>
        );
      })}
    </Tabs>
  );
}

export function StationDetail({ id, tab }: { id: string; tab: StationTab }) {
  const query = useQuery(orpc.csms.station.queryOptions({ input: { id } }));
  const isUnknown = query.isError && problemOf(query.error).code === 'station-unknown';
  if (isUnknown) return <UnknownStation id={id} />;
  return (
    <Loaded query={query} lines={10}>
      {(station) => (
        <div className={styles.station}>
          <StationHeader station={station} />
          <StationTabs station={station} tab={tab} />
        </div>
      )}
    </Loaded>
  );
}
