/**
 * Which of the bench's two roots a charger needs, from the ClientHello of its last attempt.
 * Watches the frames of connections; keeps the newest attempts only.
 */
import type { RootAdvice } from '../../shared/api/pki-contract.ts';
import type { ClientHelloFacts } from '../../shared/record/connection-facts.ts';
import type { NewFrame } from '../../shared/record/frame.ts';
import { acceptedCertificateFamilies } from '../../shared/security/tls-registry.ts';

const keptAttempts = 200;

interface Hello {
  seq: number;
  facts: ClientHelloFacts;
  station: string;
}

export interface RootAdviser {
  note(frame: NewFrame, seq: number): void;
  /** One entry a station (a remote address before the identity is known), the newest first. */
  list(): RootAdvice[];
}

function familyFor(facts: ClientHelloFacts): RootAdvice['family'] {
  const families = acceptedCertificateFamilies(facts);
  if (families.length === 2) return 'either';
  return families[0] ?? 'none';
}

export function createRootAdviser(): RootAdviser {
  const remotes = new Map<number, string>();
  const hellos = new Map<number, Hello>();

  function forgetOldest(map: Map<number, unknown>): void {
    if (map.size <= keptAttempts) return;
    const [oldest] = map.keys();
    if (oldest !== undefined) map.delete(oldest);
  }

  return {
    note(frame, seq) {
      const { connection } = frame;
      if (connection === undefined || frame.role !== 'csms') return;
      if (frame.kind === 'connection-opened') {
        remotes.set(connection, frame.detail.remote.address);
        forgetOldest(remotes);
      } else if (frame.kind === 'client-hello') {
        const station = remotes.get(connection) ?? '';
        hellos.set(connection, { seq, facts: frame.detail, station });
        forgetOldest(hellos);
      } else if (frame.station !== undefined) {
        const hello = hellos.get(connection);
        if (hello) hello.station = frame.station;
      }
    },
    list() {
      const newest = new Map<string, Hello>();
      for (const hello of hellos.values()) {
        // A map keeps the place of a key that it has: out first, or a charger that tries again stays last.
        newest.delete(hello.station);
        newest.set(hello.station, hello);
      }
      return [...newest.values()]
        .reverse()
        .map(({ station, seq, facts }) => ({ station, helloSeq: seq, family: familyFor(facts) }));
    },
  };
}
