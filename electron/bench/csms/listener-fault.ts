/**
 * What a listener shows while a fault is on: its usual certificates stay as they are, and what takes their place is
 * derived from them under the bench's own roots. Knows nothing of when a fault is switched.
 */
import { handshakeFaults } from '../../../shared/security/handshake-faults.ts';
import type { BenchAuthorities } from '../pki/bench-authorities.ts';
import { authorityOf } from '../pki/fault-authority.ts';
import { makeFaultIdentity } from '../pki/fault-certificates.ts';
import { type FaultChoice, handshakeFault, tlsOverrideOf } from '../wire/handshake-fault.ts';
import type { TlsMaterial } from '../wire/listener.ts';
import type { TlsIdentity } from '../wire/tls-policy.ts';

export interface FaultyMaterial {
  material: TlsMaterial;
  /** Of `revoked`: the lists that name the certificates, PEM. */
  revocationListPem?: string;
}

type Family = keyof TlsMaterial['identities'];

/** A weak or unusual key shows only when no better certificate is there to be chosen. */
function familiesOf({ id }: FaultChoice): readonly Family[] {
  if (id === 'weak-rsa-1024') return ['rsa'];
  if (id === 'weak-p192' || id === 'unasked-key') return ['ecdsa'];
  return ['rsa', 'ecdsa'];
}

/** The material under the fault. */
export async function materialUnderFault(
  usual: TlsMaterial,
  choice: FaultChoice,
  authorities: Pick<BenchAuthorities, 'rootPem' | 'identities'>,
  nowMs: number,
): Promise<FaultyMaterial> {
  const override = tlsOverrideOf(choice, 'listener');
  const base: TlsMaterial = {
    ...usual,
    fault: handshakeFault(choice),
    ...(override === undefined ? {} : { override }),
  };
  if (!handshakeFaults[choice.id].certificate) return { material: base };
  const identities: Partial<Record<Family, TlsIdentity>> = {};
  const lists: string[] = [];
  for (const family of familiesOf(choice)) {
    const identity = usual.identities[family];
    if (identity === undefined) continue;
    const faulty = await makeFaultIdentity({
      fault: choice.id,
      kind: 'server',
      usual: { certificatePem: identity.certPem, privateKeyPem: identity.keyPem },
      authority: await authorityOf(authorities, family),
      nowMs,
    });
    identities[family] = { certPem: faulty.certPem, keyPem: faulty.keyPem };
    if (faulty.revocationListPem !== undefined) lists.push(faulty.revocationListPem);
  }
  return {
    material: { ...base, identities },
    ...(lists.length === 0 ? {} : { revocationListPem: lists.join('') }),
  };
}
