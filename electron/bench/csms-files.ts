/**
 * The file servers as the operations of the CSMS need them: an offer or a place to upload for one station, for the time
 * of one operation. The composition root hands it over, because roles do not know the files.
 */
import { askRequest, offerRequest } from '../../shared/api/files-contract.ts';
import type { FileTransfers } from './csms/operations/transfers.ts';
import type { Files } from './files-surface.ts';

/** @param files asked at first use: the servers are made after the role. */
export function fileTransfers(files: () => Files): FileTransfers {
  const end = (id: string) => async () => {
    await files().surface.deleteTransfer(id);
  };
  return {
    async offerFirmware({ station, address, file, protocol, sign }) {
      const { surface, firmwareContent } = files();
      const offered = await surface.offer(
        offerRequest.parse({ firmware: file, protocols: [protocol], station, address, sign }),
      );
      if (!offered.ok) return offered;
      const { location, signing, transfer } = offered.value;
      return {
        ok: true,
        value: {
          location,
          signature: signing?.signature,
          signingCertificate: signing?.signingCertificate,
          content: () => firmwareContent(file),
          end: end(transfer.id),
        },
      };
    },
    async openUpload({ station, address, protocol, kind }) {
      const { surface } = files();
      const asked = await surface.ask(
        askRequest.parse({ kind, protocols: [protocol], station, address }),
      );
      if (!asked.ok) return asked;
      const { location, transfer } = asked.value;
      return {
        ok: true,
        value: {
          location,
          async received() {
            const state = await surface.transfer(transfer.id);
            return state.ok
              ? state.value.files.flatMap(({ name, bytes, received }) =>
                  received === undefined ? [] : [{ name, bytes, id: received }],
                )
              : [];
          },
          end: end(transfer.id),
        },
      };
    },
  };
}
