/** The three linked forms of a key, and the identity that goes into the header. */

import { TextInput } from '@mantine/core';
import type { KeyField } from '../../../../shared/security/authorization-key-forms.ts';
import { keyFieldProblemWords } from '../../../../shared/security/authorization-key-words.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import texts from '../../../components/text.module.css';
import styles from './authorization-key.module.css';
import {
  changeField,
  changeIdentity,
  fieldTexts,
  type KeyDraft,
  readKeyDraft,
} from './key-draft.ts';
import { workbenchWords as words } from './words.ts';

const fields: readonly KeyField[] = ['hex', 'text', 'header'];

export function KeyFields({
  draft,
  station,
  onChange,
}: {
  draft: KeyDraft;
  station: string;
  onChange: (draft: KeyDraft) => void;
}) {
  const reading = readKeyDraft(draft);
  const shown = fieldTexts(draft);
  const hasNoText = reading.kind === 'key' && reading.forms.text === undefined;
  return (
    <div className={styles.fields}>
      <TextInput
        label={words.identity}
        description={draft.identity === station ? words.identityHint : words.otherIdentity(station)}
        autoComplete="off"
        spellCheck={false}
        value={draft.identity}
        onChange={(event) => onChange(changeIdentity(draft, event.currentTarget.value))}
      />
      {fields.map((field) => (
        <div key={field} className={styles.field}>
          <TextInput
            label={words.fields[field]}
            description={words.fieldHints[field]}
            placeholder={field === 'text' && hasNoText ? words.notText : undefined}
            autoComplete="off"
            spellCheck={false}
            classNames={{ input: texts.wire ?? '' }}
            value={shown[field]}
            error={
              draft.field === field && reading.kind === 'wrong'
                ? keyFieldProblemWords[reading.code]
                : undefined
            }
            onChange={(event) => onChange(changeField(draft, field, event.currentTarget.value))}
          />
          {reading.kind === 'key' && reading.forms[field] !== undefined ? (
            <CopyButton value={reading.forms[field]} label={words.copy[field]} />
          ) : (
            <span />
          )}
        </div>
      ))}
    </div>
  );
}
