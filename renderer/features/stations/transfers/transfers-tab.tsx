/** The tab Transfers: start one, follow it, and have the files that came. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { StationState } from '../../../../shared/api/csms-contract.ts';
import type { SignatureScheme } from '../../../../shared/api/files-contract.ts';
import { orpc } from '../../../app/api-client.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { OperationList } from '../operations/operation-list.tsx';
import { isTransfer } from '../operations/use-operations.ts';
import pieces from '../pieces/pieces.module.css';
import { FirmwareShelf } from './firmware-shelf.tsx';
import { AskForFiles, UpdateFirmware } from './start-transfer.tsx';
import { MovingTransfers, ReceivedFiles, ReportedStatuses } from './transfer-tables.tsx';

const shownStatuses = 30;

export function TransfersTab({ station }: { station: StationState }) {
  const [scheme, setScheme] = useState<SignatureScheme>('rsa-pss');
  const firmware = useQuery(orpc.files.firmware.queryOptions());
  const transfers = useQuery(orpc.files.transfers.queryOptions());
  const received = useQuery(orpc.files.received.queryOptions());
  const knowledge = useQuery(orpc.csms.knowledge.queryOptions({ input: { id: station.id } }));
  const ofStation = <Item extends { station?: string | undefined }>(items: readonly Item[]) =>
    items.filter((item) => item.station === station.id);
  return (
    <Loaded query={firmware} lines={8}>
      {(shelf) => (
        <div className={pieces.stack}>
          <div className={pieces.two}>
            <UpdateFirmware
              station={station}
              firmware={shelf}
              scheme={scheme}
              onScheme={setScheme}
            />
            <AskForFiles station={station} />
          </div>
          <OperationList station={station.id} which={isTransfer} />
          <MovingTransfers transfers={ofStation(transfers.data ?? [])} />
          <div className={pieces.two}>
            <ReceivedFiles files={ofStation(received.data ?? [])} />
            <ReportedStatuses
              statuses={(knowledge.data?.transfers ?? []).slice(0, shownStatuses)}
            />
          </div>
          <FirmwareShelf firmware={shelf} scheme={scheme} />
        </div>
      )}
    </Loaded>
  );
}
