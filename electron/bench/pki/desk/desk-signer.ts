/**
 * What every issue at the desk begins with: an authority that can sign, a period that is one, a new id.
 * Knows the desk's context; nothing of doors or screens.
 */
import { randomBytes } from 'node:crypto';
import type { Outcome } from '../../../../shared/api/problem.ts';
import type { Validity } from '../issuing.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { type DeskContext, findEntry, nameOf } from './desk-context.ts';

/** An authority that can sign now. */
export interface DeskSigner {
  entry: CatalogueEntry;
  certificatePem: string;
  privateKeyPem: string;
}

/** Problems: `certificate-unknown`, `not-an-authority`, `certificate-without-key`, `authority-may-not-sign`. */
export function findSigner(context: DeskContext, id: string): Outcome<DeskSigner> {
  const found = findEntry(context, id);
  if (!found.ok) return found;
  const entry = found.value;
  const { view } = entry.parsed;
  const refuse = (code: string): Outcome<never> => ({
    ok: false,
    problem: { code, where: nameOf(entry) },
  });
  if (!view.isCertificateAuthority) return refuse('not-an-authority');
  if (view.keyUsage !== null && !view.keyUsage.includes('keyCertSign')) {
    return refuse('authority-may-not-sign');
  }
  const privateKeyPem = context.catalogue.privateKeyPem(entry);
  if (privateKeyPem === undefined) return refuse('certificate-without-key');
  return { ok: true, value: { entry, certificatePem: view.pem, privateKeyPem } };
}

/** Sixteen hexadecimal digits: short enough for an address, long enough to be unique. */
export function newEntryId(): string {
  return randomBytes(8).toString('hex');
}

/** Problems: `time-invalid`, `validity-reversed`. */
export function checkedValidity(
  notBefore: string | undefined,
  byDefaultMs: number,
  notAfterMs: number,
): Outcome<Validity> {
  const notBeforeMs = notBefore === undefined ? byDefaultMs : Date.parse(notBefore);
  if (Number.isNaN(notBeforeMs) || notBeforeMs < 0) {
    return {
      ok: false,
      problem: { code: 'time-invalid', where: notBefore ?? new Date(byDefaultMs).toISOString() },
    };
  }
  if (notBeforeMs >= notAfterMs) {
    const parameters = {
      notBefore: new Date(notBeforeMs).toISOString(),
      notAfter: new Date(notAfterMs).toISOString(),
    };
    return { ok: false, problem: { code: 'validity-reversed', parameters } };
  }
  return { ok: true, value: { notBeforeMs, notAfterMs } };
}
