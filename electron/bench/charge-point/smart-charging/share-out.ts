/** Shares what the whole charge point may draw among the outlets that charge. Pure. */

export interface Claim {
  /** The most it may draw by itself, in W. */
  mostW: number;
  /** Below this it draws nothing. */
  leastW: number;
}

/** In equal shares; what one cannot take goes to the others, and one that would get less than it needs gets nothing. */
export function shareOut(totalW: number, claims: readonly Claim[]): number[] {
  const shares = evenly(totalW, claims);
  const starved = claims.findLastIndex(
    ({ leastW, mostW }, place) => mostW > 0 && (shares[place] ?? 0) < leastW,
  );
  if (starved === -1) return shares;
  return shareOut(
    totalW,
    claims.map((claim, place) => (place === starved ? { mostW: 0, leastW: 0 } : claim)),
  );
}

function evenly(totalW: number, claims: readonly Claim[]): number[] {
  const shares = claims.map(() => 0);
  let leftW = totalW;
  const modest = claims
    .map(({ mostW }, place) => ({ mostW, place }))
    .toSorted((left, right) => left.mostW - right.mostW);
  for (const [rank, { mostW, place }] of modest.entries()) {
    const shareW = Math.min(mostW, leftW / (modest.length - rank));
    shares[place] = shareW;
    leftW -= shareW;
  }
  return shares;
}
