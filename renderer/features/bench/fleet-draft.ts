/** What is filled in to start a fleet, and the request it becomes. Pure. */
import type { z } from 'zod';
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';
import type { fleetRequest } from '../../../shared/api/fleets-contract.ts';

export interface FleetDraft {
  /** The bench's own Central System, which the bench sets up, or any other by its URL. */
  target: 'local' | 'elsewhere';
  securityProfile: SecurityProfile;
  url: string;
  keyForm: 'text' | 'hex';
  key: string;
  /** What the server certificate has to lead to. */
  trust: 'bench' | 'pem' | 'insecure';
  pem: string;
  ids: string;
  count: number;
  bootsPerS: number;
  profile: string | null;
  sessions: boolean;
}

export const usualFleet: FleetDraft = {
  target: 'local',
  securityProfile: 0,
  url: '',
  keyForm: 'text',
  key: '',
  trust: 'bench',
  pem: '',
  ids: 'CP-{0001}',
  count: 100,
  bootsPerS: 50,
  profile: null,
  sessions: false,
};

/** Whether a key has to be given: the bench makes those for its own Central System. */
export function needsKey({ target, securityProfile }: FleetDraft): boolean {
  return target === 'elsewhere' && (securityProfile === 1 || securityProfile === 2);
}

/** Whether there is a server certificate that the bench did not make. */
export function needsTrust({ target, securityProfile }: FleetDraft): boolean {
  return target === 'elsewhere' && securityProfile >= 2;
}

export function isComplete(draft: FleetDraft): boolean {
  const { target, url, ids, key, trust, pem } = draft;
  if (needsTrust(draft) && trust === 'pem' && !pem.includes('-----BEGIN')) return false;
  const isPlaced = target === 'local' || url.trim() !== '';
  return isPlaced && ids !== '' && (!needsKey(draft) || key !== '');
}

function keyOf(draft: FleetDraft): { password?: string; authorizationKeyHex?: string } {
  const { keyForm, key } = draft;
  if (!needsKey(draft)) return {};
  return keyForm === 'text'
    ? { password: key }
    : { authorizationKeyHex: key.replace(/[\s:]/g, '') };
}

/** Nothing for the roots of the bench, so that a charge point profile may say otherwise. */
function trustOf(draft: FleetDraft): Pick<z.input<typeof fleetRequest>, 'settings'> {
  const { trust, pem } = draft;
  if (!needsTrust(draft) || trust === 'bench') return {};
  return { settings: { trust: trust === 'pem' ? { pem } : trust } };
}

/** Without a URL for the bench's own Central System. */
export function fleetOf(draft: FleetDraft): z.input<typeof fleetRequest> {
  const { target, securityProfile, url, ids, count, bootsPerS, profile, sessions } = draft;
  return {
    ...(target === 'local' ? {} : { url: url.trim() }),
    ...keyOf(draft),
    ...trustOf(draft),
    securityProfile,
    ids,
    count,
    bootsPerS,
    ...(profile === null ? {} : { profile }),
    ...(sessions ? { sessions: {} } : {}),
  };
}
