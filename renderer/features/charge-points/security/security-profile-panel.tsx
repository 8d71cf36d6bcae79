/** The security profile of an emulated charge point, what the next one needs, and the way up. */
import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChargePointSecurity } from '../../../../shared/api/charge-point-security-contract.ts';
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import { securityProfiles } from '../../../../shared/security/security-profiles.ts';
import { orpc, queryClient } from '../../../app/api-client.ts';
import { notifyProblem } from '../../../components/notify-problem.ts';
import { Panel } from '../../../components/panel.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import { statusOf } from '../inside/outcome-status.ts';
import styles from './security.module.css';
import { securityWords as words } from './words.ts';

const profiles = [1, 2, 3] as const;

export function SecurityProfilePanel({
  chargePoint,
  security,
}: {
  chargePoint: ChargePointState;
  security: ChargePointSecurity;
}) {
  const { id, settings } = chargePoint;
  const [status, setStatus] = useState<string>();
  const raise = useMutation(
    orpc.chargePoints.act.mutationOptions({
      onSuccess: ({ outcome }) => {
        setStatus(statusOf(outcome) ?? '');
        void queryClient.invalidateQueries({ queryKey: orpc.chargePoints.key() });
      },
      onError: notifyProblem,
    }),
  );
  const higher = profiles.filter((profile) => profile > settings.securityProfile);
  const facts = [
    [words.now, `${settings.securityProfile}, ${securityProfiles[settings.securityProfile].name}`],
    [words.key, settings.hasAuthorizationKey ? words.hasKey : words.noKey],
    [words.roots, String(security.centralSystemRoots.length)],
    [
      words.certificate,
      security.clientCertificate === undefined ? words.noCertificate : words.hasCertificate,
    ],
  ] as const;
  return (
    <Panel title={words.profile}>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Text size="sm" mb="xs">
        {words.profileText}
      </Text>
      <Group gap="sm">
        {higher.length === 0 && <Text size="sm">{words.highest}</Text>}
        {higher.map((profile) => (
          <Button
            key={profile}
            variant="default"
            loading={raise.isPending}
            onClick={() =>
              raise.mutate({
                params: { id },
                body: { action: 'set-configuration', key: 'SecurityProfile', value: `${profile}` },
              })
            }
          >
            {words.raiseTo(profile)}
          </Button>
        ))}
        <span role="status">
          {status !== undefined && (
            <StatusDot tone={status === 'Accepted' ? 'good' : 'error'}>
              {status === 'Accepted' ? words.raised : words.notRaised(status)}
            </StatusDot>
          )}
        </span>
      </Group>
    </Panel>
  );
}
