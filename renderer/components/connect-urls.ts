/**
 * The URLs for people to enter in a charge point: which come first, with and without identity, and what a phone opens.
 * Pure functions over what the bench says.
 */
import type { NetworkAddress } from '../../shared/api/bench-contract.ts';
import type { SecurityProfile } from '../../shared/api/common-schemas.ts';
import type { ListenerState, ListenerUrl } from '../../shared/api/csms-contract.ts';

/** `name`: by host name. `loopback`: only from this computer. `link-local`: needs a zone, rarely works in a charger. */
export type UrlPlace = 'address' | 'name' | 'loopback' | 'link-local';

export interface ConnectUrl {
  url: string;
  address: string;
  network: string;
  place: UrlPlace;
  listener: string;
}

const placeOrder: Record<UrlPlace, number> = { address: 0, name: 1, 'link-local': 2, loopback: 3 };

function placeOf({ address, network }: ListenerUrl, known: readonly NetworkAddress[]): UrlPlace {
  if (network === 'name') return 'name';
  if (known.some((other) => other.address === address && other.loopback)) return 'loopback';
  if (/^(127\.|::1$)/.test(address)) return 'loopback';
  return /^(fe80:|169\.254\.)/i.test(address) ? 'link-local' : 'address';
}

/** URLs of one profile, what a charger can most likely use first; IPv4 before IPv6. */
export function connectUrls(
  listeners: readonly ListenerState[],
  profile: SecurityProfile,
  known: readonly NetworkAddress[],
): ConnectUrl[] {
  return listeners
    .filter(({ status }) => status === 'listening')
    .flatMap(({ id, urls }) =>
      urls
        .filter(({ securityProfiles }) => securityProfiles.includes(profile))
        .map((url) => ({
          url: url.url,
          address: url.address,
          network: url.network,
          place: placeOf(url, known),
          listener: id,
        })),
    )
    .toSorted(
      (left, right) =>
        placeOrder[left.place] - placeOrder[right.place] ||
        Number(left.address.includes(':')) - Number(right.address.includes(':')),
    );
}

/** The identity as last segment of the path, percent-encoded (OCPP-J 1.6 §3.1.1). Empty: the URL alone. */
export function withIdentity(url: string, identity: string): string {
  return identity === '' ? url : `${url}${encodeURIComponent(identity)}`;
}

/** What a phone in the same network opens to see whether the port is reachable; plain HTTP where the port speaks it. */
export function phoneUrls(listener: ListenerState, known: readonly NetworkAddress[]): string[] {
  const plain = listener.settings.securityProfiles.find((profile) => profile <= 1);
  const profile = plain ?? listener.settings.securityProfiles[0];
  if (profile === undefined) return [];
  return connectUrls([listener], profile, known)
    .filter(({ place }) => place === 'address')
    .map(({ url }) => url.replace(/^ws/, 'http'));
}
