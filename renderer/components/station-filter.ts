/** The frame filter for one station, with its identity quoted where the filter language needs it. */

export function stationFilter(id: string): string {
  const plain = /^[^\s"(),\\]+$/.test(id);
  return plain ? `station:${id}` : `station:"${id.replace(/["\\]/g, '\\$&')}"`;
}
