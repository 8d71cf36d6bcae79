/**
 * A Central System that is not ours: the server of the `ocpp-rpc` package in strict mode, which checks every payload
 * in both directions against its own schemas. Answers as the specification says; knows nothing of the bench.
 */
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createRPCError, RPCServer } from 'ocpp-rpc';
import type { BenchAuthorities } from '../../electron/bench/pki/bench-authorities.ts';
import type { SecurityProfile } from '../../shared/api/common-schemas.ts';
import { type CallLog, createCallLog } from '../charge-point/support.ts';

export type ForeignSession = InstanceType<typeof import('ocpp-rpc').RPCClient>;
type Accept = () => void;
type Reject = (code: number, message: string) => void;
type Payload = Record<string, unknown>;

export interface ForeignHandshake {
  identity: string;
  password: Buffer | undefined;
  request: { socket: unknown };
}

/** The AuthorizationKey it knows, on profiles 1 and 2. */
export const foreignKey = 'fffefdfcfbfaf9f8f7f6f5f4f3f2f1f000010203';

export interface ForeignCentralSystem extends CallLog {
  url: string;
  sessions: ForeignSession[];
  /** Handshakes that were seen; refused while `refusing`. */
  handshakes: ForeignHandshake[];
  refusing: boolean;
  /** What its schemas did not let pass, in either direction. */
  violations: unknown[];
  /** Answers an action from now on. */
  answer(action: string, how: (params: Payload) => object): void;
  /** Answers an action with a CALLERROR from now on. */
  refuse(action: string, code: string): void;
  /** Sends a CALL to the newest charge point; rejects with a CALLERROR, its code in `rpcErrorCode`. */
  ask(action: string, payload?: object): Promise<Payload>;
  stop(): Promise<void>;
}

const now = (): string => new Date().toISOString();

const usualAnswers: Record<string, (params: Payload) => object> = {
  Authorize: () => ({ idTagInfo: { status: 'Accepted' } }),
  BootNotification: () => ({ status: 'Accepted', currentTime: now(), interval: 120 }),
  DataTransfer: () => ({ status: 'UnknownVendorId' }),
  Heartbeat: () => ({ currentTime: now() }),
  SignCertificate: () => ({ status: 'Accepted' }),
  StartTransaction: () => ({ transactionId: 42, idTagInfo: { status: 'Accepted' } }),
};

async function createHttp(
  authorities: BenchAuthorities,
  profile: SecurityProfile,
): Promise<Server> {
  if (profile < 2) return createHttpServer();
  const { rsa } = await authorities.serverIdentities({
    listener: 'foreign',
    hostName: 'localhost',
    addresses: ['127.0.0.1'],
  });
  const ca = await Promise.all([authorities.rootPem('rsa'), authorities.rootPem('ecdsa')]);
  return createHttpsServer({
    cert: rsa.certificatePem,
    key: rsa.privateKeyPem,
    ca,
    requestCert: profile === 3,
    rejectUnauthorized: profile === 3,
  });
}

/** Starts one for a profile on a free port; its certificate is of these authorities. */
export async function startForeignCentralSystem(
  authorities: BenchAuthorities,
  profile: SecurityProfile,
): Promise<ForeignCentralSystem> {
  const rpc = new RPCServer({ protocols: ['ocpp1.6'], strictMode: true });
  const log = createCallLog();
  const answers = new Map(Object.entries(usualAnswers));
  const sessions: ForeignSession[] = [];
  const violations: unknown[] = [];
  const http = await createHttp(authorities, profile);
  http.on('upgrade', rpc.handleUpgrade);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  // Listening on TCP.
  const { port } = http.address() as AddressInfo;
  const system: ForeignCentralSystem = {
    ...log,
    url: `${profile >= 2 ? 'wss' : 'ws'}://127.0.0.1:${port}/ocpp`,
    sessions,
    handshakes: [],
    refusing: false,
    violations,
    answer: (action, how) => answers.set(action, how),
    refuse: (action, code) =>
      answers.set(action, () => {
        throw createRPCError(code, 'refused by the test');
      }),
    async ask(action, payload = {}) {
      const session = sessions.at(-1);
      if (session === undefined) throw new Error('nobody is connected');
      // Payloads of OCPP are objects; strict mode has checked it.
      return (await session.call(action, payload)) as Payload;
    },
    async stop() {
      await rpc.close({ force: true });
      await new Promise((resolve) => http.close(resolve));
    },
  };
  rpc.auth((accept: Accept, reject: Reject, handshake: ForeignHandshake) => {
    system.handshakes.push(handshake);
    const usesBasic = profile === 1 || profile === 2;
    const isRight = !usesBasic || handshake.password?.toString('hex') === foreignKey;
    if (system.refusing || !isRight) reject(401, 'Unauthorized');
    else accept();
  });
  rpc.on('client', (session: ForeignSession) => {
    sessions.push(session);
    session.on('strictValidationFailure', (failure: unknown) => violations.push(failure));
    session.handle(({ method = '', params = {} }) => {
      log.add({ action: method, payload: params });
      // Rejects when the test lets it refuse.
      return new Promise((resolve) => {
        resolve(answers.get(method)?.(params) ?? {});
      });
    });
  });
  return system;
}
