/** Which names the name server takes, for contract and form. Knows no schema library, so that pages can load it. */

const label = '[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?';

/** A host name, `*.` and a host name, or `*`. */
export const namePattern = new RegExp(`^(?:\\*|(?:\\*\\.)?${label}(?:\\.${label})*)$`);
export const longestName = 253;
