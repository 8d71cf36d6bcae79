/**
 * A listener: one port with a set of security profiles. Starts, changes and stops it; every TCP connection on it is
 * recorded before anything touches it. Knows nothing of stations: who may pass is handed in.
 */
import net from 'node:net';
import type { WebSocket } from 'ws';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import type { FrameRecorder } from '../../../shared/record/frame.ts';
import { acceptConnection } from './accept-connection.ts';
import type { Admit } from './admission.ts';
import { type Attempt, fail } from './attempt.ts';
import { watchDescriptors } from './descriptor-watch.ts';
import { type HandshakeFault, underFault } from './handshake-fault.ts';
import { type ListenerConfiguration, servesTls } from './listener-configuration.ts';
import type { OcppConnection } from './ocpp-connection.ts';
import { createTlsAcceptor, type TlsAcceptor } from './tls-accept.ts';
import type { ServerTlsChoice } from './tls-policy.ts';
import { createUpgradeServer, type UpgradeServer } from './upgrade-server.ts';

/** Certificates and trust of a listener with profile 2 or 3. */
export interface TlsMaterial
  extends Pick<
    ServerTlsChoice,
    'identities' | 'trustedRootsPem' | 'revocation' | 'ecdhCurve' | 'override'
  > {
  /** It has a fault on purpose; every connection under it is recorded as tampered with. */
  fault?: HandshakeFault;
}

export interface ListenerDependencies {
  recorder: FrameRecorder;
  admit: Admit;
  /** Numbers connections uniquely in the run. */
  nextConnectionNumber(): number;
  /** Sub-protocols spoken, in order of preference. */
  subprotocols: readonly string[];
  /** Version of the bench. */
  version: string;
  tlsMaterial?: TlsMaterial;
  /** A listener in trouble after it started: `listener-accept-failed` with `errorCode` (EMFILE). */
  onProblem(problem: Problem): void;
}

export interface ListenerHandle {
  readonly id: string;
  /** As bound: the real port. */
  readonly address: { host: string; port: number };
  readonly configuration: ListenerConfiguration;
  /** Open connections, newest last. */
  connections(): OcppConnection[];
  /** Attempts that are neither open nor over. */
  attempts(): number;
  /** Whether the secrets of TLS sessions go into the record; off in the beginning, and never stored. */
  keyLog: boolean;
  /**
   * Takes new settings or certificates for new connections; port and live sessions stay.
   * Problems: `listener-address-fixed` for another host or port, and those of the certificates.
   */
  reconfigure(configuration: ListenerConfiguration, tlsMaterial?: TlsMaterial): Outcome<void>;
  /** Closes the port and all connections with 1001. */
  stop(): Promise<void>;
}

interface ListenerParts {
  configuration: ListenerConfiguration;
  tlsAcceptor: TlsAcceptor | undefined;
  upgradeServer: UpgradeServer;
}

const goingAway = 1001;
const stopGraceMs = 2000;
const backlog = 1024;

const listenProblems = new Map([
  ['EADDRINUSE', 'port-in-use'],
  ['EACCES', 'port-not-permitted'],
  ['EADDRNOTAVAIL', 'address-not-available'],
  ['ENOTFOUND', 'address-not-available'],
  ['EMFILE', 'too-many-open-files'],
  ['ENFILE', 'too-many-open-files'],
]);

function createAcceptor(
  configuration: ListenerConfiguration,
  material: TlsMaterial | undefined,
): Outcome<TlsAcceptor | undefined> {
  if (!servesTls(configuration)) return { ok: true, value: undefined };
  if (material === undefined) {
    return { ok: false, problem: { code: 'tls-material-missing', where: configuration.id } };
  }
  const { policy, tls13, legacyTls, clientCertificate } = configuration;
  const { fault: _recorded, ...shown } = material;
  try {
    const choice = { policy, tls13, legacyTls, clientCertificate, ...shown };
    // Twice the listener's own limit: its timer is the one that records the failure.
    const timeoutMs = configuration.handshakeTimeoutMs * 2;
    return { ok: true, value: createTlsAcceptor(choice, timeoutMs) };
  } catch (error) {
    const errorCode =
      error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const problem = { code: 'tls-material-invalid', where: configuration.id };
    return { ok: false, problem: { ...problem, parameters: { errorCode } } };
  }
}

/** Binds the port; resolves with the error code when that fails. */
function listen(server: net.Server, host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const onError = (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message);
    server.once('error', onError);
    server.listen({ host, port, backlog }, () => {
      server.removeListener('error', onError);
      resolve(undefined);
    });
  });
}

/** Resolves after everybody who listens for the end of the WebSocket has been told. */
function endOf(webSocket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    webSocket.once('close', () => resolve());
  });
}

/** `::` means every address; a machine without IPv6 has those of IPv4. */
async function listenAnywhere(
  server: net.Server,
  { host, port }: ListenerConfiguration,
): Promise<string | undefined> {
  const errorCode = await listen(server, host, port);
  const withoutIpv6 = errorCode === 'EAFNOSUPPORT' || errorCode === 'EADDRNOTAVAIL';
  return host === '::' && withoutIpv6 ? listen(server, '0.0.0.0', port) : errorCode;
}

function boundAddress(server: net.Server): { host: string; port: number } {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('server is not listening');
  return { host: address.address, port: address.port };
}

/**
 * Starts a listener. Problems: `port-in-use`, `port-not-permitted`, `address-not-available`,
 * `too-many-open-files`, `listen-failed` (all with `host`, `port`, `errorCode`), `tls-material-missing`,
 * `tls-material-invalid`.
 */
export async function startListener(
  configuration: ListenerConfiguration,
  dependencies: ListenerDependencies,
): Promise<Outcome<ListenerHandle>> {
  const acceptor = createAcceptor(configuration, dependencies.tlsMaterial);
  if (!acceptor.ok) return acceptor;
  const { recorder } = dependencies;
  const { id: listener, host, port } = configuration;
  const server = net.createServer({ allowHalfOpen: true, noDelay: true });
  const errorCode = await listenAnywhere(server, configuration);
  if (errorCode !== undefined) {
    const code = listenProblems.get(errorCode) ?? 'listen-failed';
    recorder.append({
      role: 'csms',
      kind: 'listener-failed',
      detail: { listener, host, port, code },
    });
    return { ok: false, problem: { code, where: listener, parameters: { host, port, errorCode } } };
  }
  return { ok: true, value: runListener(server, configuration, acceptor.value, dependencies) };
}

function runListener(
  server: net.Server,
  first: ListenerConfiguration,
  firstAcceptor: TlsAcceptor | undefined,
  dependencies: ListenerDependencies,
): ListenerHandle {
  const { recorder } = dependencies;
  const address = boundAddress(server);
  const open = new Map<OcppConnection, WebSocket>();
  const attempts = new Set<Attempt>();
  let material = dependencies.tlsMaterial;
  let keyLog = false;
  let parts = assemble(first, firstAcceptor);

  function onOpened(connection: OcppConnection, webSocket: WebSocket): void {
    open.set(connection, webSocket);
    webSocket.once('close', () => open.delete(connection));
  }

  function assemble(
    configuration: ListenerConfiguration,
    tlsAcceptor: TlsAcceptor | undefined,
  ): ListenerParts {
    const { admit, subprotocols, version } = dependencies;
    const context = { configuration, admit, subprotocols, version, onOpened };
    return { configuration, tlsAcceptor, upgradeServer: createUpgradeServer(context) };
  }

  function onConnection(socket: net.Socket): void {
    const { configuration, tlsAcceptor, upgradeServer } = parts;
    const fault = material?.fault;
    const attempt = acceptConnection(socket, {
      configuration,
      recorder: underFault(recorder, fault),
      fault,
      connectionNumber: dependencies.nextConnectionNumber(),
      tlsAcceptor,
      keyLog,
      onTransport: (stream, known) => upgradeServer.take(stream, known),
    });
    attempts.add(attempt);
    descriptors.taken();
    socket.once('close', () => attempts.delete(attempt));
  }

  function reportAcceptProblem(errorCode: string): void {
    const { id } = parts.configuration;
    const code = listenProblems.get(errorCode) ?? 'accept-failed';
    recorder.append({
      role: 'csms',
      kind: 'listener-failed',
      detail: { listener: id, ...address, code },
    });
    const parameters = { ...address, errorCode };
    dependencies.onProblem({ code: 'listener-accept-failed', where: id, parameters });
  }

  const descriptors = watchDescriptors(reportAcceptProblem);

  function recordStarted(): void {
    const { id: listener, securityProfiles } = parts.configuration;
    recorder.append({
      role: 'csms',
      kind: 'listener-started',
      detail: { listener, ...address, securityProfiles: [...securityProfiles] },
    });
  }

  function closeEverything(): void {
    for (const connection of open.keys()) connection.close(goingAway, 'bench-stopping');
    for (const attempt of attempts) {
      fail(attempt, { stage: 'upgrade', code: 'bench-stopping', side: 'csms' });
    }
  }

  server.on('connection', onConnection);
  server.on('error', (error: NodeJS.ErrnoException) => {
    reportAcceptProblem(error.code ?? error.message);
  });
  recordStarted();
  let stopping: Promise<void> | undefined;

  return {
    get id() {
      return parts.configuration.id;
    },
    address,
    get configuration() {
      return parts.configuration;
    },
    get keyLog() {
      return keyLog;
    },
    set keyLog(on) {
      keyLog = on;
    },
    connections: () => [...open.keys()],
    attempts: () =>
      [...attempts].filter(({ stage }) => stage !== 'open' && stage !== 'over').length,
    reconfigure(configuration, tlsMaterial = material) {
      const { host, port } = parts.configuration;
      const samePort = configuration.port === port || configuration.port === address.port;
      if (configuration.host !== host || !samePort) {
        const { id } = configuration;
        return { ok: false, problem: { code: 'listener-address-fixed', where: id } };
      }
      const acceptor = createAcceptor(configuration, tlsMaterial);
      if (!acceptor.ok) return acceptor;
      material = tlsMaterial;
      parts = assemble(configuration, acceptor.value);
      recordStarted();
      return { ok: true, value: undefined };
    },
    stop() {
      stopping ??= new Promise((resolve) => {
        const grace = setTimeout(() => {
          for (const { socket } of attempts) socket.destroy();
        }, stopGraceMs);
        // The server counts sockets; what a role still does at the end of a connection comes after those.
        const ends = [...open.values()].map(endOf);
        server.close(async () => {
          clearTimeout(grace);
          await Promise.all(ends);
          const { id } = parts.configuration;
          recorder.append({ role: 'csms', kind: 'listener-stopped', detail: { listener: id } });
          resolve();
        });
        closeEverything();
      });
      return stopping;
    },
  };
}
