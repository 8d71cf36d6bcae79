/**
 * From an upgrade request to the decision on it: the rules of HTTP and WebSocket first, then the role's admission.
 * Pure but for the question to the role; answers nothing and records nothing.
 */
import type { IncomingMessage } from 'node:http';
import type { Admission, Admit } from './admission.ts';
import type { Attempt } from './attempt.ts';
import { authorizationValues, basicChallenge, readBasicCredentials } from './basic-credentials.ts';
import type { ListenerConfiguration, SecurityProfile } from './listener-configuration.ts';
import {
  checkUpgradeRequest,
  negotiateSubprotocol,
  plainGetAnswer,
  readIdentity,
  readOrigin,
  refuseBrowser,
  type SubprotocolChoice,
  type UpgradeRefusal,
} from './upgrade-rules.ts';

/** An HTTP answer that is no upgrade. */
export interface RefusalAnswer {
  kind: 'refusal';
  status: number;
  code: string;
  headers: [name: string, value: string][];
  body: string;
  parameters?: Record<string, string | number | boolean>;
}

export interface UpgradeAcceptance {
  kind: 'acceptance';
  /** Goes into `Sec-WebSocket-Protocol`. */
  echo: string | undefined;
  subprotocol: string | undefined;
  /** OCPP-J 1.6 §3.2: completed without a sub-protocol, to be closed at once. */
  closeAtOnce: boolean;
  findings: string[];
  admission: Extract<Admission, { admitted: true }>;
}

export interface DecisionContext {
  admit: Admit;
  /** In order of preference. */
  subprotocols: readonly string[];
  /** Version of the bench, for the page a browser gets. */
  version: string;
}

function refusalAnswer(
  refusal: Omit<UpgradeRefusal, 'code' | 'kind'> & { code: string },
): RefusalAnswer {
  const body = `${refusal.code}\n`;
  const headers: [string, string][] = [
    ['Connection', 'close'],
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['Content-Length', String(Buffer.byteLength(body))],
    ...Object.entries(refusal.headers ?? {}),
  ];
  return {
    kind: 'refusal',
    status: refusal.status,
    code: refusal.code,
    headers,
    body,
    ...(refusal.parameters === undefined ? {} : { parameters: refusal.parameters }),
  };
}

/** The answer to what the HTTP parser itself refuses. */
export function parserRefusal(status: 400 | 431, code: string): RefusalAnswer {
  return refusalAnswer({ status, code });
}

/** The listener's profiles that fit how the attempt came, ascending. */
function profilesFor(
  { securityProfiles }: ListenerConfiguration,
  transport: Attempt['transport'],
): SecurityProfile[] {
  return securityProfiles
    .filter((profile) => (transport === 'tls' ? profile >= 2 : profile <= 1))
    .sort((left, right) => left - right);
}

function urlOf({ local, transport }: Attempt): string {
  const host = local.address.includes(':') ? `[${local.address}]` : local.address;
  return `${transport === 'tls' ? 'wss' : 'ws'}://${host}:${local.port}/`;
}

/** The identity of a request, or why it has none; `GET /` may stand for a chosen station (wire case H16). */
export function identityOf(
  target: string,
  { emptyIdentityStation }: ListenerConfiguration,
): ReturnType<typeof readIdentity> {
  const read = readIdentity(target);
  if (read.kind === 'identity' || read.code !== 'identity-missing') return read;
  if (emptyIdentityStation === undefined) return read;
  return { kind: 'identity', identity: emptyIdentityStation, findings: [] };
}

function checkRequest(
  request: IncomingMessage,
  attempt: Attempt,
  { version }: DecisionContext,
): RefusalAnswer | undefined {
  const checked = checkUpgradeRequest(request);
  if (checked.kind === 'plain-get') {
    const answer = plainGetAnswer({
      version,
      securityProfiles: attempt.configuration.securityProfiles,
      urls: [urlOf(attempt)],
    });
    return { kind: 'refusal', ...answer, headers: Object.entries(answer.headers) };
  }
  if (checked.kind === 'refused') return refusalAnswer(checked);
  const browser = refuseBrowser(readOrigin(request), attempt.configuration.refuseBrowsers);
  return browser === undefined ? undefined : refusalAnswer(browser);
}

/**
 * Decides on a request, whose frame is `seq`. The order: HTTP, browser, identity, sub-protocol, admission.
 * A role that throws is a bug and not caught here.
 */
export function decideUpgrade(
  request: IncomingMessage,
  attempt: Attempt,
  seq: number,
  context: DecisionContext,
): RefusalAnswer | UpgradeAcceptance {
  const { configuration } = attempt;
  const refused = checkRequest(request, attempt, context);
  if (refused !== undefined) return refused;
  const read = identityOf(request.url ?? '', configuration);
  if (read.kind === 'refused') return refusalAnswer(read);
  const choice = negotiateSubprotocol(request.headers['sec-websocket-protocol'], {
    supported: context.subprotocols,
    whenNone: configuration.withoutSubprotocol,
    whenUnknown: configuration.unknownSubprotocol,
  });
  if (choice.kind === 'refused') return refusalAnswer(choice);
  const authorization = authorizationValues(request.rawHeaders);
  const admission = context.admit({
    listener: configuration.id,
    connection: attempt.record.number,
    seq,
    identity: read.identity,
    transport: attempt.transport,
    securityProfiles: profilesFor(configuration, attempt.transport),
    credentials: readBasicCredentials(authorization),
    authorization,
    identityInUrl: /[^/?#]*(?=[?#]|$)/.exec(request.url ?? '')?.[0] ?? '',
    ...(attempt.tls === undefined ? {} : { tls: attempt.tls }),
    ...(attempt.clientCertificate === undefined
      ? {}
      : { clientCertificate: attempt.clientCertificate }),
    subprotocol: choice.kind === 'agreed' ? choice.subprotocol : undefined,
    local: attempt.local,
    remote: attempt.remote,
  });
  if (!admission.admitted) return refusalOfRole(admission);
  return acceptance(admission, choice, read.findings);
}

function refusalOfRole(refusal: Extract<Admission, { admitted: false }>): RefusalAnswer {
  const { status, code, parameters } = refusal;
  const challenged = status === 401 || refusal.challenge === true;
  return {
    ...refusalAnswer({ status, code, ...(challenged ? { headers: basicChallenge } : {}) }),
    ...(parameters === undefined ? {} : { parameters }),
  };
}

function acceptance(
  admission: Extract<Admission, { admitted: true }>,
  choice: Exclude<SubprotocolChoice, UpgradeRefusal>,
  findings: readonly string[],
): UpgradeAcceptance {
  if (choice.kind === 'complete-then-close') {
    return {
      kind: 'acceptance',
      echo: undefined,
      subprotocol: undefined,
      closeAtOnce: true,
      findings: [...findings, 'subprotocol-unknown'],
      admission,
    };
  }
  const { echo, subprotocol } = choice;
  return {
    kind: 'acceptance',
    echo,
    subprotocol,
    closeAtOnce: false,
    findings: [...findings, ...choice.findings],
    admission,
  };
}
