/** Many client certificates as they are being asked for, and how that becomes a request. Knows nothing of React. */
import type { CreateBatch } from '../../../../shared/api/certificate-desk-schemas.ts';
import type { KeyType } from '../../../../shared/security/key-types.ts';
import {
  faultsOfValidity,
  periodOfValidity,
  usualValidity,
  type ValidityDraft,
  type ValidityFault,
} from './validity.ts';

export interface BatchDraft extends ValidityDraft {
  issuer: string;
  source: 'series' | 'list';
  prefix: string;
  first: number | '';
  count: number | '';
  digits: number | '';
  list: string;
  organisation: string;
  keyType: KeyType;
}

export const usualBatch: BatchDraft = {
  ...usualValidity,
  issuer: '',
  source: 'series',
  prefix: 'SN-',
  first: 1,
  count: 10,
  digits: 4,
  list: '',
  organisation: '',
  keyType: 'p-256',
};

const most = 10_000;
const longest = 200;

type Stations = CreateBatch['stations'];

/** The serial numbers that are asked for, in order; never more than one over the limit. */
export function stationsOfBatch({
  source,
  prefix,
  first,
  count,
  digits,
  list,
}: BatchDraft): Stations {
  if (source === 'series') {
    const length = Math.min(most + 1, Math.max(0, Math.floor(Number(count))));
    return Array.from({ length }, (_one, index) => ({
      serialNumber: `${prefix}${String(Number(first) + index).padStart(Number(digits), '0')}`,
    }));
  }
  return list
    .split('\n')
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .slice(0, most + 1)
    .map((text) => {
      const [serialNumber = '', ...rest] = text.split(',');
      const station = rest.join(',').trim();
      return { serialNumber: serialNumber.trim(), ...(station === '' ? {} : { station }) };
    });
}

export interface BatchFaults {
  stations?: 'none-given' | 'too-many' | 'given-twice' | 'too-long';
  issuer?: 'issuer-missing';
  amount?: ValidityFault;
  beginsAt?: ValidityFault;
}

export function faultsOfBatch(draft: BatchDraft, stations: Stations): BatchFaults {
  const serials = stations.map(({ serialNumber }) => serialNumber);
  const fault =
    serials.length === 0 || serials.includes('')
      ? 'none-given'
      : serials.length > most
        ? 'too-many'
        : new Set(serials).size < serials.length
          ? 'given-twice'
          : serials.some(({ length }) => length > longest)
            ? 'too-long'
            : undefined;
  return {
    ...faultsOfValidity(draft),
    ...(fault === undefined ? {} : { stations: fault }),
    ...(draft.issuer === '' ? { issuer: 'issuer-missing' } : {}),
  };
}

export function requestOfBatch(draft: BatchDraft, stations: Stations): CreateBatch {
  const organisation = draft.organisation.trim();
  return {
    ...{ issuer: draft.issuer, stations, keyType: draft.keyType },
    ...{ rsaSignature: 'pkcs1', hash: 'sha-256', revocationListUrls: [] },
    ...(organisation === '' ? {} : { organisation }),
    ...periodOfValidity(draft),
  };
}
