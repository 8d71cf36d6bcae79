/**
 * Revocation lists of authorities whose keys are elsewhere, brought by a person: read, kept, the newest of each
 * authority. Knows nothing of who checks against them; whether a list is genuine shows when it is held against its authority.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Outcome } from '../../../shared/api/problem.ts';
import type { ForeignRevocationList } from '../../../shared/api/revocation-lists-contract.ts';
import { parseCertificate } from './certificate-view.ts';
import { readPemBlocks, writePem } from './pem.ts';
import { type ParsedRevocationList, readRevocationList } from './read-revocation-list.ts';

export interface ForeignRevocationLists {
  list(): ForeignRevocationList[];
  /**
   * Takes one list, PEM or DER; an older one of the same authority goes. Problems: `revocation-list-unreadable`,
   * `revocation-list-partial`, `revocation-list-older`, `too-many-revocation-lists`.
   */
  add(content: Uint8Array): Outcome<ForeignRevocationList[]>;
  delete(id: string): boolean;
  /** PEM, for whoever checks. */
  pems(): string[];
}

export interface ForeignListsParts {
  settings: { read(name: string): unknown; write(name: string, value: unknown): void };
  /** PEM of every authority that is known here, to say whose list it is. */
  authorities(): string[];
  changed(): void;
}

const setting = 'foreign-revocation-lists';
const most = 32;
const kept = z.array(z.object({ id: z.string(), pem: z.string() }));
type Kept = z.infer<typeof kept>[number];

export function openForeignRevocationLists(parts: ForeignListsParts): ForeignRevocationLists {
  const stored = kept.safeParse(parts.settings.read(setting));
  let lists: { entry: Kept; list: ParsedRevocationList }[] = (stored.data ?? []).flatMap(
    (entry) => {
      const parsed = readRevocationList(entry.pem);
      return parsed.ok ? [{ entry, list: parsed.list }] : [];
    },
  );

  function put(next: typeof lists): void {
    lists = next;
    parts.settings.write(
      setting,
      lists.map(({ entry }) => entry),
    );
    parts.changed();
  }

  function shown(): ForeignRevocationList[] {
    const authorities = parts.authorities().flatMap((pem) => {
      const parsed = parseCertificate(pem);
      return parsed.ok ? [parsed.certificate] : [];
    });
    return lists.map(({ entry: { id }, list }) => {
      const { issuer, number, thisUpdateMs, nextUpdateMs, revoked } = list;
      return {
        id,
        issuer: issuer.text,
        ...(number === null ? {} : { number }),
        thisUpdate: new Date(thisUpdateMs).toISOString(),
        ...(nextUpdateMs === undefined ? {} : { nextUpdate: new Date(nextUpdateMs).toISOString() }),
        revoked: revoked.size,
        authorityKnown: authorities.some((authority) => list.isSignedBy(authority)),
      };
    });
  }

  return {
    list: shown,
    add(content): Outcome<ForeignRevocationList[]> {
      const text = Buffer.from(content).toString('latin1');
      const block = readPemBlocks(text).find(({ label }) => /^(X509 )?CRL$/.test(label));
      const der = block?.der ?? content;
      const parsed = readRevocationList(der);
      if (!parsed.ok) {
        const code =
          parsed.code === 'partial' ? 'revocation-list-partial' : 'revocation-list-unreadable';
        return { ok: false, problem: { code, parameters: { detail: parsed.detail } } };
      }
      const id = identifierOf(parsed.list);
      const known = lists.find(({ entry }) => entry.id === id);
      if (known !== undefined && known.list.thisUpdateMs > parsed.list.thisUpdateMs) {
        const parameters = { thisUpdate: new Date(known.list.thisUpdateMs).toISOString() };
        const where = parsed.list.issuer.text;
        return { ok: false, problem: { code: 'revocation-list-older', where, parameters } };
      }
      const others = lists.filter(({ entry }) => entry.id !== id);
      if (others.length >= most) {
        return { ok: false, problem: { code: 'too-many-revocation-lists', parameters: { most } } };
      }
      put([...others, { entry: { id, pem: writePem('X509 CRL', der) }, list: parsed.list }]);
      return { ok: true, value: shown() };
    },
    delete(id) {
      const others = lists.filter(({ entry }) => entry.id !== id);
      const isKnown = others.length < lists.length;
      if (isKnown) put(others);
      return isKnown;
    },
    pems: () => lists.map(({ entry }) => entry.pem),
  };
}

/** Two authorities of one name have different keys. */
function identifierOf({ issuer, authorityKeyIdentifier }: ParsedRevocationList): string {
  const text = `${authorityKeyIdentifier ?? ''} ${issuer.text}`;
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
