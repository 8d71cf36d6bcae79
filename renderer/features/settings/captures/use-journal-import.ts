/** Imports a journal file; says how it went in a corner of the page. One at a time. */
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { largestImportBytes } from '../../../../shared/api/capture-files.ts';
import type { CaptureState } from '../../../../shared/api/captures-contract.ts';
import { orpc, queryClient } from '../../../app/api-client.ts';
import { sendJournal } from '../../../app/capture-transfer.ts';
import { formatBytes } from '../../../components/format.ts';
import { problemOf } from '../../../components/problem-of.ts';
import { captureWords as words } from '../words.ts';

/** The file's name without its ending. */
function captureNameOf(fileName: string): string {
  return fileName.replace(/\.(jsonl|json|ndjson)$/i, '').slice(0, 200) || fileName.slice(0, 200);
}

async function importJournal(file: File): Promise<CaptureState> {
  if (file.size > largestImportBytes) {
    throw new Error(words.tooLarge(formatBytes(file.size), formatBytes(largestImportBytes)));
  }
  return sendJournal(captureNameOf(file.name), file);
}

export function useJournalImport(): {
  /** Name of the file on its way. */
  importing: string | undefined;
  importFile: (file: File) => void;
} {
  const run = useMutation({
    mutationFn: importJournal,
    onSuccess: (capture) => {
      notifications.show({
        title: words.imported(capture.name),
        message: words.importedText(capture.frames ?? 0),
      });
      return queryClient.invalidateQueries({ queryKey: orpc.captures.key() });
    },
    onError: (error, file) => {
      const { message, fix } = problemOf(error);
      notifications.show({
        color: 'red',
        title: words.importFailed(file.name),
        message: [message, fix].filter((part) => part !== undefined).join(' '),
        autoClose: false,
      });
    },
  });
  return {
    importing: run.isPending ? run.variables.name : undefined,
    importFile: (file) => run.mutate(file),
  };
}
