/** What the bench knows of one station to recognise it, and which checks it applies. */

import { SegmentedControl, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { StationState } from '../../../shared/api/csms-contract.ts';
import { isSecurityProfile } from '../../../shared/security/security-profiles.ts';
import { CertificateCard } from '../../components/certificate-card.tsx';
import { FindingList } from '../../components/finding-list.tsx';
import { notifyProblem } from '../../components/notify-problem.ts';
import { Panel } from '../../components/panel.tsx';
import texts from '../../components/text.module.css';
import { visibleText } from '../../components/visible-text.ts';
import { KeyStorage } from './authorization-key/key-storage.tsx';
import { KeyWorkbench } from './authorization-key/key-workbench.tsx';
import { CertificateChecks } from './certificate-checks.tsx';
import { RevealedKey } from './revealed-key.tsx';
import { usePutStation } from './use-put-station.ts';
import { credentialsWords as words } from './words.ts';

function BoundProfile({ station }: { station: StationState }) {
  const put = usePutStation(station.id);
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        {words.profileTitle}
      </Text>
      <SegmentedControl
        size="xs"
        aria-label={words.profileTitle}
        style={{ alignSelf: 'flex-start' }}
        value={String(station.securityProfile ?? 'any')}
        onChange={(value) => {
          const profile = Number(value);
          put.mutate(
            { securityProfile: isSecurityProfile(profile) ? profile : null },
            { onError: notifyProblem },
          );
        }}
        data={[
          { value: 'any', label: words.anyProfile },
          ...['0', '1', '2', '3'].map((value) => ({ value, label: value })),
        ]}
      />
      <Text size="xs" className={texts.quiet}>
        {words.profileHint}
      </Text>
      {station.formerSecurityProfile !== undefined && station.securityProfile !== undefined && (
        <Text size="xs">
          {words.raisedFrom(station.formerSecurityProfile, station.securityProfile)}
        </Text>
      )}
    </Stack>
  );
}

function StoredKey({ station }: { station: StationState }) {
  const { hasAuthorizationKey, authorizationKeyBytes, keyForm } = station;
  return (
    <Stack gap="sm">
      <Text size="sm">
        {hasAuthorizationKey ? words.keyStored(authorizationKeyBytes) : words.keyNone}{' '}
        {hasAuthorizationKey && keyForm !== undefined && words.keyForms[keyForm]}
      </Text>
      {hasAuthorizationKey && !station.keyIsHash && <RevealedKey id={station.id} />}
      <KeyStorage station={station} />
    </Stack>
  );
}

export function StationCredentials({ station }: { station: StationState }) {
  return (
    <Stack gap="md" miw={0}>
      <Panel
        title={visibleText(station.id)}
        actions={
          <Link className={texts.link} to="/stations/$stationId" params={{ stationId: station.id }}>
            {words.open}
          </Link>
        }
      >
        <BoundProfile station={station} />
      </Panel>
      {station.findings.length > 0 && (
        <Panel title={words.findings}>
          <FindingList findings={station.findings} />
        </Panel>
      )}
      <Panel title={words.keyTitle}>
        <StoredKey station={station} />
      </Panel>
      <KeyWorkbench station={station} />
      <Panel title={words.certificateTitle}>
        <CertificateChecks key={station.serialNumber ?? ''} station={station} />
      </Panel>
      {station.clientCertificate !== undefined && (
        <CertificateCard certificate={station.clientCertificate} title={words.lastCertificate} />
      )}
    </Stack>
  );
}
