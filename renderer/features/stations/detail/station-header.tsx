/** Identity and state of a station, and what can be done to it as a whole. */
import { ActionIcon, Button, Group, Menu, Text, Tooltip } from '@mantine/core';
import { IconDots, IconPlugConnectedX, IconShieldLock, IconTerminal2 } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import { orpc, queryClient, useBenchConnection } from '../../../app/api-client.ts';
import { IdentityHeader } from '../../../components/identity-header.tsx';
import { notifyProblem } from '../../../components/notify-problem.ts';
import { ProfileBadge } from '../../../components/profile-badge.tsx';
import { QuestionDialog } from '../../../components/question-dialog.tsx';
import { stationFilter } from '../../../components/station-filter.ts';
import { StatusDot } from '../../../components/status-dot.tsx';
import { registrationTones } from '../../../components/status-tones.ts';
import { visibleText } from '../../../components/visible-text.ts';
import { connectionFactWords, stationsWords, headerWords as words } from '../words.ts';
import styles from './station-header.module.css';

function DeleteStation({
  id,
  opened,
  onClose,
}: {
  id: string;
  opened: boolean;
  onClose: () => void;
}) {
  const navigate = useNavigate();
  const remove = useMutation(
    orpc.csms.deleteStation.mutationOptions({
      onSuccess: async () => {
        onClose();
        await queryClient.invalidateQueries({ queryKey: orpc.csms.stations.key() });
        await navigate({ to: '/stations' });
      },
    }),
  );
  return (
    <QuestionDialog
      opened={opened}
      title={words.removeTitle(id)}
      confirm={words.removeConfirm}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ id })}
      onClose={onClose}
    >
      <Text size="sm">{words.removeText}</Text>
    </QuestionDialog>
  );
}

function StationActions({ station }: { station: StationState }) {
  const [deleting, setDeleting] = useState(false);
  const isOnline = useBenchConnection().status === 'online';
  const disconnect = useMutation(
    orpc.csms.disconnectStation.mutationOptions({ onError: notifyProblem }),
  );
  return (
    <Group gap={6}>
      <Tooltip label={words.framesHint}>
        <Button
          variant="default"
          leftSection={<IconTerminal2 size={14} />}
          renderRoot={(props) => (
            <Link to="/frames" search={{ filter: stationFilter(station.id) }} {...props} />
          )}
        >
          {words.frames}
        </Button>
      </Tooltip>
      <Tooltip label={words.securityHint}>
        <Button
          variant="default"
          leftSection={<IconShieldLock size={14} />}
          renderRoot={(props) => <Link to="/security" {...props} />}
        >
          {words.security}
        </Button>
      </Tooltip>
      <Tooltip label={words.disconnectHint}>
        <Button
          variant="default"
          leftSection={<IconPlugConnectedX size={14} />}
          disabled={!station.connected || !isOnline}
          loading={disconnect.isPending}
          onClick={() => disconnect.mutate({ id: station.id })}
        >
          {words.disconnect}
        </Button>
      </Tooltip>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size="md" aria-label={words.more}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            renderRoot={(props) => (
              <Link to="/security" hash="probe" search={{ charger: station.id }} {...props} />
            )}
          >
            {words.handshake}
          </Menu.Item>
          <Menu.Item
            color="red"
            disabled={station.connected || !isOnline}
            onClick={() => setDeleting(true)}
          >
            {words.remove}
            {station.connected && (
              <Text size="xs" c="dimmed">
                {words.removeHint}
              </Text>
            )}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <DeleteStation id={station.id} opened={deleting} onClose={() => setDeleting(false)} />
    </Group>
  );
}

export function StationHeader({ station }: { station: StationState }) {
  const { id, connected, registration, vendor, model, firmwareVersion } = station;
  const profile = station.connectedProfile ?? station.securityProfile;
  const product = [vendor, model, firmwareVersion].filter((part) => part !== undefined).join(' · ');
  return (
    <IdentityHeader
      identity={id}
      state={
        <>
          <StatusDot tone={connected ? 'good' : 'off'}>
            {connected ? stationsWords.connected : stationsWords.disconnected}
          </StatusDot>
          {profile !== undefined && <ProfileBadge profile={profile} />}
          <StatusDot tone={registration === undefined ? 'off' : registrationTones[registration]}>
            {connectionFactWords.boot}: {registration ?? connectionFactWords.notBooted}
          </StatusDot>
          {product !== '' && <span className={styles.product}>{visibleText(product)}</span>}
        </>
      }
      actions={<StationActions station={station} />}
    />
  );
}
