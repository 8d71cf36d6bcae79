/**
 * Reads the detail of a frame that may come from any capture, a foreign or newer one included:
 * what is not of the expected shape is absent. Knows nothing of what the fields mean.
 */

export type Detail = Readonly<Record<string, unknown>>;

export function detailOf(value: unknown): Detail {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? // An object that is neither null nor an array has string keys.
      (value as Detail)
    : {};
}

export function textIn(detail: Detail, key: string): string | undefined {
  const value = Object.hasOwn(detail, key) ? detail[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}

export function numberIn(detail: Detail, key: string): number | undefined {
  const value = Object.hasOwn(detail, key) ? detail[key] : undefined;
  return typeof value === 'number' ? value : undefined;
}

export function listIn(detail: Detail, key: string): readonly unknown[] {
  const value = Object.hasOwn(detail, key) ? detail[key] : undefined;
  return Array.isArray(value) ? value : [];
}

export function textsIn(detail: Detail, key: string): string[] {
  return listIn(detail, key).filter((value) => typeof value === 'string');
}

export function partIn(detail: Detail, key: string): Detail {
  return detailOf(Object.hasOwn(detail, key) ? detail[key] : undefined);
}

/** `192.168.1.5:9000`, `[::1]:9000`. */
export function addressIn(detail: Detail, key: string): string | undefined {
  const part = partIn(detail, key);
  const address = textIn(part, 'address');
  const port = numberIn(part, 'port');
  if (address === undefined) return undefined;
  const host = address.includes(':') ? `[${address}]` : address;
  return port === undefined ? host : `${host}:${port}`;
}

/** Names of TLS registry values such as suites and groups. */
export function namesIn(detail: Detail, key: string): string[] {
  return listIn(detail, key).flatMap((value) => textIn(detailOf(value), 'name') ?? []);
}

/** Pairs of header name and value. */
export function headersIn(detail: Detail): [name: string, value: string][] {
  return listIn(detail, 'headers').flatMap((pair) => {
    if (!Array.isArray(pair)) return [];
    const [name, value]: unknown[] = pair;
    return typeof name === 'string' && typeof value === 'string' ? [[name, value]] : [];
  });
}

/** The parameters of a code, as the words modules take them. */
export function parametersIn(detail: Detail): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(partIn(detail, 'parameters')).filter(
      (entry): entry is [string, string | number | boolean] =>
        ['string', 'number', 'boolean'].includes(typeof entry[1]),
    ),
  );
}
