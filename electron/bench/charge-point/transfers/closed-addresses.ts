/**
 * Addresses that no Central System may send a charge point to: where clouds hand out credentials to whoever asks from
 * inside (checklist 27). Link-local ones besides stay open: a cable between charger and laptop has nothing else.
 */
import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { hostOf } from './location.ts';
import { TransferError } from './transfer.ts';

const closed = new BlockList();
for (const address of [
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '168.63.129.16',
  '100.100.100.200',
]) {
  closed.addAddress(address, 'ipv4');
}
for (const address of ['fd00:ec2::254', 'fd00:ec2::23']) closed.addAddress(address, 'ipv6');

/** Also when it is written as an IPv4 address inside an IPv6 one. */
export function isClosedAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && closed.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

const refusal = (address: string) => new TransferError('unreachable', `${address} is closed`);

/** Throws TransferError for a URL whose host is such an address. Names are looked at when they are resolved. */
export function refuseClosedHost(url: URL): void {
  const host = hostOf(url);
  if (isClosedAddress(host)) throw refusal(host);
}

/** Resolves names as the system does, but to no such address. */
export const lookupOpen: LookupFunction = (name, options, answer) => {
  lookup(name, options, (error, found, family) => {
    const addresses = Array.isArray(found) ? found.map(({ address }) => address) : [found];
    const refused = error ? undefined : addresses.find(isClosedAddress);
    answer(refused === undefined ? error : refusal(refused), found, family);
  });
};
