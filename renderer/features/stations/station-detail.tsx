/** One station: who it is, what its connectors do, and tabs for state, sending and settings. */
import { Stack, Tabs, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { StationState } from '../../../shared/api/csms-contract.ts';
import { orpc } from '../../app/api-client.ts';
import { type StationTab, stationTabs } from '../../app/routes.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { problemOf } from '../../components/problem-of.ts';
import { ConnectorCards } from './detail/connector-cards.tsx';
import { StationHeader } from './detail/station-header.tsx';
import { StationOverview } from './detail/station-overview.tsx';
import { StationSettings } from './detail/station-settings.tsx';
import { SendAction } from './send/send-action.tsx';
import { sendCall } from './send/sent-calls.ts';
import styles from './station-detail.module.css';
import layoutStyles from './stations-layout.module.css';
import { headerWords as words } from './words.ts';

function UnknownStation({ id }: { id: string }) {
  return (
    <Stack className={layoutStyles.message} gap="sm">
      <Title order={2}>{words.unknownTitle(id)}</Title>
      <Text size="sm">{words.unknownText}</Text>
      <Link to="/stations">{words.toList}</Link>
    </Stack>
  );
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
      <Tabs.List aria-label={words.tabs}>
        <Tabs.Tab value="overview">{words.overview}</Tabs.Tab>
        <Tabs.Tab value="send">{words.send}</Tabs.Tab>
        <Tabs.Tab value="settings">{words.settings}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="overview" className={styles.panel}>
        <StationOverview station={station} />
      </Tabs.Panel>
      <Tabs.Panel value="send" className={styles.panel}>
        <SendAction station={station} />
      </Tabs.Panel>
      <Tabs.Panel value="settings" className={styles.panel}>
        <StationSettings station={station} />
      </Tabs.Panel>
    </Tabs>
  );
}

export function StationDetail({ id, tab }: { id: string; tab: StationTab }) {
  const query = useQuery(orpc.csms.station.queryOptions({ input: { id } }));
  const isUnknown = query.isError && problemOf(query.error).code === 'station-unknown';
  const askForStatus = () =>
    void sendCall({
      station: id,
      action: 'TriggerMessage',
      payloadText: JSON.stringify({ requestedMessage: 'StatusNotification' }),
      validate: true,
    });
  if (isUnknown) return <UnknownStation id={id} />;
  return (
    <Loaded query={query} lines={10}>
      {(station) => (
        <div className={styles.station}>
          <StationHeader station={station} />
          <ConnectorCards station={station} onAskForStatus={askForStatus} />
          <StationTabs station={station} tab={tab} />
        </div>
      )}
    </Loaded>
  );
}
