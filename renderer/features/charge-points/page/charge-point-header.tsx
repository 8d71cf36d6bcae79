/** Identity and state of an emulated charge point, and what can be done to it as a whole. */
import { ActionIcon, Button, Group, Menu, Text, Tooltip } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import { useChargePointAction, useRemoveChargePoint } from '../../../app/charge-point-actions.ts';
import { ChargePointStatus, isOn } from '../../../components/charge-point-status.tsx';
import { IdentityHeader } from '../../../components/identity-header.tsx';
import { BenchControls } from '../../../components/last-known.tsx';
import { ProfileBadge } from '../../../components/profile-badge.tsx';
import { QuestionDialog } from '../../../components/question-dialog.tsx';
import { stationFilter } from '../../../components/station-filter.ts';
import { StatusDot } from '../../../components/status-dot.tsx';
import { registrationTones } from '../../../components/status-tones.ts';
import { visibleText } from '../../../components/visible-text.ts';
import { headerWords as words } from '../words.ts';
import styles from './page.module.css';

function Removal({ id, asked, onClose }: { id: string; asked: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const remove = useRemoveChargePoint(() => {
    onClose();
    void navigate({ to: '/charge-points' });
  });
  return (
    <QuestionDialog
      opened={asked}
      title={words.removeTitle(id)}
      confirm={words.remove}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ id })}
      onClose={onClose}
    >
      <Text size="sm">{words.removeText}</Text>
    </QuestionDialog>
  );
}

function More({ chargePoint }: { chargePoint: ChargePointState }) {
  const { id } = chargePoint;
  const { act } = useChargePointAction(id);
  const [removing, setRemoving] = useState(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size="md" aria-label={words.more}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => act({ action: 'restart' })}>{words.reboot}</Menu.Item>
          <Menu.Divider />
          <Menu.Item
            renderRoot={(props) => (
              <Link to="/stations/$stationId" params={{ stationId: id }} {...props} />
            )}
          >
            {words.station}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" onClick={() => setRemoving(true)}>
            {words.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Removal id={id} asked={removing} onClose={() => setRemoving(false)} />
    </>
  );
}

function Hinted({ hint, children }: { hint: string; children: ReactNode }) {
  return (
    <Tooltip label={hint} multiline maw={280}>
      <span>{children}</span>
    </Tooltip>
  );
}

function Actions({ chargePoint }: { chargePoint: ChargePointState }) {
  const { id, status } = chargePoint;
  const { act, busy } = useChargePointAction(id);
  const on = isOn(status);
  return (
    <BenchControls>
      <Group gap={6}>
        <Button
          variant="default"
          loading={busy}
          onClick={() => act({ action: on ? 'disconnect' : 'connect' })}
        >
          {on ? words.disconnect : words.connect}
        </Button>
        <Hinted hint={words.powerCycleHint}>
          <Button variant="default" onClick={() => act({ action: 'power-cycle' })}>
            {words.powerCycle}
          </Button>
        </Hinted>
        <Hinted hint={words.offlineHint}>
          <Button
            variant="default"
            onClick={() => act({ action: status === 'connected' ? 'go-offline' : 'go-online' })}
          >
            {status === 'connected' ? words.offline : words.online}
          </Button>
        </Hinted>
        <Hinted hint={words.framesHint}>
          <Button
            variant="default"
            renderRoot={(props) => (
              <Link to="/frames" search={{ filter: stationFilter(id) }} {...props} />
            )}
          >
            {words.frames}
          </Button>
        </Hinted>
        <More chargePoint={chargePoint} />
      </Group>
    </BenchControls>
  );
}

function factsOf({ settings, status, tls, heartbeatIntervalS, firmware }: ChargePointState) {
  return [
    settings.url,
    ...(status === 'connected'
      ? [tls === undefined ? words.plain : `${tls.version}, ${tls.suite}`]
      : []),
    ...(heartbeatIntervalS === undefined ? [] : [words.heartbeat(heartbeatIntervalS)]),
    `${settings.vendor} ${settings.model} ${firmware.version}`,
    ...(settings.hasAuthorizationKey ? [words.hasKey] : []),
  ];
}

export function ChargePointHeader({ chargePoint }: { chargePoint: ChargePointState }) {
  const { id, status, settings, registration } = chargePoint;
  return (
    <section aria-label={words.header}>
      <IdentityHeader
        identity={id}
        state={
          <>
            <ChargePointStatus status={status} />
            <ProfileBadge profile={settings.securityProfile} />
            <StatusDot tone={registration === undefined ? 'off' : registrationTones[registration]}>
              {words.boot} {registration ?? words.notBooted}
            </StatusDot>
          </>
        }
        facts={
          <div className={styles.facts}>
            {factsOf(chargePoint).map((fact) => (
              <span key={fact}>{visibleText(fact)}</span>
            ))}
          </div>
        }
        actions={<Actions chargePoint={chargePoint} />}
      />
    </section>
  );
}
