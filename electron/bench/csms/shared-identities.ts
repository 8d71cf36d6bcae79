/**
 * Which stations show the same client certificate or key, or have the same serial number (Whitepaper A00.FR.427,
 * A00.FR.429): told as a finding on every one of them, with the frames in which it was seen. Admits and refuses nobody.
 */
import { createHash, X509Certificate } from 'node:crypto';
import type { Judgement } from '../../../shared/record/judgement.ts';
import {
  attributeValues,
  type CertificateView,
} from '../../../shared/security/certificate-rules.ts';
import type { ShownCertificate } from './knowledge.ts';
import type { Notes } from './notes.ts';
import type { Station, Stations } from './stations.ts';

export interface SharedIdentities {
  /** A station came with this certificate in frame `seq`. */
  note(station: Station, certificate: CertificateView, seq: number): void;
  forget(stationId: string): void;
  /** Ids of the stations that showed this certificate (SHA-256 fingerprint) last, in this run or an earlier one. */
  stationsShowing(fingerprintSha256: string): string[];
}

/** By what two stations can be found to be one. */
type Mark = 'certificate' | 'key' | 'serialNumber';
const marks: readonly Mark[] = ['certificate', 'key', 'serialNumber'];
const rules = ['certificate-of-several-stations', 'serial-number-of-several-stations'] as const;
/** Names of others in one finding; the rest is a number. */
const namedOthers = 5;

export function watchSharedIdentities(stations: Stations, notes: Notes): SharedIdentities {
  const holders = new Map<string, Set<string>>();
  let isRead = false;

  const keyOf = (mark: Mark, value: string): string => `${mark} ${value}`;

  function add(id: string, shown: ShownCertificate): void {
    for (const mark of marks) {
      if (shown[mark] === undefined || shown[mark] === '') continue;
      const key = keyOf(mark, shown[mark]);
      const ids = holders.get(key);
      if (ids === undefined) holders.set(key, new Set([id]));
      else ids.add(id);
    }
  }

  function remove(id: string, shown: ShownCertificate): Set<string> {
    const others = new Set<string>();
    for (const mark of marks) {
      const key = keyOf(mark, shown[mark] ?? '');
      const ids = holders.get(key);
      if (!ids?.delete(id)) continue;
      if (ids.size === 0) holders.delete(key);
      for (const other of ids) others.add(other);
    }
    return others;
  }

  /** Earlier runs count: the second station may come days after the first. */
  function readOnce(): void {
    if (isRead) return;
    isRead = true;
    for (const station of stations.all()) {
      add(station.stored.id, notes.document(station, 'client-certificate'));
    }
  }

  function othersWith(station: Station, mark: Mark): Station[] {
    const value = notes.document(station, 'client-certificate')[mark];
    if (value === undefined || value === '') return [];
    return [...(holders.get(keyOf(mark, value)) ?? [])].flatMap((id) =>
      id === station.stored.id ? [] : (stations.find(id) ?? []),
    );
  }

  function finding(
    station: Station,
    others: readonly Station[],
    what: Pick<Judgement, 'rule' | 'clause'> & { by: Mark },
  ): Judgement {
    const shown = notes.document(station, 'client-certificate');
    const [first] = others;
    const theirs = first && notes.document(first, 'client-certificate');
    return {
      rule: what.rule,
      severity: 'error',
      ...(what.clause === undefined ? {} : { clause: what.clause }),
      parameters: {
        by: what.by,
        stations: others
          .slice(0, namedOthers)
          .map(({ stored }) => stored.id)
          .join(', '),
        others: others.length,
        serialNumber: shown.serialNumber ?? '',
        fingerprint: shown.certificate ?? '',
        frame: shown.frame ?? 0,
        otherFrame: theirs?.frame ?? 0,
      },
    };
  }

  function judge(station: Station): void {
    const kept = station.findings.filter(({ rule }) => !rules.some((one) => one === rule));
    const byCertificate = othersWith(station, 'certificate');
    const byKey = byCertificate.length > 0 ? byCertificate : othersWith(station, 'key');
    const bySerialNumber = othersWith(station, 'serialNumber');
    const found: Judgement[] = [];
    if (byKey.length > 0) {
      found.push(
        finding(station, byKey, {
          rule: rules[0],
          clause: 'Whitepaper A00.FR.427',
          by: byCertificate.length > 0 ? 'certificate' : 'key',
        }),
      );
    } else if (bySerialNumber.length > 0) {
      const clause = 'Whitepaper A00.FR.429';
      found.push(finding(station, bySerialNumber, { rule: rules[1], clause, by: 'serialNumber' }));
    }
    if (found.length > 0 || kept.length !== station.findings.length) {
      station.findings = [...kept, ...found];
    }
  }

  function judgeAll(ids: Iterable<string>): void {
    for (const id of ids) {
      const station = stations.find(id);
      if (station !== undefined) judge(station);
    }
  }

  return {
    note(station, certificate, seq) {
      readOnce();
      const { id } = station.stored;
      const before = notes.document(station, 'client-certificate');
      const isSame = before.certificate === certificate.fingerprintSha256;
      const shown: ShownCertificate = isSame
        ? { ...before, frame: seq }
        : {
            certificate: certificate.fingerprintSha256,
            key: keyDigest(certificate),
            serialNumber: attributeValues(certificate.subject, 'CN')[0] ?? '',
            frame: seq,
          };
      const formerFellows = isSame ? new Set<string>() : remove(id, before);
      notes.change(station, 'client-certificate', shown);
      add(id, shown);
      const fellows = marks.flatMap((mark) =>
        othersWith(station, mark).map(({ stored }) => stored.id),
      );
      judgeAll(new Set([id, ...formerFellows, ...fellows]));
    },
    forget(id) {
      const affected = [...holders.values()].filter((ids) => ids.delete(id));
      judgeAll(new Set(affected.flatMap((ids) => [...ids])));
    },
    stationsShowing(fingerprint) {
      readOnce();
      const ids = holders.get(keyOf('certificate', fingerprint)) ?? [];
      return [...ids].filter((id) => stations.find(id) !== undefined);
    },
  };
}

/** SHA-256 over the public key: a certificate made anew for the same key is the same secret. */
function keyDigest({ pem }: CertificateView): string {
  const spki = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex').toUpperCase();
}
