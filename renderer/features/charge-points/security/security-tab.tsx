/** Profile, certificates, roots and security log of an emulated charge point. */
import { Button, Stack, Text, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ChargePointSecurity } from '../../../../shared/api/charge-point-security-contract.ts';
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import { orpc } from '../../../app/api-client.ts';
import { useChargePointAction } from '../../../app/charge-point-actions.ts';
import { CertificateCard } from '../../../components/certificate-card.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { Panel } from '../../../components/panel.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import { Quiet } from '../inside/transactions-tab.tsx';
import styles from './security.module.css';
import { SecurityLogPanel } from './security-log-panel.tsx';
import { SecurityProfilePanel } from './security-profile-panel.tsx';
import { securityWords as words } from './words.ts';

function OwnCertificates({ id, security }: { id: string; security: ChargePointSecurity }) {
  const { act, busy } = useChargePointAction(id);
  const { clientCertificate, comingCertificates, formerCertificates } = security;
  return (
    <Panel
      title={words.client}
      actions={
        <Tooltip label={words.renewHint}>
          <Button
            variant="default"
            loading={busy}
            onClick={() => act({ action: 'renew-certificate' })}
          >
            {words.renew}
          </Button>
        </Tooltip>
      }
    >
      <Stack gap="sm">
        {clientCertificate === undefined ? (
          <Quiet>{words.clientNone}</Quiet>
        ) : (
          <CertificateCard certificate={clientCertificate} />
        )}
        {comingCertificates.map((certificate) => (
          <div key={certificate.fingerprintSha256} className={styles.marked}>
            <Text size="sm">{words.comingTitle}</Text>
            <CertificateCard certificate={certificate} />
          </div>
        ))}
        {formerCertificates.length > 0 && <Text size="sm">{words.former}</Text>}
        {formerCertificates.map((certificate) => (
          <CertificateCard key={certificate.fingerprintSha256} certificate={certificate} />
        ))}
      </Stack>
    </Panel>
  );
}

function Roots({ security }: { security: ChargePointSecurity }) {
  const { centralSystemRoots, manufacturerRoots } = security;
  return (
    <>
      <Panel title={words.systemRoots} note={centralSystemRoots.length}>
        <Stack gap="sm">
          {centralSystemRoots.length === 0 && <Quiet>{words.systemRootsNone}</Quiet>}
          {centralSystemRoots.map(({ certificate, isFallBack, isInUse }) => (
            <div key={certificate.fingerprintSha256} className={styles.marked}>
              {isInUse && <StatusDot tone="good">{words.inUse}</StatusDot>}
              {isFallBack && <StatusDot tone="info">{words.fallBack}</StatusDot>}
              <CertificateCard certificate={certificate} />
            </div>
          ))}
        </Stack>
      </Panel>
      <Panel title={words.manufacturerRoots} note={manufacturerRoots.length}>
        <Stack gap="sm">
          {manufacturerRoots.length === 0 && <Quiet>{words.manufacturerRootsNone}</Quiet>}
          {manufacturerRoots.map((certificate) => (
            <CertificateCard key={certificate.fingerprintSha256} certificate={certificate} />
          ))}
        </Stack>
      </Panel>
    </>
  );
}

export function SecurityTab({ chargePoint }: { chargePoint: ChargePointState }) {
  const { id } = chargePoint;
  const query = useQuery(orpc.chargePoints.security.queryOptions({ input: { id } }));
  return (
    <Loaded query={query} lines={8}>
      {(security) => (
        <div className={styles.stack}>
          <SecurityProfilePanel chargePoint={chargePoint} security={security} />
          <SecurityLogPanel chargePoint={chargePoint} log={security.securityLog} />
          <OwnCertificates id={id} security={security} />
          <Roots security={security} />
        </div>
      )}
    </Loaded>
  );
}
