/** Under which URLs a listener is reached from where it listens. Knows settings and addresses, opens nothing. */
import type { NetworkAddress } from '../../../shared/api/bench-contract.ts';
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';
import type { ListenerSettings, ListenerUrl } from '../../../shared/api/csms-contract.ts';

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

function isWildcard(host: string): boolean {
  return host === '::' || host === '0.0.0.0';
}

/** Whether a listener bound to `host` is reached at `address`. */
function reaches(host: string, { address, family }: NetworkAddress): boolean {
  if (host === '::') return true;
  if (host === '0.0.0.0') return family === 'ipv4';
  return host === address;
}

/** The URLs of a listener on this port, by name first. */
export function listenerUrls(
  settings: ListenerSettings,
  port: number,
  context: { hostName(): string; addresses(): NetworkAddress[] },
): ListenerUrl[] {
  const plain = settings.securityProfiles.filter((profile) => profile <= 1);
  const secure = settings.securityProfiles.filter((profile) => profile >= 2);
  const schemes: { scheme: string; securityProfiles: SecurityProfile[] }[] = [
    { scheme: 'ws', securityProfiles: plain },
    { scheme: 'wss', securityProfiles: secure },
  ].filter(({ securityProfiles }) => securityProfiles.length > 0);
  const places = context
    .addresses()
    .filter((address) => reaches(settings.host, address))
    .map(({ address, network }) => ({ address, network }));
  if (places.length === 0 && !isWildcard(settings.host)) {
    places.push({ address: settings.host, network: 'name' });
  }
  const name = settings.hostName ?? context.hostName();
  const named = schemes
    .filter(({ scheme }) => scheme === 'wss')
    .map((scheme) => ({ ...scheme, address: name, network: 'name' }));
  const numbered = places.flatMap((place) => schemes.map((scheme) => ({ ...scheme, ...place })));
  return [...named, ...numbered].map(({ scheme, securityProfiles, address, network }) => ({
    url: `${scheme}://${bracketed(address)}:${port}/`,
    address,
    network,
    securityProfiles,
  }));
}
