/** A probe without a bench: nothing is kept but, when asked for, a capture with its frames. */
import { existsSync, readdirSync } from 'node:fs';
import type { ProbeReport, ProbeRequest } from '../../shared/api/probe-contract.ts';
import type { Outcome } from '../../shared/api/problem.ts';
import type { FrameRecorder } from '../../shared/record/frame.ts';
import { mostAtOnce } from '../../shared/security/probe/probe-plan.ts';
import { newCaptureId } from '../bench/capture/capture-catalogue.ts';
import { openJournal } from '../bench/capture/journal.ts';
import { beginReport, updateReport } from '../bench/probe/probe-report.ts';
import { readTarget } from '../bench/probe/probe-target.ts';
import { runProbe } from '../bench/probe/run-probe.ts';
import { programVersion } from './program-version.ts';

interface Record {
  recorder: FrameRecorder;
  capture?: string;
  close(): Promise<void>;
}

/** Numbers the frames and forgets them. */
function forgetful(): Record {
  let seq = 0;
  return {
    recorder: {
      append() {
        seq += 1;
        return seq;
      },
      afterWrite: (proceed) => {
        setImmediate(proceed);
      },
    },
    close: () => Promise.resolve(),
  };
}

function openRecord(directory: string | undefined): Outcome<Record> {
  if (directory === undefined) return { ok: true, value: forgetful() };
  if (existsSync(directory) && readdirSync(directory).length > 0) {
    const parameters = { raw: 'the folder is not empty' };
    return { ok: false, problem: { code: 'file-not-writable', where: directory, parameters } };
  }
  const capture = newCaptureId();
  const opened = openJournal({
    directory,
    captureId: capture,
    runId: capture.slice(-4),
    tool: `benchpoint ${programVersion}`,
  });
  if (!opened.ok) return opened;
  const journal = opened.value;
  const recorder: FrameRecorder = {
    append: (frame) => journal.append(frame),
    afterWrite: (proceed, refuse) => journal.afterWrite(proceed, refuse),
  };
  return { ok: true, value: { recorder, capture, close: () => journal.close('probe over') } };
}

/** Problems: those of the request, of the journal, `file-not-writable` for a folder with something in it. */
export async function probeAlone(
  request: ProbeRequest,
  how: { capture?: string; planned(connections: number, atOnce: number): void },
): Promise<Outcome<ProbeReport>> {
  const target = readTarget(request, { rootsPem: [] });
  if (!target.ok) return target;
  const record = openRecord(how.capture);
  if (!record.ok) return record;
  const { recorder, capture, close } = record.value;
  let connection = 0;
  const nextConnectionNumber = () => {
    connection += 1;
    return connection;
  };
  const startedAtMs = performance.now();
  const begun = beginReport({
    ...{ id: 'alone', request, target: target.value, nowMs: Date.now() },
    ...(capture === undefined ? {} : { capture }),
  });
  how.planned(begun.plannedConnections, mostAtOnce);
  const result = await runProbe(target.value, { recorder, nextConnectionNumber, nowMs: Date.now });
  await close();
  const { facts, connections, isCutShort } = result;
  const durationMs = performance.now() - startedAtMs;
  const report = updateReport(begun, facts, {
    connections,
    durationMs,
    isCutShort,
    status: 'done',
  });
  return { ok: true, value: report };
}
