/**
 * Where the faults of the table happen: a whole bench with its API, a listener for each kind of charger, authorities
 * that the bench knows and does not know, and files for the programs that play the other side.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AttemptAutopsy, attemptAutopsy } from '../../../shared/api/attempts-contract.ts';
import type { FrameView } from '../../../shared/api/frames-contract.ts';
import type { FaultId } from '../../../shared/security/handshake-faults.ts';
import {
  type ComposedBench,
  type OpenedDoor,
  openTestDoor,
  startComposedBench,
} from '../../support/composed-bench.ts';
import { createAuthority, type TestAuthority } from '../../support/tls-certificates.ts';

/** `full`: profiles 2 and 3. `strict`: profile 3 alone. `faulty`: shows a fault. `hasty`: gives little time. */
const listeners = {
  full: { securityProfiles: [2, 3], handshakeRecording: 'full', hostName: 'localhost' },
  strict: { securityProfiles: [3], clientCertificate: 'require', handshakeRecording: 'full' },
  faulty: { securityProfiles: [2], handshakeRecording: 'full', hostName: 'localhost' },
  plain: { securityProfiles: [0, 1] },
  withPassword: { securityProfiles: [1] },
  noBrowsers: { securityProfiles: [2], handshakeRecording: 'full', refuseBrowsers: true },
  hasty: { securityProfiles: [2], handshakeTimeoutMs: 1000, upgradeTimeoutMs: 1000 },
  hastyPlain: { securityProfiles: [1], handshakeTimeoutMs: 1000, upgradeTimeoutMs: 1000 },
} as const;
export type ListenerName = keyof typeof listeners;

export interface FaultWorld {
  composed: ComposedBench;
  api: OpenedDoor['api'];
  ports: Record<ListenerName, number>;
  /** Trusted by the bench for client certificates, and by its emulated charge points for server certificates. */
  operator: TestAuthority;
  /** An authority that nobody trusts. */
  stranger: TestAuthority;
  /** PEM file with both roots of the bench. */
  benchRoots: string;
  /** Writes a file and gives its path. */
  file(content: string): string;
  /** Lets somebody connect, and gives the number of the connection once it is over. */
  connection(run: () => Promise<unknown>): Promise<number>;
  /** Lets an emulated charge point dial; over means closed, or open when `until` says so. */
  dial(settings: Dial, until?: 'closed' | 'answered'): Promise<number>;
  /** A station of the Central System. */
  station(id: string, settings: object): Promise<void>;
  /** Switches a fault of the listener `faulty` on while something runs. */
  underFault<T>(fault: FaultId, run: () => Promise<T>): Promise<T>;
  /** Every connection to the Central System that was opened after this frame is closed. */
  allClosed(after: number): Promise<void>;
  autopsy(connection: number): Promise<AttemptAutopsy>;
  /** Is closed with the world. */
  closeLater(what: { close(): unknown }): void;
  close(): Promise<void>;
}

export type Dial = { url: string } & Record<string, unknown>;

export async function startFaultWorld(): Promise<FaultWorld> {
  const composed = await startComposedBench();
  const opened = await openTestDoor(composed);
  const folder = mkdtempSync(join(tmpdir(), 'benchpoint-faults-'));
  const closing: { close(): unknown }[] = [];
  const [operator, stranger] = await Promise.all([
    createAuthority('ecdsa', 'Operator of the table'),
    createAuthority('ecdsa', 'Somebody else'),
  ]);
  const { api } = opened;
  await expectOk(api('POST', '/pki/trusted-roots', { pem: operator.certPem }));
  const names = Object.keys(listeners);
  const wanted = Object.entries(listeners).map(([id, settings]) => ({
    ...settings,
    id,
    host: '127.0.0.1',
    port: 0,
  }));
  await expectOk(api('PUT', '/csms', { listeners: wanted, policy: { acceptHexText: false } }));
  const state = composed.bench.csms.state();
  const portOf = (name: string) => state.listeners.find(({ id }) => id === name)?.port ?? 0;
  // One entry for each name of the object above.
  const ports = Object.fromEntries(
    names.map((name) => [name, portOf(name)]),
  ) as FaultWorld['ports'];

  let files = 0;
  function file(content: string): string {
    files += 1;
    const path = join(folder, `${files}.pem`);
    writeFileSync(path, content);
    return path;
  }
  const { pki } = composed.bench;
  const benchRoots = file((await pki.rootPem('rsa')) + (await pki.rootPem('ecdsa')));

  const numberOf = ({ connection }: FrameView): number => connection ?? 0;

  let chargers = 0;
  return {
    composed,
    api,
    ports,
    operator,
    stranger,
    benchRoots,
    file,
    async connection(run) {
      const after = composed.bench.heads().head;
      const over = composed.frame(
        ({ seq, kind, role }) => seq > after && role === 'csms' && kind === 'connection-closed',
      );
      await run();
      return numberOf(await over);
    },
    async dial(settings, until = 'closed') {
      chargers += 1;
      const id = `DIALS-${chargers}`;
      const request = { securityProfile: 2, password: 'sixteen-bytes-ok', ...settings };
      await expectOk(api('PUT', `/charge-points/${id}`, request));
      const over = await composed.frame(
        ({ station, role, kind, detail }) =>
          station === id &&
          role === 'charge-point' &&
          (until === 'answered' ? kind === 'upgrade-response' : isOver(kind, detail)),
      );
      await expectOk(api('DELETE', `/charge-points/${id}`));
      return numberOf(over);
    },
    station: async (id, settings) => {
      await expectOk(api('PUT', `/csms/stations/${id}`, settings));
    },
    async underFault(fault, run) {
      await setFault(api, fault);
      try {
        return await run();
      } finally {
        await setFault(api, null);
      }
    },
    async allClosed(after) {
      const open = new Set<number>();
      const look = ({ seq, role, kind, connection = 0 }: FrameView): boolean => {
        if (seq > after && role === 'csms' && kind === 'connection-opened') open.add(connection);
        if (kind === 'connection-closed') open.delete(connection);
        // Beyond the last frame there is nothing to wait for.
        return seq >= composed.bench.heads().head && open.size === 0;
      };
      await composed.frame(look);
    },
    async autopsy(connection) {
      const { body } = await expectOk(api('GET', `/attempts/live/${connection}`));
      return attemptAutopsy.parse(body);
    },
    closeLater: (what) => closing.push(what),
    async close() {
      for (const one of closing) one.close();
      await opened.door.close();
      await composed.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Closed; what fails before there is a socket is never opened. */
function isOver(kind: string, detail: unknown): boolean {
  if (kind !== 'connection-failed') return kind === 'connection-closed';
  const stage = typeof detail === 'object' && detail !== null && 'stage' in detail && detail.stage;
  return stage === 'name' || stage === 'tcp';
}

type Answer = ReturnType<OpenedDoor['api']>;

async function expectOk(asked: Answer): Promise<Awaited<Answer>> {
  const answer = await asked;
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  return answer;
}

const setFault = (api: OpenedDoor['api'], fault: FaultId | null) =>
  expectOk(api('PUT', '/csms/listeners/faulty/fault', { fault }));

/** The port of a server once it listens on loopback. */
export function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address !== null && typeof address !== 'string') resolve(address.port);
    });
  });
}
