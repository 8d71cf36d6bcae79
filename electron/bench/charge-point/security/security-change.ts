/**
 * Changing how the charge point authenticates: a new AuthorizationKey (Whitepaper A01), a higher security profile with
 * its prerequisites and its way back (A05). Knows nothing of the messages that ask for it.
 */
import { securityProfile as profileSchema } from '../../../../shared/api/common-schemas.ts';
import {
  authorizationKeyRules,
  bytesToHex,
  readAuthorizationKeyText,
} from '../../../../shared/security/authorization-key.ts';
import { certificateView } from '../../pki/certificate-view.ts';
import { dropImpossibleFault } from '../client-fault.ts';
import { authorizationKeyOf } from '../dialling.ts';
import type { Emulation } from '../emulation.ts';
import { centralSystemRoots } from './root-store.ts';
import { reportSecurityEvent } from './security-events.ts';

/** How often a raised profile is tried before the charge point goes back to the one before (A05). */
const trialAttempts = 2;

/** Takes a new key; false when it is none. It is used from the next connection on. */
export function takeAuthorizationKey(emulation: Emulation, value: string): boolean {
  const read = readAuthorizationKeyText(value);
  if (read.kind === 'invalid') return false;
  const { password: _replaced, ...settings } = emulation.settings;
  emulation.settings = { ...settings, authorizationKeyHex: bytesToHex(read.bytes) };
  emulation.save();
  reportSecurityEvent(emulation, 'ReconfigurationOfSecurityParameters', 'AuthorizationKey');
  return true;
}

function hasValidKey(emulation: Emulation): boolean {
  const length = authorizationKeyOf(emulation)?.length ?? 0;
  return length >= authorizationKeyRules.minBytes && length <= authorizationKeyRules.maxBytes;
}

async function hasValidCertificate(emulation: Emulation): Promise<boolean> {
  const { services, settings, id, serialNumber } = emulation;
  const family = settings.keyFamily === 'rsa' ? 'rsa' : 'ecdsa';
  // The bench equips its own charge points; elsewhere the certificate has to come from the Central System.
  const identity =
    settings.trust === 'bench'
      ? await services.authorities.clientIdentity({ station: id, serialNumber, family })
      : services.authorities.storedClientIdentity(id);
  const view = identity && certificateView(identity.certificatePem);
  if (view === undefined) return false;
  const nowMs = emulation.nowMs();
  return Date.parse(view.notBefore) <= nowMs && nowMs <= Date.parse(view.notAfter);
}

/** Whether the profile may be raised to this value: A05, all prerequisites of Whitepaper §2.5. */
export async function mayRaiseProfile(emulation: Emulation, value: string): Promise<boolean> {
  if (!/^\d$/.test(value)) return false;
  const parsed = profileSchema.safeParse(Number(value));
  if (!parsed.success || parsed.data <= emulation.settings.securityProfile) return false;
  const profile = parsed.data;
  if (profile !== 3 && !hasValidKey(emulation)) return false;
  if (profile >= 2 && (await centralSystemRoots(emulation)).length === 0) return false;
  return profile !== 3 || (await hasValidCertificate(emulation));
}

/** Takes the raised profile; a failure to connect with it leads back (`fallBackAfterFailure`). */
export function raiseProfile(emulation: Emulation, value: string): void {
  const { settings } = emulation;
  const profile = profileSchema.parse(Number(value));
  emulation.memory.security.profileTrial = {
    previous: settings.securityProfile,
    failures: 0,
  };
  emulation.settings = { ...settings, securityProfile: profile };
  emulation.save();
  reportSecurityEvent(
    emulation,
    'ReconfigurationOfSecurityParameters',
    `SecurityProfile ${profile}`,
  );
}

/** A raised profile has connected: there is no way back any more. */
export function confirmProfile(emulation: Emulation): void {
  const { security } = emulation.memory;
  if (security.profileTrial === undefined) return;
  security.profileTrial = undefined;
  emulation.save();
  emulation.changed();
}

/** A dial failed; true when it led back to the profile before, which is to be dialled at once. */
export function fallBackAfterFailure(emulation: Emulation): boolean {
  const { security } = emulation.memory;
  const { profileTrial } = security;
  if (profileTrial === undefined) return false;
  profileTrial.failures += 1;
  emulation.save();
  if (profileTrial.failures < trialAttempts) return false;
  emulation.settings = { ...emulation.settings, securityProfile: profileTrial.previous };
  dropImpossibleFault(emulation, profileTrial.previous);
  security.profileTrial = undefined;
  emulation.save();
  return true;
}
