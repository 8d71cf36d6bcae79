/**
 * A certificate as it is being filled in, and how it becomes a request. Knows nothing of React; schemas stay with the
 * bench, which no page loads.
 */
import type { CreateCertificate } from '../../../../shared/api/certificate-desk-schemas.ts';
import type {
  KeyType,
  RsaSignature,
  SignatureHash,
} from '../../../../shared/security/key-types.ts';
import {
  faultsOfValidity,
  periodOfValidity,
  usualValidity,
  type ValidityDraft,
  type ValidityFault,
} from './validity.ts';

export const creatableRoles = [
  'server',
  'client',
  'sub-authority',
  'root',
  'firmware-signing',
] as const;
export type CreatableRole = (typeof creatableRoles)[number];

export interface CreateDraft extends ValidityDraft {
  role: CreatableRole;
  /** Id of the authority; empty while none is chosen. */
  issuer: string;
  commonName: string;
  organisation: string;
  keyType: KeyType;
  station: string;
  name: string;
  hierarchy: 'operator' | 'manufacturer';
  alternativeNames: readonly string[];
  pathLength: number | '';
  rsaSignature: RsaSignature;
  hash: SignatureHash;
  revocationListUrls: readonly string[];
}

export const usualDraft: CreateDraft = {
  ...usualValidity,
  role: 'server',
  issuer: '',
  commonName: '',
  organisation: '',
  keyType: 'p-256',
  station: '',
  name: '',
  hierarchy: 'operator',
  alternativeNames: [],
  pathLength: '',
  rsaSignature: 'pkcs1',
  hash: 'sha-256',
  revocationListUrls: [],
};

type Fault =
  | ValidityFault
  | 'name-missing'
  | 'name-long'
  | 'issuer-missing'
  | 'path-length-invalid'
  | 'url-invalid';
export type DraftFaults = Partial<
  Record<
    'commonName' | 'issuer' | 'amount' | 'beginsAt' | 'pathLength' | 'revocationListUrls',
    Fault
  >
>;

const longestName = 200;

export function faultsOfDraft(draft: CreateDraft): DraftFaults {
  const { role, commonName, issuer, pathLength, revocationListUrls } = draft;
  const length = commonName.trim().length;
  const hasPathLength = role === 'sub-authority' && pathLength !== '';
  const isPathLength =
    Number.isInteger(pathLength) && Number(pathLength) >= 0 && Number(pathLength) <= 20;
  return {
    ...faultsOfValidity(draft),
    ...(length === 0
      ? { commonName: 'name-missing' }
      : length > longestName
        ? { commonName: 'name-long' }
        : {}),
    ...(role !== 'root' && issuer === '' ? { issuer: 'issuer-missing' } : {}),
    ...(hasPathLength && !isPathLength ? { pathLength: 'path-length-invalid' } : {}),
    ...(role !== 'root' && !revocationListUrls.every(isWebAddress)
      ? { revocationListUrls: 'url-invalid' }
      : {}),
  };
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text);
}

type AlternativeName = { type: 'dns' | 'ip' | 'uri' | 'email'; value: string };

/** What kind of name somebody wrote. */
export function alternativeName(text: string): AlternativeName {
  const value = text.trim();
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(value) || /^[0-9a-f]*:[0-9a-f:.]*$/i.test(value)) {
    return { type: 'ip', value };
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(value)) return { type: 'uri', value };
  return { type: value.includes('@') ? 'email' : 'dns', value };
}

/** How many settings below “More” are not as usual. */
export function moreChanges(draft: CreateDraft): number {
  const changed: readonly boolean[] = [
    draft.name.trim() !== '',
    draft.begins !== usualDraft.begins,
    draft.hash !== usualDraft.hash,
    draft.rsaSignature !== usualDraft.rsaSignature,
    draft.role === 'root' && draft.hierarchy !== usualDraft.hierarchy,
    draft.role === 'sub-authority' && draft.pathLength !== '',
    hasAlternativeNames(draft.role) && draft.alternativeNames.length > 0,
    draft.role !== 'root' && draft.revocationListUrls.length > 0,
  ];
  return changed.filter((is) => is).length;
}

export const hasAlternativeNames = (role: CreatableRole): boolean =>
  role === 'server' || role === 'client';

const textIf = <Name extends string>(name: Name, text: string): Partial<Record<Name, string>> => {
  const entered = text.trim();
  // The key is the one that was asked for; a computed key loses its name.
  return entered === '' ? {} : ({ [name]: entered } as Record<Name, string>);
};

/** The request for a draft without faults; what the role does not have is left out. */
export function requestOfDraft(draft: CreateDraft): CreateCertificate {
  const { role, issuer, keyType, rsaSignature, hash, pathLength } = draft;
  const common = {
    subject: {
      commonName: draft.commonName.trim(),
      ...textIf('organisation', draft.organisation),
      more: [],
    },
    ...{ keyType, rsaSignature, hash },
    ...textIf('name', draft.name),
    ...periodOfValidity(draft),
  };
  const below = { issuer, revocationListUrls: [...draft.revocationListUrls] };
  const alternativeNames = draft.alternativeNames.map(alternativeName);
  switch (role) {
    case 'root':
      return { role, hierarchy: draft.hierarchy, ...common };
    case 'sub-authority':
      return { role, ...common, ...below, ...(pathLength === '' ? {} : { pathLength }) };
    case 'server':
      return { role, ...common, ...below, alternativeNames };
    case 'client':
      return { role, ...common, ...below, alternativeNames, ...textIf('station', draft.station) };
    case 'firmware-signing':
      return { role, ...common, ...below };
  }
}
