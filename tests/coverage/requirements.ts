/**
 * The numbered requirements of the security whitepaper (Edition 3), each with a few words of our own to recognise it
 * by, and why a test at the wire cannot see it where that is so. Data only; the tests themselves say what they prove.
 */
import type { Bound } from './requirement-row.ts';
import { connectionRequirements } from './requirements-connection.ts';
import { operationRequirements } from './requirements-operation.ts';

export interface Requirement {
  id: string;
  binds: Bound;
  subject: string;
  /** Why it cannot be observed on the wire; absent when it can. */
  unseen?: string;
}

export const requirements: readonly Requirement[] = [
  ...connectionRequirements,
  ...operationRequirements,
].map(([id, binds, subject, unseen]) => ({
  id,
  binds,
  subject,
  ...(unseen === undefined ? {} : { unseen }),
}));
