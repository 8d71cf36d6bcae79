/** The firmware of an emulated charge point and the files it fetches and gives, with their progress. */
import { Progress, Stack, Text } from '@mantine/core';
import type { TransferState } from '../../../../shared/api/charge-point-security-contract.ts';
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import {
  firmwareStatusWords,
  installResultWords,
  signatureSchemeWords,
  transferFaultWords,
  transferKindWords,
} from '../../../../shared/api/transfer-words.ts';
import { formatBytes } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import texts from '../../../components/text.module.css';
import { visibleText } from '../../../components/visible-text.ts';
import { Quiet } from '../inside/transactions-tab.tsx';
import styles from '../security/security.module.css';
import { transfersWords as words } from './words.ts';

type Facts = readonly (readonly [string, string])[];

/** How long installing takes when the settings say nothing. */
const usualInstallS = 5;

function FactList({ facts }: { facts: Facts }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{visibleText(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function firmwareFacts({ firmware }: ChargePointState): Facts {
  const { version, status, requestId, signatureScheme } = firmware;
  return [
    [words.version, version],
    [words.status, `${firmwareStatusWords[status]} (${status})`],
    ...(requestId === undefined ? [] : [[words.request, String(requestId)] as const]),
    [
      words.signature,
      signatureScheme === undefined ? words.none : signatureSchemeWords[signatureScheme],
    ],
  ];
}

function behaviourFacts({ settings }: ChargePointState): Facts {
  const { firmware, refuseUnsignedFirmware, uploadMethod } = settings;
  return [
    [words.installs, installResultWords[firmware?.installResult ?? 'Installed']],
    [words.installTakes, words.seconds(firmware?.installS ?? usualInstallS)],
    [words.unsigned, refuseUnsignedFirmware ? words.refused : words.taken],
    [words.upload, uploadMethod ?? words.uploadDefault],
  ];
}

function bytesText({ bytes, totalBytes }: TransferState): string {
  return totalBytes === undefined
    ? formatBytes(bytes)
    : `${formatBytes(bytes)} ${words.of} ${formatBytes(totalBytes)}`;
}

function Transfer({ transfer }: { transfer: TransferState }) {
  const { kind, location, fileName, requestId, running, attempt, bytes, totalBytes, fault } =
    transfer;
  const share = totalBytes === undefined ? undefined : (bytes / Math.max(1, totalBytes)) * 100;
  const name = transferKindWords[kind];
  return (
    <li className={styles.marked}>
      <div className={styles.facts}>
        <StatusDot tone={fault !== undefined ? 'error' : running ? 'busy' : 'good'}>
          <strong>{name}</strong> {running ? words.running : fault === undefined && words.done}
        </StatusDot>
        <span>
          {words.attempt} {attempt}
        </span>
        {requestId !== undefined && (
          <span>
            {words.request} {requestId}
          </span>
        )}
        <span>{bytesText(transfer)}</span>
      </div>
      <Text className={texts.wire}>
        {visibleText(location)}
        {fileName !== undefined && ` → ${visibleText(fileName)}`}
      </Text>
      {share !== undefined && <Progress value={share} aria-label={`${words.progress}: ${name}`} />}
      {fault !== undefined && <Text size="sm">{transferFaultWords[fault]}</Text>}
    </li>
  );
}

export function TransfersTab({ chargePoint }: { chargePoint: ChargePointState }) {
  const { transfers } = chargePoint;
  return (
    <div className={styles.stack}>
      <Panel title={words.firmware}>
        <FactList facts={firmwareFacts(chargePoint)} />
      </Panel>
      <Panel title={words.transfers} note={words.transfersNote}>
        {transfers.length === 0 ? (
          <Quiet>{words.noTransfer}</Quiet>
        ) : (
          <Stack component="ul" gap="sm" className={texts.list}>
            {transfers.map((transfer) => (
              <Transfer key={transfer.kind} transfer={transfer} />
            ))}
          </Stack>
        )}
      </Panel>
      <Panel title={words.behaviour}>
        <FactList facts={behaviourFacts(chargePoint)} />
      </Panel>
    </div>
  );
}
