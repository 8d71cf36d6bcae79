/**
 * Keeps sockets open at every address a server is to be asked at: a socket each, so that an answer leaves from the
 * address the question came to, and is known where it came in. Follows the addresses of the machine. Knows no protocol.
 */

import type { ServedPlace } from '../../../shared/api/names-and-time-contract.ts';
import type { Problem } from '../../../shared/api/problem.ts';
import type { OwnAddress } from './own-networks.ts';

/** What is open at one address. */
export interface OpenPlace {
  port: number;
  /** Part of it could not be opened. */
  problem?: Problem;
  close(): Promise<void>;
}

export type OpenAt = (
  place: OwnAddress,
  port: number,
  /** The socket broke and is closed. */
  lost: (error: NodeJS.ErrnoException) => void,
) => Promise<OpenPlace>;

export interface PlacesContext {
  openAt: OpenAt;
  /** Words for a system error are the caller's: rights and programs differ by system. */
  problemOf(error: NodeJS.ErrnoException, place: { address: string; port: number }): Problem;
  changed(): void;
}

/** What of a server can be seen from outside. */
export interface ServedState {
  status: 'off' | 'on' | 'failed';
  /** The real port of what is open, else the wanted one. */
  port: number;
  places: ServedPlace[];
  /** Why nothing is open: of the first place. */
  problem?: Problem;
}

export interface Places {
  served(wantedPort: number): ServedState;
  /** Opens what is missing, closes what is no more. */
  bring(wanted: readonly OwnAddress[], port: number): Promise<void>;
}

interface Entry {
  place: OwnAddress;
  wantedPort: number;
  open?: OpenPlace;
  problem?: Problem;
}

/** The system refuses with an error of its own; anything else is a bug and not ours to hide. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}

/** A free port that the system gave for one address may be taken at another: then all take another one. */
const freePortTries = 5;

export function createPlaces({ openAt, problemOf, changed }: PlacesContext): Places {
  let entries: Entry[] = [];

  async function open(entry: Entry, port: number): Promise<void> {
    const { address } = entry.place;
    let lostTo: Problem | undefined;
    try {
      const opened = await openAt(entry.place, port, (error) => {
        lostTo = problemOf(error, { address, port });
        Object.assign(entry, { open: undefined, problem: lostTo });
        changed();
      });
      // It may have broken while the rest of it was being opened.
      if (lostTo === undefined) Object.assign(entry, { open: opened, problem: opened.problem });
    } catch (error) {
      if (!isSystemError(error)) throw error;
      entry.problem = problemOf(error, { address, port });
    }
  }

  const close = async (entry: Entry): Promise<void> => {
    const { open: opened } = entry;
    entry.open = undefined;
    await opened?.close();
  };

  const openPort = (): number | undefined => entries.find((entry) => entry.open)?.open?.port;

  async function openAll(port: number): Promise<void> {
    for (const entry of entries) {
      if (entry.open === undefined) await open(entry, port === 0 ? (openPort() ?? 0) : port);
    }
  }

  function status(): ServedState['status'] {
    if (entries.length === 0) return 'off';
    return entries.some((entry) => entry.open) ? 'on' : 'failed';
  }

  return {
    served(ofSettings) {
      const [first] = entries;
      const problem = status() === 'failed' ? first?.problem : undefined;
      return {
        status: status(),
        port: openPort() ?? ofSettings,
        places: entries.map(({ place, open: opened, wantedPort, problem: own }) => ({
          address: place.address,
          network: place.network,
          port: opened?.port ?? wantedPort,
          ...(own && { problem: own }),
        })),
        ...(problem && { problem }),
      };
    },
    async bring(wanted, port) {
      const kept = entries.filter(
        (entry) =>
          entry.wantedPort === port &&
          wanted.some(({ address }) => address === entry.place.address),
      );
      await Promise.all(entries.filter((entry) => !kept.includes(entry)).map(close));
      const known = new Map(kept.map((entry) => [entry.place.address, entry]));
      entries = wanted.map((place) => {
        const entry = known.get(place.address);
        return entry === undefined ? { place, wantedPort: port } : Object.assign(entry, { place });
      });
      await openAll(port);
      for (let tries = 1; port === 0 && tries < freePortTries; tries += 1) {
        if (entries.every(({ problem }) => problem?.code !== 'port-in-use')) break;
        await Promise.all(entries.map(close));
        await openAll(port);
      }
      changed();
    },
  };
}
