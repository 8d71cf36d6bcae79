/** What a person enters for a certificate, and the request made of it. Knows no screen. */
import type {
  DeliveryChoices,
  SigningRequestDetail,
} from '../../../../shared/api/signing-requests-contract.ts';
import type { RsaSignature, SignatureHash } from '../../../../shared/security/key-types.ts';
import { requestKeyUsages } from '../../../../shared/security/signing-request-choices.ts';

export interface SignDraft {
  organisation: string;
  commonName: string;
  notBefore: string;
  notAfter: string;
  /** `dns:name`, `ip:address`, `uri:…`, `email:…`. */
  alternativeNames: string[];
  keyUsage: string[];
  extendedKeyUsage: string[];
  issuer: string | null;
  rsaSignature: RsaSignature;
  hash: SignatureHash;
  withRoot: boolean;
  lineEndings: NonNullable<DeliveryChoices['lineEndings']>;
}

/** As the policy of the station has it. */
export function usualSignDraft({ proposal, policy }: SigningRequestDetail): SignDraft {
  const { issuer, rsaSignature, hash, withRoot, lineEndings } = policy;
  return {
    ...proposal,
    ...{ issuer, rsaSignature, hash, withRoot, lineEndings },
    notBefore: '',
    notAfter: '',
    alternativeNames: [],
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: ['clientAuth'],
  };
}

const alternativeName = /^(dns|ip|uri|email):(.+)$/;

/** The first alternative name that is none. */
export function badAlternativeName({ alternativeNames }: SignDraft): string | undefined {
  return alternativeNames.find((name) => !alternativeName.test(name));
}

export function wantedOf(draft: SignDraft) {
  const { notBefore, notAfter, keyUsage, ...rest } = draft;
  return {
    ...rest,
    ...(notBefore.trim() === '' ? {} : { notBefore: notBefore.trim() }),
    ...(notAfter.trim() === '' ? {} : { notAfter: notAfter.trim() }),
    keyUsage: requestKeyUsages.filter((usage) => keyUsage.includes(usage)),
    alternativeNames: draft.alternativeNames.flatMap((text) => {
      const [, type, value = ''] = alternativeName.exec(text) ?? [];
      return type === 'dns' || type === 'ip' || type === 'uri' || type === 'email'
        ? [{ type, value } as const]
        : [];
    }),
  };
}
