/**
 * What an emulated charge point shows while a fault is on: a certificate derived from its own, or another TLS.
 * Knows nothing of when a fault is switched or when it dials.
 */
import { handshakeFaults } from '../../../shared/security/handshake-faults.ts';
import { authorityOf } from '../pki/fault-authority.ts';
import { makeFaultIdentity } from '../pki/fault-certificates.ts';
import {
  type FaultChoice,
  type HandshakeFault,
  handshakeFault,
  tlsOverrideOf,
} from '../wire/handshake-fault.ts';
import type { TlsIdentity, TlsOverride } from '../wire/tls-policy.ts';
import { clientIdentity, familyOf } from './dialling.ts';
import type { Emulation } from './emulation.ts';

export interface ClientFault {
  choice: FaultChoice;
  wire: HandshakeFault;
  override?: TlsOverride;
  /** In place of its own; `none` shows no certificate at all. */
  identity?: TlsIdentity | 'none';
  /** Of `revoked`: the list that names the certificate, PEM. */
  revocationListPem?: string;
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
