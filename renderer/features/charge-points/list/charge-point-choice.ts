/** Which emulated charge points a list shows and what it says of each. Pure; knows no screen. */
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';

export type ChargePointChoice = 'all' | 'connected' | 'troubled';

/** Something is wrong that a person would want to look at. */
export function isTroubled({
  status,
  problem,
  connectors,
  registration,
}: ChargePointState): boolean {
  const isRefused = registration === 'Rejected';
  const isBroken = connectors.some((connector) => connector.status === 'Faulted');
  return isRefused || isBroken || (status !== 'connected' && problem !== undefined);
}

/** Those whose identity, vendor, model or URL has the text; in the order of their identities. */
export function chargePointsShown(
  chargePoints: readonly ChargePointState[],
  text: string,
  choice: ChargePointChoice,
): readonly ChargePointState[] {
  const wanted = text.trim().toLowerCase();
  const isChosen = (chargePoint: ChargePointState): boolean =>
    choice === 'all' ||
    (choice === 'connected' ? chargePoint.status === 'connected' : isTroubled(chargePoint));
  return chargePoints
    .filter(
      (chargePoint) =>
        isChosen(chargePoint) &&
        `${chargePoint.id} ${chargePoint.settings.vendor} ${chargePoint.settings.model} ${chargePoint.settings.url}`
          .toLowerCase()
          .includes(wanted),
    )
    .toSorted((left, right) => left.id.localeCompare(right.id, 'en', { numeric: true }));
}

/** How many have each value, most first. */
export function tally<T, Key extends string>(
  all: readonly T[],
  keyOf: (one: T) => Key | undefined,
): readonly (readonly [Key, number])[] {
  const counts = new Map<Key, number>();
  for (const one of all) {
    const key = keyOf(one);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].toSorted(([, left], [, right]) => right - left);
}

/** The connectors without number 0, which is the charge point itself. */
export function outletsOf({
  connectors,
}: Pick<ChargePointState, 'connectors'>): ChargePointState['connectors'] {
  return connectors.filter(({ connectorId }) => connectorId > 0);
}

/** `Charging`, or `2 Charging, 1 Available` with several connectors. */
export function connectorsInShort(chargePoint: ChargePointState): string {
  const outlets = outletsOf(chargePoint);
  const counts = tally(outlets, ({ status }) => status);
  if (outlets.length === 1) return counts[0]?.[0] ?? '';
  return counts.map(([status, value]) => `${value} ${status}`).join(', ');
}
