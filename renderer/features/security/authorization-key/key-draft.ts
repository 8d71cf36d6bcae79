/** A key as it is being entered: the field last changed decides, the others follow. Knows nothing of React. */
import {
  bytesToHex,
  generateAuthorizationKey,
} from '../../../../shared/security/authorization-key.ts';
import {
  type KeyField,
  type KeyFieldReading,
  readKeyField,
} from '../../../../shared/security/authorization-key-forms.ts';

export interface KeyDraft {
  identity: string;
  /** The field last changed, with what stands in it. */
  field: KeyField;
  value: string;
}

export function readKeyDraft({ field, value, identity }: KeyDraft): KeyFieldReading {
  return readKeyField(field, value, identity);
}

/** What each field shows; the changed one what was typed. */
export function fieldTexts(draft: KeyDraft): Record<KeyField, string> {
  const reading = readKeyDraft(draft);
  const forms = reading.kind === 'key' ? reading.forms : undefined;
  return {
    hex: forms?.hex ?? '',
    text: forms?.text ?? '',
    header: forms?.header ?? '',
    [draft.field]: draft.value,
  };
}

/** A header brings its identity along. */
export function changeField(draft: KeyDraft, field: KeyField, value: string): KeyDraft {
  const changed = { ...draft, field, value };
  const reading = field === 'header' ? readKeyDraft(changed) : undefined;
  return reading?.kind === 'key' ? { ...changed, identity: reading.forms.identity } : changed;
}

/** The same key for another identity. */
export function changeIdentity(draft: KeyDraft, identity: string): KeyDraft {
  const reading = readKeyDraft(draft);
  return draft.field === 'header' && reading.kind === 'key'
    ? { identity, field: 'hex', value: reading.forms.hex }
    : { ...draft, identity };
}

/** 20 random bytes from the browser's cryptographic source. */
export function generatedKey(identity: string, form: 'binary' | 'printable'): KeyDraft {
  const randomBytes = (count: number) => crypto.getRandomValues(new Uint8Array(count));
  return { identity, field: 'hex', value: bytesToHex(generateAuthorizationKey(randomBytes, form)) };
}
