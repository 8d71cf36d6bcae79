/** Which version a charge point has after an update. Pure. */

/** The version in the name of a file (`evse-2.1.0.bin`), or undefined. */
function versionInName(fileName: string): string | undefined {
  return /(?:^|[^\d.])(\d+(?:\.\d+){1,3}(?:-[A-Za-z0-9]+)?)(?=$|[^\d.]|\.[A-Za-z])/.exec(
    fileName,
  )?.[1];
}

/** `1.0.9` becomes `1.0.10`; what has no number gets one. */
function nextOf(version: string): string {
  const parts = /^(.*?)(\d+)(\D*)$/.exec(version);
  if (parts === null) return `${version}.1`;
  const [, before = '', last = '0', after = ''] = parts;
  return `${before}${Number(last) + 1}${after}`;
}

/** At most 50 characters, as BootNotification takes them. */
export function versionAfter(current: string, fileName: string, chosen?: string): string {
  const found = chosen ?? versionInName(fileName) ?? nextOf(current);
  return (found === current && chosen === undefined ? nextOf(current) : found).slice(0, 50);
}
