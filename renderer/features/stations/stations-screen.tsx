/** The Stations screen without a chosen station: why the list is empty, or what to choose; and the id tags. */
import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { orpc } from '../../app/api-client.ts';
import layout from '../../components/list-and-detail.module.css';
import { Loaded } from '../../components/loaded.tsx';
import { StationsLayout } from './stations-layout.tsx';
import { stationsWords as words } from './words.ts';

function NoStation() {
  const policy = useQuery(orpc.csms.get.queryOptions()).data?.policy;
  return (
    <Stack className={layout.message} gap="sm">
      <Title order={2}>{words.emptyTitle}</Title>
      <Text size="sm">{words.emptyText}</Text>
      {policy?.knownOnly === true && <Text size="sm">{words.emptyKnownOnly}</Text>}
      <Link to="/">{words.toBench}</Link>
      <Link to="/security">{words.toSecurity}</Link>
    </Stack>
  );
}

function PickStation() {
  return (
    <Stack className={layout.message} gap="sm">
      <Title order={2}>{words.pickTitle}</Title>
      <Text size="sm">{words.pickText}</Text>
    </Stack>
  );
}

export function StationsScreen() {
  const { view } = useSearch({ from: '/stations' });
  const stations = useQuery(orpc.csms.stations.queryOptions());
  const navigate = useNavigate();
  const only = stations.data?.length === 1 ? stations.data[0]?.id : undefined;
  useEffect(() => {
    if (only === undefined || (view ?? 'charge-points') !== 'charge-points') return;
    void navigate({ to: '/stations/$stationId', params: { stationId: only }, replace: true });
  }, [only, view, navigate]);
  return (
    <StationsLayout view={view ?? 'charge-points'}>
      <div className={layout.detail}>
        <Loaded query={stations} lines={6}>
          {(known) => (known.length === 0 ? <NoStation /> : <PickStation />)}
        </Loaded>
      </div>
    </StationsLayout>
  );
}
