/**
 * The networks this machine has an address in: where the servers listen, and who is a neighbour. Knows addresses only,
 * neither names nor time.
 */
import { BlockList, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

export type Family = 'ipv4' | 'ipv6';

export interface OwnAddress {
  address: string;
  family: Family;
  /** Name of the interface. */
  network: string;
  loopback: boolean;
  prefixBits: number;
}

export function familyOf(address: string): Family {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

/** A dual-stack socket shows an IPv4 peer as `::ffff:192.0.2.1`, a link-local one with its zone. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}

/** Every address of the machine with its network. */
export function ownAddresses(
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
): OwnAddress[] {
  return Object.entries(interfaces).flatMap(([network, entries]) =>
    (entries ?? []).map(({ address, family, internal, cidr }) => ({
      address,
      family: family === 'IPv4' ? ('ipv4' as const) : ('ipv6' as const),
      network,
      loopback: internal,
      prefixBits: Number(cidr?.split('/')[1] ?? (family === 'IPv4' ? 32 : 128)),
    })),
  );
}

const isLinkLocalIpv6 = (address: string): boolean => /^fe[89ab]/i.test(address);

const wildcards: readonly OwnAddress[] = [
  { address: '::', family: 'ipv6', network: '', loopback: false, prefixBits: 0 },
  { address: '0.0.0.0', family: 'ipv4', network: '', loopback: false, prefixBits: 0 },
];

const isWildcard = (address: string): boolean => address === '::' || address === '0.0.0.0';

/** The places of a system that gives low ports only to sockets on all addresses at once: one a family. */
export function jointPlacesOf(host: string, own: readonly OwnAddress[]): OwnAddress[] {
  if (host === '::') return [...wildcards];
  if (host === '0.0.0.0') return wildcards.filter(({ family }) => family === 'ipv4');
  return placesOf(host, own);
}

/** The address of this machine in the asker's network, where the socket does not tell at which one it was asked. */
export function askedPlace(
  place: OwnAddress,
  asker: string,
  own: readonly OwnAddress[],
): OwnAddress {
  if (!isWildcard(place.address)) return place;
  const alike = own.filter(({ family }) => family === place.family);
  return (
    alike.find((one) => isNeighbour(asker, [one])) ??
    alike.find(({ loopback }) => !loopback) ??
    place
  );
}

/** Addresses to listen on. A link-local IPv6 address needs a zone that no charger can enter. */
export function placesOf(host: string, own: readonly OwnAddress[]): OwnAddress[] {
  const usable = own.filter(({ address }) => !isLinkLocalIpv6(address));
  if (host === '::') return usable;
  if (host === '0.0.0.0') return usable.filter(({ family }) => family === 'ipv4');
  const known = own.find(({ address }) => address === host);
  if (known !== undefined) return [known];
  const family = familyOf(host);
  return [{ address: host, family, network: '', loopback: false, prefixBits: 128 }];
}

/** Whether the address is in a network of this machine, or link-local: such a packet came over no router. */
export function isNeighbour(address: string, own: readonly OwnAddress[]): boolean {
  const family = familyOf(address);
  if (family === 'ipv6' && isLinkLocalIpv6(address)) return true;
  const near = new BlockList();
  for (const one of own) {
    if (one.family === family) near.addSubnet(one.address, one.prefixBits, one.family);
  }
  return near.check(address, family);
}

/**
 * Addresses of the bench for whoever asked at `place`: that address itself, and for an IPv4 address asked for over IPv6
 * those of the same interface. The other way round nothing is known of the asker's IPv6, so there is none.
 */
export function addressesAt(
  place: Pick<OwnAddress, 'address' | 'network'>,
  own: readonly OwnAddress[],
): string[] {
  if (familyOf(place.address) === 'ipv4') return [place.address];
  const beside = own.filter(
    ({ network, family }) => network === place.network && family === 'ipv4',
  );
  return [place.address, ...beside.map(({ address }) => address)];
}
