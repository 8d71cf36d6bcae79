/**
 * The URLs of a transfer: one for each protocol and each way to this machine, with as many parts as the charger takes.
 * Pure functions; whoever shows them says whether they are to be masked.
 */
import type { NetworkAddress } from '../../../shared/api/bench-contract.ts';
import type {
  FileProtocol,
  FileServerName,
  TransferUrl,
} from '../../../shared/api/files-contract.ts';
import { maskText } from '../../../shared/ocpp/secret-masking.ts';
import { needsLogin, type Transfer } from './transfers.ts';

export interface UrlSurroundings {
  /** Real ports of the servers that listen. */
  ports: ReadonlyMap<FileServerName, number>;
  /** Host that the servers listen on. */
  host: string;
  hostName: string;
  addresses: readonly NetworkAddress[];
}

const schemes: Readonly<Record<FileProtocol, { scheme: string; defaultPort?: number }>> = {
  http: { scheme: 'http', defaultPort: 80 },
  https: { scheme: 'https', defaultPort: 443 },
  ftp: { scheme: 'ftp', defaultPort: 21 },
  // Explicit TLS has no scheme of its own; ftps:// without a port would be the implicit one.
  ftps: { scheme: 'ftps' },
  'ftps-implicit': { scheme: 'ftps', defaultPort: 990 },
};

/** Which server speaks a protocol. */
export function serverOf(protocol: FileProtocol): FileServerName {
  return protocol === 'ftps' ? 'ftp' : protocol;
}

interface Way {
  address: string;
  network: string;
}

/** In the order of the protocols, the preferred address first; none for a server that does not listen. */
export function transferUrls(
  transfer: Transfer,
  surroundings: UrlSurroundings,
  { masked }: { masked: boolean },
): TransferUrl[] {
  return transfer.protocols.flatMap((protocol) => {
    const port = surroundings.ports.get(serverOf(protocol));
    if (port === undefined) return [];
    return waysTo(surroundings, protocol, transfer.address).map(({ address, network }) => ({
      url: urlOf(transfer, { protocol, address, port, masked }),
      ...{ protocol, address, network },
    }));
  });
}

function waysTo(
  { host, hostName, addresses }: UrlSurroundings,
  protocol: FileProtocol,
  preferred: string | undefined,
): Way[] {
  const reached = addresses.filter(
    ({ address, family }) =>
      host === '::' || (host === '0.0.0.0' ? family === 'ipv4' : host === address),
  );
  const ways: Way[] = reached.map(({ address, network }) => ({ address, network }));
  const isBoundElsewhere = ways.length === 0 && host !== '::' && host !== '0.0.0.0';
  if (isBoundElsewhere) ways.push({ address: host, network: 'name' });
  // Certificates are checked against a name.
  if (protocol === 'https' || protocol.startsWith('ftps')) {
    ways.push({ address: hostName, network: 'name' });
  }
  if (preferred === undefined) return ways;
  const first = ways.find(({ address }) => address === preferred);
  return [first ?? { address: preferred, network: 'name' }, ...ways.filter((way) => way !== first)];
}

function urlOf(
  transfer: Transfer,
  at: { protocol: FileProtocol; address: string; port: number; masked: boolean },
): string {
  const { scheme, defaultPort } = schemes[at.protocol];
  const host = at.address.includes(':') ? `[${at.address}]` : at.address;
  const port = transfer.withoutPort || at.port === defaultPort ? '' : `:${at.port}`;
  return `${scheme}://${userInfo(transfer, at)}${host}${port}${pathOf(transfer)}`;
}

function userInfo(
  transfer: Transfer,
  { protocol, masked }: { protocol: FileProtocol; masked: boolean },
): string {
  if (!needsLogin(transfer, protocol)) return '';
  const { user, password, withoutPassword } = transfer;
  return withoutPassword ? `${user}@` : `${user}:${masked ? maskText : password}@`;
}

/** A folder ends in a slash: the charge point chooses the name in it. */
function pathOf({ atRoot, folder, offered, uploadName }: Transfer): string {
  const name = encodeURIComponent(offered?.name ?? uploadName ?? '');
  if (atRoot) return name === '' ? '' : `/${name}`;
  return `/${folder}/${name}`;
}
