/**
 * Name server and time server as the doors see them: settings kept, started when they were on, changes one after the
 * other. Off until somebody switches them on.
 */

import { isIP } from 'node:net';
import type { z } from 'zod';
import type { Reachability } from '../../shared/api/bench-contract.ts';
import type { ListenerState } from '../../shared/api/csms-contract.ts';
import {
  type NameChanges,
  type NamesAndTimeState,
  nameSettings,
  type TimeChanges,
  timeSettings,
} from '../../shared/api/names-and-time-contract.ts';
import type { Problem } from '../../shared/api/problem.ts';
import { createTurns } from '../../shared/in-turn.ts';
import type { FrameRecorder } from '../../shared/record/frame.ts';
import { createNameServer } from './names-and-time/name-server.ts';
import {
  jointPlacesOf,
  type OwnAddress,
  ownAddresses,
  placesOf,
} from './names-and-time/own-networks.ts';
import { createTimeServer } from './names-and-time/time-server.ts';
import { checkReachability, lowPortCommand } from './network/reachability.ts';
import type { SettingStore } from './store/settings.ts';

export interface NamesAndTimeSurface {
  state(): NamesAndTimeState;
  /** What is absent stays. A port that cannot be had is in the state. */
  putNames(changes: NameChanges): Promise<NamesAndTimeState>;
  putTime(changes: TimeChanges): Promise<NamesAndTimeState>;
}

export interface NamesAndTimeParts {
  recorder: FrameRecorder;
  store: SettingStore;
  hostName(): string;
  listeners(): Pick<ListenerState, 'settings'>[];
  nowMs(): number;
  moved(): void;
  /** Addresses of the machine; for tests. */
  own?(): OwnAddress[];
  /** One socket for all addresses of a family; by default where the system gives low ports only so. */
  joint?: boolean;
}

/** What the rest of the bench needs beside the surface. */
export interface NamesAndTime {
  surface: NamesAndTimeSurface;
  /** Starts what was on in the last run. */
  restore(): Promise<void>;
  /** The addresses of the machine changed. */
  refresh(): Promise<void>;
  /** Of a UDP port. */
  reachability(port: number): Promise<Reachability>;
  close(): Promise<void>;
}

const nameSettingName = 'name-server';
const timeSettingName = 'time-server';

function readSettings<T>(store: SettingStore, name: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(store.read(name) ?? {});
  // A value that an older program wrote and this one does not know: start from the defaults.
  return parsed.success ? parsed.data : schema.parse({});
}

const codes: Readonly<Record<string, string>> = {
  EADDRINUSE: 'port-in-use',
  EACCES: 'port-not-permitted',
  EADDRNOTAVAIL: 'address-not-available',
};

function problemOf(
  { code: errorCode = 'unknown' }: NodeJS.ErrnoException,
  { address, port }: { address: string; port: number },
): Problem {
  const code = codes[errorCode] ?? 'listen-failed';
  const command = lowPortCommand(process.platform, process.execPath) ?? '';
  return {
    code,
    where: address,
    parameters: { port, errorCode, ...(code === 'port-not-permitted' && { command }) },
  };
}

/** Names of listeners and of the machine; an address needs no name server. */
function benchNames({ hostName, listeners }: NamesAndTimeParts): string[] {
  const names = [hostName(), ...listeners().flatMap(({ settings }) => settings.hostName ?? [])];
  return [...new Set(names.map((name) => name.toLowerCase()))].filter((name) => isIP(name) === 0);
}

export function createNamesAndTime(parts: NamesAndTimeParts): NamesAndTime {
  const { recorder, store, nowMs, moved, own = ownAddresses } = parts;
  const { joint = process.platform === 'darwin' } = parts;
  const context = {
    ...{ recorder, nowMs, moved, own, problemOf },
    placesOf: (host: string) => (joint ? jointPlacesOf : placesOf)(host, own()),
  };
  const storedNames = readSettings(store, nameSettingName, nameSettings);
  const storedTime = readSettings(store, timeSettingName, timeSettings);
  const names = createNameServer({ ...context, benchNames: () => benchNames(parts) }, storedNames);
  const time = createTimeServer(context, storedTime);
  const state = (): NamesAndTimeState => ({ names: names.state(), time: time.state() });

  /** Two changes at once must not open one port twice. */
  const inTurn = createTurns();

  let isClosed = false;
  const refresh = () =>
    inTurn(async () => {
      if (isClosed) return;
      await names.refresh();
      await time.refresh();
    });

  return {
    surface: {
      state,
      putNames: (changes) =>
        inTurn(async () => {
          // Whoever comes behind the end must not open what nobody closes.
          if (isClosed) return state();
          const settings = { ...names.state().settings, ...changes };
          store.write(nameSettingName, settings);
          await names.apply(settings);
          return state();
        }),
      putTime: (changes) =>
        inTurn(async () => {
          // Whoever comes behind the end must not open what nobody closes.
          if (isClosed) return state();
          const settings = { ...time.state().settings, ...changes };
          store.write(timeSettingName, settings);
          await time.apply(settings);
          return state();
        }),
    },
    restore: refresh,
    refresh,
    reachability(port) {
      const isOurs = [names.state(), time.state()].some(
        (server) => server.status === 'on' && server.port === port,
      );
      return checkReachability(port, isOurs, 'udp');
    },
    close: () =>
      inTurn(async () => {
        isClosed = true;
        await names.close();
        await time.close();
      }),
  };
}
