/** The report of a probe as it grows: judged anew after every answer. Holds no secret. */
import type { ProbeReport, ProbeRequest } from '../../../shared/api/probe-contract.ts';
import { judgeEndpoint } from '../../../shared/security/probe/judge-endpoint.ts';
import type { ProbeFacts } from '../../../shared/security/probe/probe-facts.ts';
import { summariseProfiles } from '../../../shared/security/probe/probe-line.ts';
import { plannedConnections } from '../../../shared/security/probe/probe-plan.ts';
import type { SecurityProfile } from '../../../shared/security/security-profiles.ts';
import type { ProbeTarget } from './probe-target.ts';

/** The profiles that URL and credentials fit. */
export function defaultProfiles({ scheme, password, certificate }: ProbeTarget): SecurityProfile[] {
  if (scheme === 'ws') return [1];
  if (certificate === undefined) return [2];
  return password === undefined ? [3] : [2, 3];
}

export function beginReport(begun: {
  id: string;
  request: ProbeRequest;
  target: ProbeTarget;
  capture?: string;
  nowMs: number;
}): ProbeReport {
  const { id, request, target, capture, nowMs } = begun;
  const { identity, certificateId, serverName, connectTo, systemRoots } = request;
  return {
    id,
    target: {
      url: target.endpoint,
      ...(identity === undefined ? {} : { identity }),
      hasPassword: target.password !== undefined,
      hasCertificate: target.certificate !== undefined,
      ...(certificateId === undefined ? {} : { certificateId }),
      systemRoots,
      ...(serverName === undefined ? {} : { serverName }),
      ...(connectTo === undefined
        ? {}
        : {
            connectTo: {
              host: connectTo.host,
              ...(connectTo.port === undefined ? {} : { port: connectTo.port }),
            },
          }),
    },
    status: 'running',
    startedAt: new Date(nowMs).toISOString(),
    durationMs: 0,
    connections: 0,
    plannedConnections: plannedConnections({
      scheme: target.scheme,
      hasPassword: target.password !== undefined,
      hasCertificate: target.certificate !== undefined,
      askUnknownIdentity: target.askUnknownIdentity,
    }),
    ...(capture === undefined ? {} : { capture }),
    reached: false,
    profiles: request.profiles ?? defaultProfiles(target),
    summaries: [],
    lines: [],
    chains: [],
  };
}

export interface ReportPlace {
  connections: number;
  durationMs: number;
  status?: ProbeReport['status'];
  /** The time was over before all was asked. */
  isCutShort?: boolean;
}

export function updateReport(
  report: ProbeReport,
  facts: ProbeFacts,
  { connections, durationMs, status = 'running', isCutShort = false }: ReportPlace,
): ProbeReport {
  const lines = judgeEndpoint(facts);
  const problem = isCutShort && status === 'done' ? { problem: { code: 'probe-cut-short' } } : {};
  return {
    ...report,
    status,
    connections,
    durationMs: Math.round(durationMs),
    reached: facts.tcp?.ok === true,
    // While it runs, what was not asked yet is no line.
    lines: lines.filter(({ finding }) => status !== 'running' || finding !== 'not-asked'),
    summaries: status === 'running' ? [] : summariseProfiles(lines),
    chains: facts.chains.map(({ family, certificates }) => ({ family, certificates })),
    ...problem,
  };
}
