/**
 * Asks for one upgrade as a charge point would and leaves again at once; what came back is read from the frames it left.
 * Sends no OCPP message.
 */
import type { FrameRecorder, NewFrame } from '../../../shared/record/frame.ts';
import type { UpgradeFact } from '../../../shared/security/probe/probe-facts.ts';
import type { AskDependencies } from '../wire/ask-hello.ts';
import { connectionUrl, dial } from '../wire/dial.ts';
import { type DialOutcome, type DialRequest, dialDefaults } from '../wire/dial-request.ts';
import type { OcppConnection } from '../wire/ocpp-connection.ts';
import type { ProbeTarget } from './probe-target.ts';

/** What makes one upgrade request differ from another. */
export interface UpgradeAsk {
  identity: string;
  password?: Uint8Array;
  withCertificate?: boolean;
  subprotocols?: readonly string[];
  /** Without TLS, whatever the URL says. */
  inPlainText?: boolean;
  /** The newest version to offer: a demand for a client certificate shows at once below TLS 1.3. */
  maxVersion?: 'TLSv1.2' | 'TLSv1.3';
  timeoutMs: number;
}

const goodbyeMs = 300;

/** Records like the given one and keeps what passes. */
function noting(recorder: FrameRecorder): {
  recorder: FrameRecorder;
  frames: NewFrame[];
  evidence: number[];
} {
  const frames: NewFrame[] = [];
  const evidence: number[] = [];
  return {
    frames,
    evidence,
    recorder: {
      append(frame) {
        const seq = recorder.append(frame);
        frames.push(frame);
        evidence.push(seq);
        return seq;
      },
      afterWrite: recorder.afterWrite,
    },
  };
}

function urlOf(target: ProbeTarget, { identity, inPlainText = false }: UpgradeAsk): URL {
  const url = connectionUrl(target.endpoint, identity);
  if (!inPlainText || target.scheme === 'ws') return url;
  const { port } = target.place;
  const plain = new URL(url.href.replace(/^wss:/, 'ws:'));
  plain.port = String(port);
  return plain;
}

function dialRequest(target: ProbeTarget, ask: UpgradeAsk): DialRequest {
  const url = urlOf(target, ask);
  const { certificate, rootsPem, serverName } = target;
  const shown = ask.withCertificate === true ? certificate : undefined;
  const isSecure = url.protocol === 'wss:';
  return {
    ...dialDefaults,
    url,
    station: ask.identity,
    connectTo: target.place,
    securityProfile: isSecure ? (shown === undefined ? 2 : 3) : ask.password === undefined ? 0 : 1,
    subprotocols: ask.subprotocols ?? ['ocpp1.6'],
    connectTimeoutMs: ask.timeoutMs,
    handshakeTimeoutMs: ask.timeoutMs,
    ...(ask.password === undefined
      ? {}
      : { credentials: { userName: ask.identity, password: ask.password } }),
    ...(isSecure
      ? {
          tls: {
            suites: 'openssl-default',
            // What is old or weak is asked for hello by hello; here the connection is to be made at all.
            minVersion: 'TLSv1',
            maxVersion: ask.maxVersion ?? 'TLSv1.2',
            trustedRootsPem: rootsPem,
            verification: 'insecure',
            serverName,
            ...(shown === undefined ? {} : { identity: shown }),
          },
        }
      : {}),
  };
}

/** Leaves with a close frame, and for good after a moment. */
function leave(connection: OcppConnection): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => connection.terminate('closed-by-us'), goodbyeMs);
    connection.attach({
      onText: () => undefined,
      onClosed() {
        clearTimeout(timer);
        resolve();
      },
    });
    connection.close(1000, 'probe');
  });
}

function outcomeOf(dialled: DialOutcome, status: number | undefined): UpgradeFact['outcome'] {
  if (dialled.outcome === 'connected' || status === 101) return 'switched';
  if (status !== undefined) return 'answered';
  if (dialled.outcome === 'aborted') return 'silent';
  const { stage, code } = dialled.failure;
  if (stage === 'name' || stage === 'tcp') return 'unreachable';
  if (code.includes('timeout') || code === 'silence') return 'silent';
  return stage === 'tls' ? 'tls-refused' : 'ended';
}

/** Asks once. Never rejects for what the network or the other side does. */
export async function askUpgrade(
  target: ProbeTarget,
  ask: UpgradeAsk,
  dependencies: AskDependencies,
): Promise<UpgradeFact> {
  const { recorder, frames, evidence } = noting(dependencies.recorder);
  const dialled = await dial(dialRequest(target, ask), { ...dependencies, recorder });
  if (dialled.outcome === 'connected') await leave(dialled.connection);
  const answer = frames.find((frame) => frame.kind === 'upgrade-response')?.detail;
  const failure = dialled.outcome === 'failed' ? dialled.failure.code : dialled.outcome;
  const challenges = (answer?.headers ?? []).filter(([name]) => /^www-authenticate$/i.test(name));
  return {
    outcome: outcomeOf(dialled, answer?.status),
    ...(answer === undefined ? {} : { status: answer.status }),
    ...(answer?.subprotocol === undefined ? {} : { subprotocol: answer.subprotocol }),
    basicChallenge: challenges.some(([, value]) => /\bbasic\b/i.test(value)),
    code: answer?.code ?? failure,
    evidence,
  };
}
