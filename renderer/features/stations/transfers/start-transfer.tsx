/** Starts a transfer: firmware to the charge point, diagnostics or a log from it. */
import { Button, Select, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import type {
  FileProtocol,
  SignatureScheme,
  StoredFile,
} from '../../../../shared/api/files-contract.ts';
import { Panel } from '../../../components/panel.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { useStartOperation } from '../operations/use-operations.ts';
import pieces from '../pieces/pieces.module.css';
import { useCanAsk } from '../pieces/use-action.tsx';
import { transferScreenWords as words } from './words.ts';

// Object.keys loses the key type; the objects are literals of the words file.
const protocols = Object.keys(words.protocols) as FileProtocol[];
const schemes = Object.keys(words.signatures) as SignatureScheme[];

function Protocol({
  value,
  onChange,
}: {
  value: FileProtocol;
  onChange: (value: FileProtocol) => void;
}) {
  return (
    <Select
      w={150}
      label={words.protocol}
      value={value}
      onChange={(wanted) => onChange(protocols.find((known) => known === wanted) ?? value)}
      data={protocols.map((known) => ({ value: known, label: words.protocols[known] }))}
    />
  );
}

export function UpdateFirmware({
  station,
  firmware,
  scheme,
  onScheme,
}: {
  station: StationState;
  firmware: readonly StoredFile[];
  scheme: SignatureScheme;
  onScheme: (scheme: SignatureScheme) => void;
}) {
  const [chosen, setChosen] = useState<string>();
  const [protocol, setProtocol] = useState<FileProtocol>('http');
  const start = useStartOperation(station.id);
  const canAsk = useCanAsk(station);
  const file = firmware.find(({ id }) => id === chosen) ?? firmware[0];
  const begin = (operation: 'update-firmware' | 'update-firmware-signed') =>
    file !== undefined &&
    start.mutate({
      operation,
      file: file.id,
      protocol,
      ...(operation === 'update-firmware' ? {} : { sign: scheme }),
    });
  return (
    <Panel title={words.update}>
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          {words.updateText}
        </Text>
        <div className={pieces.row}>
          <Select
            w={220}
            label={words.file}
            disabled={firmware.length === 0}
            placeholder={words.noFile}
            value={file?.id ?? null}
            onChange={(value) => setChosen(value ?? undefined)}
            data={firmware.map(({ id, name }) => ({ value: id, label: visibleText(name) }))}
          />
          <Protocol value={protocol} onChange={setProtocol} />
          <Select
            w={220}
            label={words.sign}
            value={scheme}
            onChange={(value) => onScheme(schemes.find((known) => known === value) ?? scheme)}
            data={schemes.map((value) => ({ value, label: words.signatures[value] }))}
          />
        </div>
        <div className={pieces.row}>
          <Button
            disabled={!canAsk || file === undefined}
            loading={start.isPending}
            onClick={() => begin('update-firmware-signed')}
          >
            {words.signed}
          </Button>
          <Button
            variant="default"
            title={words.plainHint}
            disabled={!canAsk || file === undefined || start.isPending}
            onClick={() => begin('update-firmware')}
          >
            {words.plain}
          </Button>
        </div>
        <Text size="xs" c="dimmed">
          {words.root}{' '}
          <Link
            to="/stations/$stationId"
            params={{ stationId: station.id }}
            search={{ tab: 'certificates' }}
          >
            {words.toCertificates}
          </Link>
        </Text>
        {start.error !== null && <ProblemAlert error={start.error} />}
      </Stack>
    </Panel>
  );
}

export function AskForFiles({ station }: { station: StationState }) {
  const [protocol, setProtocol] = useState<FileProtocol>('http');
  const start = useStartOperation(station.id);
  const canAsk = useCanAsk(station);
  const button = (text: string, request: Record<string, unknown>) => (
    <Button
      key={text}
      variant="default"
      disabled={!canAsk || start.isPending}
      onClick={() => start.mutate({ operation: 'get-log', ...request, protocol })}
    >
      {text}
    </Button>
  );
  return (
    <Panel title={words.ask}>
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          {words.askText}
        </Text>
        <div className={pieces.row}>
          <Protocol value={protocol} onChange={setProtocol} />
        </div>
        <div className={pieces.row}>
          {button(words.securityLog, { logType: 'SecurityLog' })}
          {button(words.diagnosticsLog, { logType: 'DiagnosticsLog' })}
          {button(words.diagnostics, { operation: 'get-diagnostics' })}
        </div>
        {start.error !== null && <ProblemAlert error={start.error} />}
      </Stack>
    </Panel>
  );
}
