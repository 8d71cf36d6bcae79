/** An AuthorizationKey as it is being entered: read, judged and written in both forms. Knows nothing of React. */
import type { Judgement } from '../../../shared/record/judgement.ts';
import {
  bytesToHex,
  generateAuthorizationKey,
  hexToBytes,
  judgeAuthorizationKey,
} from '../../../shared/security/authorization-key.ts';

export type KeyForm = 'text' | 'hex';

export interface KeyDraft {
  form: KeyForm;
  text: string;
}

export type KeyReading =
  | { kind: 'empty' }
  | { kind: 'wrong'; code: 'keyNotHex' | 'keyTooLong' }
  | { kind: 'key'; bytes: Uint8Array; hex: string; findings: Judgement[] };

/** What the contract takes at most. */
const longestKey = 128;

export function readKeyDraft({ form, text }: KeyDraft): KeyReading {
  if (text === '') return { kind: 'empty' };
  // Separators as in 00:11:22 or 00 11 22 are what people paste; they carry no meaning.
  const bytes =
    form === 'hex' ? hexToBytes(text.replace(/[\s:-]/g, '')) : new TextEncoder().encode(text);
  if (bytes === undefined || bytes.length === 0) return { kind: 'wrong', code: 'keyNotHex' };
  if (bytes.length > longestKey) return { kind: 'wrong', code: 'keyTooLong' };
  return { kind: 'key', bytes, hex: bytesToHex(bytes), findings: judgeAuthorizationKey(bytes) };
}

/** The same key written the other way; unchanged text where that is impossible. */
export function inForm(draft: KeyDraft, form: KeyForm): KeyDraft {
  const reading = readKeyDraft(draft);
  if (form === draft.form || reading.kind !== 'key') return { form, text: draft.text };
  if (form === 'hex') return { form, text: reading.hex };
  const text = new TextDecoder().decode(reading.bytes);
  const same = bytesToHex(new TextEncoder().encode(text)) === reading.hex;
  return { form, text: same ? text : '' };
}

/** 20 random bytes from the browser's cryptographic source. */
export function generatedKey(form: KeyForm): KeyDraft {
  const randomBytes = (count: number) => crypto.getRandomValues(new Uint8Array(count));
  const bytes = generateAuthorizationKey(randomBytes, form === 'hex' ? 'binary' : 'printable');
  return { form, text: form === 'hex' ? bytesToHex(bytes) : new TextDecoder().decode(bytes) };
}
