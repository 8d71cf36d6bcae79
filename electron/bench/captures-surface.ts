/** Captures as things on disk, as the doors see them: the catalogue, checking, import and redacted export. */
import { exportFileName, largestImportBytes } from '../../shared/api/capture-files.ts';
import type { Problem } from '../../shared/api/problem.ts';
import type { CapturesSurface } from './bench-surface.ts';
import { type CaptureCatalogue, newCaptureId } from './capture/capture-catalogue.ts';
import { exportRedacted, joined } from './capture/capture-copy.ts';
import { importJournal } from './capture/capture-import.ts';
import { checkCapture } from './capture/chain-check.ts';
import type { LiveRecord } from './live-record.ts';

export interface CaptureParts {
  catalogue: CaptureCatalogue;
  live: LiveRecord;
  tool: string;
  changed(): void;
}

function unknown(id: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { code: 'capture-unknown', where: id } };
}

export function createCapturesSurface(parts: CaptureParts): CapturesSurface {
  const { catalogue, live, tool, changed } = parts;
  return {
    list: async () => catalogue.list(),
    async begin(name) {
      const begun = await live.begin(name);
      changed();
      return begun.ok ? catalogue.state(begun.value) : begun;
    },
    async rename(id, name) {
      const renamed = catalogue.rename(id, name);
      changed();
      return renamed;
    },
    async delete(id) {
      const deleted = await catalogue.delete(id);
      changed();
      return deleted;
    },
    async check(id) {
      const directory = catalogue.directoryOf(id);
      if (directory === undefined) return unknown(id);
      return { ok: true, value: { ...(await checkCapture(directory)), capture: id } };
    },
    async import(name, content) {
      const source = { content, limitBytes: largestImportBytes };
      const captures = catalogue.directory;
      const imported = await importJournal({ captures, name, tool, source });
      if (!imported.ok) return imported;
      changed();
      return catalogue.state(imported.value.capture);
    },
    async export(id) {
      const from = catalogue.directoryOf(id);
      if (from === undefined) return unknown(id);
      const copy = await exportRedacted({ from, capture: newCaptureId(), tool });
      if (!copy.ok) return copy;
      return { ok: true, value: { fileName: exportFileName(id), content: joined(copy.value) } };
    },
  };
}
