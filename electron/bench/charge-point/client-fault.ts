/**
 * What an emulated charge point shows while a fault is on: a certificate derived from its own, or another TLS.
 * Knows nothing of when a fault is switched or when it dials.
 */
import { handshakeFaults, profileToShow } from '../../../shared/security/handshake-faults.ts';
import { authorityOf } from '../pki/fault-authority.ts';
import { makeFaultIdentity } from '../pki/fault-certificates.ts';
import { type FaultChoice, handshakeFault, tlsOverrideOf } from '../wire/handshake-fault.ts';
import { clientIdentity, familyOf } from './dialling.ts';
import type { ClientFault, Emulation } from './emulation.ts';

/** Switches off what this profile has no place for; nobody would see it, and it must not come back by surprise. */
export function dropImpossibleFault(emulation: Emulation, securityProfile: number): void {
  const { fault } = emulation;
  if (fault !== undefined && securityProfile < profileToShow(fault.choice.id)) {
    emulation.fault = undefined;
  }
}

/** Makes what the charge point will show. */
export async function makeClientFault(
  emulation: Emulation,
  choice: FaultChoice,
): Promise<ClientFault> {
  const override = tlsOverrideOf(choice, 'charge-point');
  const fault: ClientFault = {
    choice,
    wire: handshakeFault(choice),
    ...(override === undefined ? {} : { override }),
  };
  if (choice.id === 'no-certificate') return { ...fault, identity: 'none' };
  if (!handshakeFaults[choice.id].certificate) return fault;
  const { authorities } = emulation.services;
  const usual = await clientIdentity(emulation);
  const { certPem, keyPem, revocationListPem } = await makeFaultIdentity({
    fault: choice.id,
    kind: 'client',
    usual: { certificatePem: usual.certPem, privateKeyPem: usual.keyPem },
    authority: await authorityOf(authorities, familyOf(emulation.settings)),
    nowMs: emulation.wallMs(),
  });
  return {
    ...fault,
    identity: { certPem, keyPem },
    ...(revocationListPem === undefined ? {} : { revocationListPem }),
  };
}
