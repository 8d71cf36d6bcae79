/** The tab Certificates: what is installed at the charge point, matched with the bench's own; install and delete. */
import { Button, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import type {
  CertificateType,
  InstalledCertificates,
} from '../../../../shared/api/csms-station-contract.ts';
import { orpc } from '../../../app/api-client.ts';
import { ColumnTable } from '../../../components/column-table.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { Panel } from '../../../components/panel.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { QuestionDialog } from '../../../components/question-dialog.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { OperationList } from '../operations/operation-list.tsx';
import { useStartOperation } from '../operations/use-operations.ts';
import { FrameLinks } from '../pieces/frame-links.tsx';
import pieces from '../pieces/pieces.module.css';
import { useCanAsk } from '../pieces/use-action.tsx';
import { InstallRoot } from './install-root.tsx';
import { installedWords as words } from './words.ts';

type Installed = InstalledCertificates['certificates'][number];

const types: readonly CertificateType[] = [
  'CentralSystemRootCertificate',
  'ManufacturerRootCertificate',
];

const isOfRoots = (kind: string): boolean => kind === 'install-root' || kind === 'delete-root';

const shownHash = 10;
const short = (hash: string): string => `${visibleText(hash.slice(0, shownHash))}…`;

function Row({
  installed,
  canAsk,
  onDelete,
}: {
  installed: Installed;
  canAsk: boolean;
  onDelete: () => void;
}) {
  const { hashData, known } = installed;
  return (
    <Table.Tr>
      <Table.Td>
        <StatusDot
          tone={known === undefined ? 'off' : 'good'}
          label={known === undefined ? words.notKnown : words.known}
        >
          {known === undefined ? words.notKnown : visibleText(known.certificate.subject.text)}
        </StatusDot>
      </Table.Td>
      <Table.Td className={pieces.wire}>{visibleText(hashData.serialNumber)}</Table.Td>
      <Table.Td>{hashData.hashAlgorithm}</Table.Td>
      <Table.Td className={pieces.wire} title={visibleText(hashData.issuerNameHash)}>
        {short(hashData.issuerNameHash)}
      </Table.Td>
      <Table.Td className={pieces.wire} title={visibleText(hashData.issuerKeyHash)}>
        {short(hashData.issuerKeyHash)}
      </Table.Td>
      <Table.Td>
        <Button
          variant="default"
          size="compact-xs"
          aria-label={words.removeOf(visibleText(hashData.serialNumber))}
          disabled={!canAsk}
          onClick={onDelete}
        >
          {words.remove}
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}

function OfType({
  type,
  state,
  canAsk,
  onDelete,
}: {
  type: CertificateType;
  state: InstalledCertificates;
  canAsk: boolean;
  onDelete: (installed: Installed) => void;
}) {
  const answer = state.answers.find(({ certificateType }) => certificateType === type)?.answer;
  const certificates = state.certificates.filter(({ certificateType }) => certificateType === type);
  return (
    <section aria-label={words.types[type]}>
      <Text fw={600} size="sm">
        {words.types[type]}{' '}
        {answer !== 'Accepted' && (
          <Text span size="sm" c="dimmed">
            {answer === undefined ? words.notAskedFor : words.answered(visibleText(answer))}
          </Text>
        )}
      </Text>
      {certificates.length > 0 && (
        <ColumnTable
          label={words.types[type]}
          columns={[
            words.certificate,
            words.serial,
            words.algorithm,
            words.name,
            words.key,
            words.actions,
          ]}
          minWidth={680}
        >
          {certificates.map((installed) => (
            <Row
              key={`${installed.hashData.serialNumber} ${installed.hashData.issuerKeyHash}`}
              installed={installed}
              canAsk={canAsk}
              onDelete={() => onDelete(installed)}
            />
          ))}
        </ColumnTable>
      )}
    </section>
  );
}

function InstalledPanel({
  station,
  state,
}: {
  station: StationState;
  state: InstalledCertificates;
}) {
  const [deleting, setDeleting] = useState<Installed>();
  const canAsk = useCanAsk(station);
  const read = useMutation(orpc.csms.readCertificates.mutationOptions());
  const start = useStartOperation(station.id);
  const remove = ({ certificateType, hashData }: Installed) =>
    start.mutate(
      { operation: 'delete-root', certificateType, root: { hashData } },
      { onSuccess: () => setDeleting(undefined) },
    );
  return (
    <Panel
      title={words.title}
      actions={
        <Button
          title={words.readHint}
          disabled={!canAsk}
          loading={read.isPending}
          onClick={() => read.mutate({ id: station.id })}
        >
          {words.read}
        </Button>
      }
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {words.text}
        </Text>
        {read.error !== null && <ProblemAlert error={read.error} />}
        {state.at === undefined ? (
          <Text size="sm">{words.notAsked}</Text>
        ) : (
          <>
            <span className={pieces.line}>
              <span className={pieces.quiet}>
                {words.at} <TimeText at={state.at} />
              </span>
              <FrameLinks frames={state.frames} />
            </span>
            {types.map((type) => (
              <OfType key={type} type={type} state={state} canAsk={canAsk} onDelete={setDeleting} />
            ))}
          </>
        )}
      </Stack>
      <QuestionDialog
        opened={deleting !== undefined}
        title={words.removeTitle}
        confirm={words.removeConfirm}
        pending={start.isPending}
        error={start.error}
        onConfirm={() => deleting !== undefined && remove(deleting)}
        onClose={() => setDeleting(undefined)}
      >
        <Text size="sm">{words.removeText}</Text>
      </QuestionDialog>
    </Panel>
  );
}

export function CertificatesTab({ station }: { station: StationState }) {
  const query = useQuery(orpc.csms.knowledge.queryOptions({ input: { id: station.id } }));
  return (
    <Loaded query={query} lines={8}>
      {({ certificates }) => (
        <div className={pieces.stack}>
          <InstalledPanel station={station} state={certificates} />
          <InstallRoot station={station} />
          <OperationList station={station.id} which={({ kind }) => isOfRoots(kind)} />
        </div>
      )}
    </Loaded>
  );
}
