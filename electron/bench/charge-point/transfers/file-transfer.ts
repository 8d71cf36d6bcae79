/**
 * One attempt to fetch or deliver a file, whatever the protocol: what happens inside becomes a value here.
 * Knows no charge point and no OCPP.
 */
import { downloadOverFtp, uploadOverFtp } from './ftp-transfer.ts';
import { downloadOverHttp, uploadOverHttp } from './http-transfer.ts';
import type { Location } from './location.ts';
import {
  type Consumer,
  faultOfError,
  type TransferContext,
  type Transferred,
  type UploadFile,
  type Watch,
  watchTransfer,
} from './transfer.ts';

const isHttp = ({ protocol }: Location): boolean => protocol === 'http' || protocol === 'https';

/** Runs one attempt under its watch. Never rejects for what the network or the server does. */
async function attempt<T>(
  asked: TransferContext,
  work: (context: TransferContext, watch: Watch) => Promise<T>,
): Promise<Transferred<T>> {
  let bytes = 0;
  const context: TransferContext = {
    ...asked,
    onProgress(done, totalBytes) {
      bytes = done;
      asked.onProgress(done, totalBytes);
    },
  };
  const watch = watchTransfer(context);
  try {
    return { ok: true, value: await work(context, watch), bytes };
  } catch (error) {
    const { fault, message } = watch.ending ?? faultOfError(error);
    return { ok: false, fault, detail: message };
  } finally {
    watch.stop();
  }
}

/** Fetches a file; its pieces go to `consume`, whose result counts once the file is complete. */
export function download<T>(
  location: Location,
  context: TransferContext,
  consume: Consumer<T>,
): Promise<Transferred<T>> {
  const over = isHttp(location) ? downloadOverHttp : downloadOverFtp;
  return attempt(context, (within, watch) => over(location, within, watch, consume));
}

/** Delivers a file to exactly this location. */
export function upload(
  location: Location,
  file: UploadFile,
  context: TransferContext,
  method?: 'PUT' | 'POST',
): Promise<Transferred<void>> {
  return attempt(context, (within, watch) => {
    const surroundings = { context: within, watch };
    return isHttp(location)
      ? uploadOverHttp(location, file, method, surroundings)
      : uploadOverFtp(location, file, surroundings);
  });
}
