/** The addresses under which this machine can be reached, best for a charger first. Reads the system only. */
import { networkInterfaces } from 'node:os';
import type { NetworkAddress } from '../../../shared/api/bench-contract.ts';

function rank({ loopback, family }: NetworkAddress): number {
  if (loopback) return family === 'ipv4' ? 2 : 3;
  return family === 'ipv4' ? 0 : 1;
}

/** IPv6 link-local addresses are left out: they need a zone that no charger can enter. */
export function machineAddresses(
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
): NetworkAddress[] {
  const addresses = Object.entries(interfaces).flatMap(([network, entries]) =>
    (entries ?? [])
      .filter(({ address }) => !address.toLowerCase().startsWith('fe80:'))
      .map(
        ({ address, family, internal }): NetworkAddress => ({
          address,
          family: family === 'IPv4' ? 'ipv4' : 'ipv6',
          network,
          loopback: internal,
        }),
      ),
  );
  return addresses.sort((left, right) => rank(left) - rank(right));
}
