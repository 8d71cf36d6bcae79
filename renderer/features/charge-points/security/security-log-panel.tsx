/** The security log of an emulated charge point, and the way to raise an event. */
import { Autocomplete, Button, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ChargePointSecurity } from '../../../../shared/api/charge-point-security-contract.ts';
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import { findSecurityEvent, securityEvents } from '../../../../shared/ocpp/security-events.ts';
import { useChargePointAction } from '../../../app/charge-point-actions.ts';
import { Panel } from '../../../components/panel.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { Quiet, ScrollingTable } from '../inside/transactions-tab.tsx';
import { securityWords as words } from './words.ts';

const known = securityEvents.map(({ name }) => name);

function RaiseEvent({ id }: { id: string }) {
  const { act, busy } = useChargePointAction(id);
  const [type, setType] = useState('TamperDetectionActivated');
  const [techInfo, setTechInfo] = useState('');
  const fits = type.trim() !== '' && type.length <= 50;
  const raise = (event: FormEvent) => {
    event.preventDefault();
    if (!fits) return;
    const info = techInfo.trim();
    act({
      action: 'raise-security-event',
      type: type.trim(),
      ...(info === '' ? {} : { techInfo: info }),
    });
  };
  return (
    <form onSubmit={raise}>
      <Group gap="sm" align="flex-end">
        <Autocomplete
          size="xs"
          w={300}
          label={words.event}
          title={words.eventHint}
          data={known}
          value={type}
          maxLength={50}
          onChange={setType}
        />
        <TextInput
          flex={1}
          label={words.techInfo}
          maxLength={255}
          value={techInfo}
          onChange={(event) => setTechInfo(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={!fits} loading={busy}>
          {words.raise}
        </Button>
      </Group>
    </form>
  );
}

export function SecurityLogPanel({
  chargePoint,
  log,
}: {
  chargePoint: ChargePointState;
  log: ChargePointSecurity['securityLog'];
}) {
  const { id, waitingSecurityEvents } = chargePoint;
  const { act } = useChargePointAction(id);
  return (
    <Panel
      title={words.log}
      note={waitingSecurityEvents > 0 ? words.waiting(waitingSecurityEvents) : undefined}
      actions={
        <Button
          variant="default"
          disabled={log.length === 0}
          onClick={() => act({ action: 'clear-security-log' })}
        >
          {words.clearLog}
        </Button>
      }
    >
      <Stack gap="sm">
        <RaiseEvent id={id} />
        {log.length === 0 ? (
          <Quiet>{words.logEmpty}</Quiet>
        ) : (
          <ScrollingTable label={words.log} headings={[words.at, words.type, words.techInfo]}>
            {log.toReversed().map(({ timestamp, type, techInfo }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two events may be alike to the millisecond
              <Table.Tr key={`${timestamp} ${index}`}>
                <Table.Td>
                  <TimeText at={timestamp} />
                </Table.Td>
                <Table.Td>
                  {findSecurityEvent(type)?.critical ? (
                    <StatusDot tone="warning">
                      {visibleText(type)} ({words.critical})
                    </StatusDot>
                  ) : (
                    <Text size="sm">{visibleText(type)}</Text>
                  )}
                </Table.Td>
                <Table.Td>{visibleText(techInfo ?? '')}</Table.Td>
              </Table.Tr>
            ))}
          </ScrollingTable>
        )}
      </Stack>
    </Panel>
  );
}
