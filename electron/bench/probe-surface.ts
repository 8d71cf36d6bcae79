/**
 * Probes as the doors see them: begun, watched, kept for comparison; and the chargers that connected. Keeps no secret:
 * a report has the target without password and key.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import {
  type ProbedStation,
  type ProbeReport,
  type ProbeRequest,
  probeReport,
  type StationReport,
} from '../../shared/api/probe-contract.ts';
import type { Outcome, Problem } from '../../shared/api/problem.ts';
import type { FrameRecorder } from '../../shared/record/frame.ts';
import { judgeCharger } from '../../shared/security/probe/judge-charger.ts';
import { summariseProfiles } from '../../shared/security/probe/probe-line.ts';
import type { BenchAuthorities } from './pki/bench-authorities.ts';
import type { ChargerEvidence, SeenCharger } from './probe/charger-evidence.ts';
import { beginReport, type ReportPlace, updateReport } from './probe/probe-report.ts';
import { type ProbeTarget, readTarget } from './probe/probe-target.ts';
import { runProbe } from './probe/run-probe.ts';
import type { SettingStore } from './store/settings.ts';
import type { Store } from './store/store.ts';
import type { TlsIdentity } from './wire/tls-policy.ts';

export interface ProbeSurface {
  /** Answers when it has begun, or with `wait` when it is over. Problems: those of the request, `probe-busy`. */
  start(request: ProbeRequest, wait: boolean): Promise<Outcome<ProbeReport>>;
  runs(): ProbeReport[];
  run(id: string): Outcome<ProbeReport>;
  cancel(id: string): Outcome<ProbeReport>;
  forget(id: string): boolean;
  stations(): ProbedStation[];
  /** Problem: `station-unknown` for one that did not connect in this run of the bench. */
  station(id: string): Outcome<StationReport>;
}

export interface Probes {
  surface: ProbeSurface;
  /** Ends what runs. */
  close(): Promise<void>;
}

export interface ProbeParts {
  recorder: FrameRecorder;
  nextConnectionNumber(): number;
  store: Pick<Store, 'settings' | 'identities'>;
  authorities: Pick<BenchAuthorities, 'rootPem'>;
  evidence: ChargerEvidence;
  /** The live capture. */
  capture(): string;
  nowMs(): number;
  moved(): void;
  onError(error: unknown): void;
}

const setting = 'probe-reports';
/** The latest of a target and the one before. */
const keptOfTarget = 2;
const mostReports = 30;
const mostRunning = 4;

const targetKey = ({ target: { url, identity = '' } }: ProbeReport): string => `${url} ${identity}`;

/** Newest first, two of each target. */
function retained(reports: readonly ProbeReport[]): ProbeReport[] {
  const counts = new Map<string, number>();
  return reports
    .filter((report) => {
      const count = (counts.get(targetKey(report)) ?? 0) + 1;
      counts.set(targetKey(report), count);
      return count <= keptOfTarget || report.status === 'running';
    })
    .slice(0, mostReports);
}

function readReports(store: SettingStore): ProbeReport[] {
  const read = z.array(probeReport).safeParse(store.read(setting));
  return read.success ? read.data.filter(({ status }) => status !== 'running') : [];
}

function stationOf(charger: SeenCharger): StationReport {
  const lines = judgeCharger(charger.facts);
  const summaries = summariseProfiles(lines);
  const onTls = summaries.filter(({ profile }) => profile >= 2);
  const order = ['breaks', 'unseen', 'holds', 'not-probed'] as const;
  const hasHello = charger.facts.hello !== undefined;
  const worst = order.find((verdict) => onTls.some((summary) => summary.verdict === verdict));
  const { id, identified, connections, lastAtMs, capture } = charger;
  return {
    id,
    identified,
    connections,
    lastAt: new Date(lastAtMs).toISOString(),
    verdict: hasHello ? (worst ?? 'not-probed') : 'not-probed',
    capture,
    summaries,
    lines,
  };
}

const fail = (code: string, where: string): { ok: false; problem: Problem } => ({
  ok: false,
  problem: { code, where },
});

/** Certificate with chain and key of one of the bench's identities. */
function identityOf({ identities }: ProbeParts['store'], id: string): TlsIdentity | undefined {
  const found = identities.loadAll().find((identity) => identity.id === id);
  if (found === undefined) return undefined;
  const { certificatePem, chainPem, privateKeyPem } = found;
  return { certPem: `${certificatePem}\n${chainPem}`, keyPem: privateKeyPem };
}

/** The probe of a bench. */
export function createProbes(parts: ProbeParts): Probes {
  const { moved, nowMs, evidence, authorities } = parts;
  const store = parts.store.settings;
  let reports = readReports(store);
  evidence.onNoted(moved);
  let isClosed = false;
  const running = new Map<string, { controller: AbortController; ended: Promise<ProbeReport> }>();

  function put(report: ProbeReport): void {
    reports = retained([report, ...reports.filter(({ id }) => id !== report.id)]);
    moved();
  }

  async function perform(
    report: ProbeReport,
    target: ProbeTarget,
    signal: AbortSignal,
  ): Promise<ProbeReport> {
    const startedAtMs = performance.now();
    const sinceStart = () => performance.now() - startedAtMs;
    const result = await runProbe(target, {
      ...parts,
      signal,
      onProgress: (facts, connections) =>
        put(updateReport(report, facts, { connections, durationMs: sinceStart() })),
    });
    const { facts, connections, isCutShort } = result;
    const place: ReportPlace = { connections, durationMs: sinceStart(), isCutShort };
    const done = updateReport(report, facts, {
      ...place,
      status: signal.aborted ? 'cancelled' : 'done',
    });
    put(done);
    store.write(
      setting,
      reports.filter(({ status }) => status === 'done'),
    );
    return done;
  }

  const surface: ProbeSurface = {
    async start(request, wait) {
      const { certificateId } = request;
      const certificate =
        certificateId === undefined ? undefined : identityOf(parts.store, certificateId);
      if (certificateId !== undefined && certificate === undefined) {
        return fail('certificate-unknown', certificateId);
      }
      const rootsPem = await Promise.all([
        authorities.rootPem('rsa'),
        authorities.rootPem('ecdsa'),
      ]);
      const given = certificate === undefined ? { rootsPem } : { rootsPem, certificate };
      const target = readTarget(request, given);
      if (!target.ok) return target;
      // Nothing is awaited from here on: two that come at once must not both be the last.
      if (isClosed || running.size >= mostRunning) return fail('probe-busy', String(mostRunning));
      const id = randomBytes(6).toString('hex');
      const capture = parts.capture();
      const report = beginReport({ id, request, target: target.value, capture, nowMs: nowMs() });
      put(report);
      const controller = new AbortController();
      const ended = perform(report, target.value, controller.signal).finally(() =>
        running.delete(id),
      );
      running.set(id, { controller, ended });
      if (wait) return { ok: true, value: await ended };
      ended.catch(parts.onError);
      return { ok: true, value: report };
    },
    runs: () => reports,
    run(id) {
      const report = reports.find((one) => one.id === id);
      return report === undefined ? fail('probe-unknown', id) : { ok: true, value: report };
    },
    cancel(id) {
      running.get(id)?.controller.abort();
      return surface.run(id);
    },
    forget(id) {
      const report = reports.find((one) => one.id === id);
      if (report === undefined) return false;
      reports = reports.filter((one) => targetKey(one) !== targetKey(report));
      store.write(setting, reports);
      moved();
      return true;
    },
    stations: () =>
      evidence.list().map((charger) => {
        const {
          capture: _capture,
          summaries: _summaries,
          lines: _lines,
          ...shown
        } = stationOf(charger);
        return shown;
      }),
    station(id) {
      const charger = evidence.find(id);
      return charger === undefined
        ? fail('station-unknown', id)
        : { ok: true, value: stationOf(charger) };
    },
  };
  return {
    surface,
    async close() {
      isClosed = true;
      for (const { controller } of running.values()) controller.abort();
      await Promise.allSettled([...running.values()].map(({ ended }) => ended));
    },
  };
}
