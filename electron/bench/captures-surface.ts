/** Captures as things on disk, as the doors see them: the catalogue, checking, import and redacted export. */
import { join } from 'node:path';
import type { CapturesSurface } from './bench-surface.ts';
import {
  type CaptureCatalogue,
  newCaptureId,
  writeCaptureName,
} from './capture/capture-catalogue.ts';
import {
  exportRedacted,
  importCapture,
  joinSegments,
  splitSegments,
} from './capture/capture-copy.ts';
import { checkCapture } from './capture/chain-check.ts';
import type { LiveRecord } from './live-record.ts';
import { withWorkFolder } from './work-folder.ts';

export interface CaptureParts {
  catalogue: CaptureCatalogue;
  live: LiveRecord;
  tool: string;
  changed(): void;
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
      if (directory === undefined) {
        return { ok: false, problem: { code: 'capture-unknown', where: id } };
      }
      return { ok: true, value: { ...(await checkCapture(directory)), capture: id } };
    },
    import: (name, content) =>
      withWorkFolder(async (folder) => {
        const from = join(folder, 'original');
        const split = splitSegments(content, from);
        if (!split.ok) return { ok: false, problem: { ...split.problem, where: name } };
        const capture = newCaptureId();
        const to = catalogue.pathFor(capture);
        const imported = await importCapture({ from, to, capture, tool });
        if (!imported.ok) return imported;
        writeCaptureName(to, name);
        changed();
        return catalogue.state(capture);
      }),
    export: (id) =>
      withWorkFolder(async (folder) => {
        const from = catalogue.directoryOf(id);
        if (from === undefined) {
          return { ok: false, problem: { code: 'capture-unknown', where: id } };
        }
        const to = join(folder, 'redacted');
        const capture = newCaptureId();
        const exported = await exportRedacted({ from, to, capture, tool });
        if (!exported.ok) return exported;
        const value = { fileName: `${id}-redacted.jsonl`, content: joinSegments(to) };
        return { ok: true, value };
      }),
  };
}
