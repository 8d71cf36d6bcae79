/** What is known of a station: connectors now and over time, connection, findings, client certificate. */
import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import { NewestAttempt } from '../../../app/newest-attempt.tsx';
import { CertificateCard } from '../../../components/certificate-card.tsx';
import { FindingList } from '../../../components/finding-list.tsx';
import { Panel } from '../../../components/panel.tsx';
import { stationFilter } from '../../../components/station-filter.ts';
import { ConnectorLanes } from '../overview/connector-lanes.tsx';
import pieces from '../pieces/pieces.module.css';
import { sendCall } from '../send/sent-calls.ts';
import { certificatePanelWords, findingsWords } from '../words.ts';
import { ConnectionFacts } from './connection-facts.tsx';
import { ConnectorCards } from './connector-cards.tsx';
import { FirstContactPanel } from './first-contact.tsx';
import styles from './station-overview.module.css';

function Findings({ station }: { station: StationState }) {
  return (
    <Panel
      title={findingsWords.title}
      note={station.findings.length === 0 ? undefined : station.findings.length}
      actions={
        <Link
          to="/frames"
          search={{ filter: `${stationFilter(station.id)} severity:warning` }}
          className={styles.link}
        >
          {findingsWords.frames}
        </Link>
      }
    >
      {station.findings.length === 0 ? (
        <Text size="sm" c="dimmed">
          {findingsWords.none}
        </Text>
      ) : (
        <FindingList findings={station.findings} />
      )}
    </Panel>
  );
}

function Certificate({ station }: { station: StationState }) {
  const profile = station.connectedProfile ?? station.securityProfile;
  if (station.clientCertificate !== undefined) {
    return (
      <CertificateCard
        certificate={station.clientCertificate}
        title={certificatePanelWords.title}
      />
    );
  }
  if (profile !== 3) return null;
  return (
    <Panel title={certificatePanelWords.title}>
      <Text size="sm" c="dimmed">
        {certificatePanelWords.none}
      </Text>
    </Panel>
  );
}

/** Known by name only: what matters then is what lies before its first connection. */
const hasNeverCome = ({ connected, lastSeen }: StationState): boolean =>
  !connected && lastSeen === undefined;

export function StationOverview({ station }: { station: StationState }) {
  const askForStatus = () =>
    void sendCall({
      station: station.id,
      action: 'TriggerMessage',
      payloadText: JSON.stringify({ requestedMessage: 'StatusNotification' }),
      validate: true,
    });
  return (
    <div className={pieces.stack}>
      <ConnectorCards station={station} onAskForStatus={askForStatus} />
      <ConnectorLanes station={station} />
      <div className={styles.overview}>
        <div className={styles.column}>
          <ConnectionFacts station={station} />
          {hasNeverCome(station) ? (
            <FirstContactPanel station={station.id} />
          ) : (
            <NewestAttempt station={station.id} by="csms" />
          )}
        </div>
        <div className={styles.column}>
          <Findings station={station} />
          <Certificate station={station} />
        </div>
      </div>
    </div>
  );
}
