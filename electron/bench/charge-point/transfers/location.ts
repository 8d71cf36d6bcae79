/**
 * Locations as a Central System sends them: reading them, and where in them an upload goes.
 * Pure; opens nothing.
 */

/** Those of the key SupportedFileTransferProtocols; ftpes is FTPS that begins in the clear. */
export type TransferProtocol = 'http' | 'https' | 'ftp' | 'ftps' | 'ftpes';

export interface Location {
  protocol: TransferProtocol;
  url: URL;
  /** Percent-decoded; empty when there are none. */
  userName: string;
  password: string;
  /** Without credentials, for states and logs. */
  shown: string;
}

export type LocationRead =
  | { ok: true; location: Location }
  | { ok: false; fault: 'location-invalid' | 'protocol-unsupported' };

const protocols: readonly TransferProtocol[] = ['http', 'https', 'ftp', 'ftps', 'ftpes'];

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign: what was meant cannot be told.
    return undefined;
  }
}

/** Line ends and the like in a path or a user name would become commands of their own in FTP. */
const hasControlCharacters = (text: string): boolean =>
  [...text].some((character) => character < ' ' || character === '\u007f');

/** Reads a location. */
export function readLocation(text: string): LocationRead {
  if (!URL.canParse(text)) return { ok: false, fault: 'location-invalid' };
  const url = new URL(text);
  const scheme = url.protocol.slice(0, -1);
  const protocol = protocols.find((one) => one === scheme);
  if (protocol === undefined) return { ok: false, fault: 'protocol-unsupported' };
  const userName = decoded(url.username);
  const password = decoded(url.password);
  const path = decoded(url.pathname);
  if (userName === undefined || password === undefined || path === undefined) {
    return { ok: false, fault: 'location-invalid' };
  }
  if (url.hostname === '' || [userName, password, path].some(hasControlCharacters)) {
    return { ok: false, fault: 'location-invalid' };
  }
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return { ok: true, location: { protocol, url: bare, userName, password, shown: bare.href } };
}

/** A location for words when it cannot be read: credentials are cut out as far as they can be seen. */
export function shownLocation(text: string): string {
  const read = readLocation(text);
  return read.ok ? read.location.shown : text.replace(/\/\/[^/@]*@/, '//');
}

/** Host of a URL as sockets take it: an IPv6 address without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

/**
 * Where a file goes. The location is a folder (OCPP 1.6 §6.19), unless its last part has an extension: then it is the
 * file itself, and its name is ours.
 */
export function uploadTarget(url: URL, ownName: string): { url: URL; fileName: string } {
  const last = url.pathname.split('/').at(-1) ?? '';
  const named = decoded(last) ?? last;
  if (/[^.]\.[A-Za-z0-9]{1,8}$/.test(named)) return { url, fileName: named };
  const target = new URL(url);
  const folder = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
  target.pathname = `${folder}${encodeURIComponent(ownName)}`;
  return { url: target, fileName: ownName };
}

/** Name of the file at a location. */
export function fileNameOf(url: URL): string {
  const last = url.pathname.split('/').at(-1) ?? '';
  return decoded(last) ?? last;
}
