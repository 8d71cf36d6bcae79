/**
 * Host names as certificates carry them: matching a name that was dialled, and telling addresses from serial numbers.
 * Knows nothing of certificates themselves, DNS or sockets.
 */

/**
 * Whether a name in a certificate covers a host name: equal without regard to case, final dot or brackets;
 * with `allowWildcards` an asterisk as whole left-most label stands for exactly one label (RFC 6125 §6.4.3).
 */
export function hostNameMatches(
  pattern: string,
  hostName: string,
  allowWildcards: boolean,
): boolean {
  const offered = normaliseHost(pattern);
  const wanted = normaliseHost(hostName);
  if (offered === '' || wanted === '') return false;
  if (offered === wanted) return true;
  if (!allowWildcards || !offered.startsWith('*.') || looksLikeIpAddress(wanted)) return false;
  const suffix = offered.slice(1);
  const spansWholeTopLevel = suffix.indexOf('.', 1) < 0;
  if (spansWholeTopLevel || !wanted.endsWith(suffix)) return false;
  const label = wanted.slice(0, -suffix.length);
  return label !== '' && !label.includes('.');
}

function normaliseHost(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

function looksLikeIpAddress(text: string): boolean {
  return (
    /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || /^\[?[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*\]?$/i.test(text)
  );
}

/** Shaped like a URL, an IP address or a host name under a top-level domain, as a Central System's CN would be. */
export function looksLikeAddress(commonName: string): boolean {
  const text = commonName.trim();
  return (
    /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ||
    /^(www\.|\*\.)/i.test(text) ||
    looksLikeIpAddress(text) ||
    /^([a-z0-9_-]+\.)+[a-z]{2,}(:\d+)?(\/.*)?$/i.test(text)
  );
}
