/**
 * What the name server knows, and what it answers to one question. Pure: no sockets, no bytes. It never asks another
 * server: on a bench without infrastructure there is none.
 */
import type {
  NameQueryOutcome,
  NameSettings,
} from '../../../shared/api/names-and-time-contract.ts';
import { familyOf } from './own-networks.ts';

export interface NameQuestion {
  /** As it was asked, letter case kept. */
  name: string;
  /** `A`, `AAAA`, …, `UNKNOWN_65` where the library has no name for it. */
  type: string;
  class: string;
}

export interface NameDecision {
  outcome: Extract<NameQueryOutcome, 'answered' | 'no-data' | 'not-found' | 'refused'>;
  addresses: string[];
}

export interface NameTable {
  settings: Pick<NameSettings, 'names' | 'otherNames'>;
  /** Names that lead to the bench by themselves. */
  benchNames: readonly string[];
}

const plainName = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** Addresses of a name; an empty list is the bench itself, undefined an unknown name. */
function lookUp(name: string, { settings, benchNames }: NameTable): string[] | undefined {
  const exact = settings.names.find((entry) => plainName(entry.name) === name);
  if (exact !== undefined) return exact.addresses;
  if (benchNames.some((own) => plainName(own) === name)) return [];
  const wild = settings.names
    .filter((entry) => entry.name.startsWith('*'))
    .filter((entry) => entry.name === '*' || name.endsWith(plainName(entry.name.slice(1))))
    // The longest one is the closest.
    .toSorted((left, right) => right.name.length - left.name.length);
  return wild[0]?.addresses;
}

/** A name above one that is known exists as well, without records of its own (RFC 8020). */
function isAbove(name: string, { settings, benchNames }: NameTable): boolean {
  const known = [...settings.names.map((entry) => entry.name), ...benchNames];
  // The root is above every name: were it missing, a resolver might take all of them for missing.
  return name === '' || known.some((one) => plainName(one).endsWith(`.${name}`));
}

/** Whether an address is an answer to a question of this type; `ANY` gets what there is (RFC 8482 §4.1). */
function fits(address: string, type: string): boolean {
  if (type === 'ANY') return true;
  return type === (familyOf(address) === 'ipv4' ? 'A' : 'AAAA');
}

/**
 * Decides one question.
 * @param benchAddresses what stands for the bench where the question came in.
 */
export function decideName(
  question: NameQuestion,
  table: NameTable,
  benchAddresses: readonly string[],
): NameDecision {
  if (question.class !== 'IN' && question.class !== 'ANY')
    return { outcome: 'refused', addresses: [] };
  const name = plainName(question.name);
  const found = lookUp(name, table);
  if (found === undefined) {
    if (isAbove(name, table)) return { outcome: 'no-data', addresses: [] };
    const refuse = table.settings.otherNames === 'refuse';
    return { outcome: refuse ? 'refused' : 'not-found', addresses: [] };
  }
  const all = found.length === 0 ? benchAddresses : found;
  const addresses = all.filter((address) => fits(address, question.type));
  return { outcome: addresses.length > 0 ? 'answered' : 'no-data', addresses };
}
