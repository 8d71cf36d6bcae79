/** Asks the bench what is in files that were handed in, without anything being kept. */
import { useQuery } from '@tanstack/react-query';
import { benchClient, orpc } from '../../../app/api-client.ts';
import {
  type HandedFile,
  type InspectedCertificate,
  joinedText,
  keyBlocks,
} from './import-draft.ts';

export interface InspectedFile extends HandedFile {
  certificates: InspectedCertificate[];
  /** Private keys in PEM; those of other formats show with their certificates. */
  keys: number;
  /** Why it cannot be read. */
  error?: unknown;
}

async function inspectAll(
  files: readonly HandedFile[],
  passphrase: string,
): Promise<InspectedFile[]> {
  const withPassphrase = passphrase === '' ? {} : { passphrase };
  const inspected = await Promise.all(
    files.map(async (file): Promise<InspectedFile> => {
      const keys = keyBlocks(file.content).length;
      try {
        const certificates = await benchClient.pki.inspect({
          content: file.content,
          ...withPassphrase,
        });
        return { ...file, certificates, keys };
      } catch (error) {
        return { ...file, certificates: [], keys, error };
      }
    }),
  );
  const text = joinedText(inspected.filter(({ error }) => error === undefined));
  if (text === undefined) return inspected;
  const together = await benchClient.pki.inspect({ content: { text }, ...withPassphrase });
  const withKey = new Set(
    together
      .filter(({ hasPrivateKey }) => hasPrivateKey)
      .map(({ certificate }) => certificate.fingerprintSha256),
  );
  return inspected.map((file) => ({
    ...file,
    certificates: file.certificates.map((one) => ({
      ...one,
      hasPrivateKey: one.hasPrivateKey || withKey.has(one.certificate.fingerprintSha256),
    })),
  }));
}

export function useInspection(files: readonly HandedFile[], passphrase: string) {
  return useQuery({
    // The passphrase tells one look from the next; nothing of it outlives the dialog.
    queryKey: [...orpc.pki.inspect.key(), files.map(({ id }) => id), passphrase],
    queryFn: () => inspectAll(files, passphrase),
    enabled: files.length > 0,
    gcTime: 0,
  });
}
