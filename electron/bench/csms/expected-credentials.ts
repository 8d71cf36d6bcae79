/**
 * What credentials are compared with: the key of the station, the keys it had, those of the others. Reads what is stored and
 * decides nothing.
 */
import type {
  CredentialsDiagnosis,
  CredentialsMistakeCode,
  ExpectedCredentials,
} from '../../../shared/security/basic-diagnosis.ts';
import type { StoredStation } from '../store/stations.ts';
import { isEqualKey } from '../wire/basic-credentials-hash.ts';
import { keyOf, knownKey } from './station-keys.ts';

/** Hashes of other stations that are compared at one refusal; each costs microseconds. */
const comparedHashes = 500;

/** Another station that has this key: looked for among thousands, so nothing is made for each of them. */
function stationWithKey(
  stations: Iterable<StoredStation>,
  identity: string,
  password: Uint8Array,
): string | undefined {
  let hashes = 0;
  for (const { id, authorizationKey, authorizationKeyHash } of stations) {
    if (id === identity) continue;
    if (authorizationKey !== undefined) {
      if (isEqualKey(authorizationKey, password)) return id;
    } else if (authorizationKeyHash !== undefined && hashes < comparedHashes) {
      hashes += 1;
      if (knownKey({ hash: authorizationKeyHash }).matches(password)) return id;
    }
  }
  return undefined;
}

export function expectedCredentials({
  attempt,
  station,
  allStations = () => [],
}: {
  attempt: { identity: string; identityInUrl?: string };
  station: StoredStation | undefined;
  allStations?: (() => Iterable<StoredStation>) | undefined;
}): ExpectedCredentials {
  const key = station && keyOf(station);
  return {
    identity: attempt.identity,
    identityInUrl: attempt.identityInUrl,
    serialNumber: station?.serialNumber,
    isStation: (id) => {
      for (const other of allStations()) if (other.id === id) return true;
      return false;
    },
    key: key && knownKey(key),
    formerKeys: (station?.formerKeys ?? []).map(({ hash, replacedAt }) => ({
      key: knownKey({ hash }),
      replacedAt,
    })),
    stationWithKey: (password) => stationWithKey(allStations(), attempt.identity, password),
  };
}

/** These say no more than the code of the refusal itself. */
const plain = new Set<CredentialsMistakeCode>([
  'header-missing',
  'base64-broken',
  'password-empty',
  'user-not-utf8',
  'user-other',
  'key-other',
  'key-not-set',
]);

/** The certain mistakes as one parameter of a refusal, for the record; words are found by them. */
export function mistakesParameter({ mistakes }: CredentialsDiagnosis): { mistakes?: string } {
  const codes = mistakes.flatMap(({ code, confidence }) =>
    confidence === 'certain' && !plain.has(code) ? [code] : [],
  );
  return codes.length === 0 ? {} : { mistakes: codes.join(',') };
}
