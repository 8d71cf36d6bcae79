/** A form for a payload, made from the fields of its schema. Edits the same draft as the JSON editor beside it. */
import { ActionIcon, Button, NumberInput, Select, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { visibleText } from '../../../components/visible-text.ts';
import {
  emptyValue,
  type Field,
  type FieldShape,
  fits,
  isRecord,
  strangers,
  withMember,
} from './form-schema.ts';
import styles from './schema-form.module.css';
import { formWords as words } from './words.ts';

/** Sentences on what is wrong, by JSON pointer. */
export type FieldProblems = ReadonlyMap<string, string>;

interface Place {
  /** JSON pointer of the value. */
  pointer: string;
  label: string;
  required: boolean;
  problems: FieldProblems;
}

interface ValueProps extends Place {
  shape: FieldShape;
  value: unknown;
  /** Undefined takes it away. */
  onChange: (value: unknown) => void;
}

const isoNow = (): string => new Date().toISOString().replace(/\.\d+Z$/, 'Z');

function Scalar({ shape, value, onChange, label, required, pointer, problems }: ValueProps) {
  const common = { label, withAsterisk: required, error: problems.get(pointer) };
  const optional = (next: string) => onChange(next === '' && !required ? undefined : next);
  if (!fits(shape, value) || shape.kind === 'json') {
    return (
      <TextInput
        {...common}
        readOnly
        description={words.otherType}
        value={visibleText(JSON.stringify(value) ?? '')}
      />
    );
  }
  switch (shape.kind) {
    case 'choice':
      return (
        <Select
          {...common}
          clearable={!required}
          data={[...new Set([...shape.values, ...(typeof value === 'string' ? [value] : [])])]}
          placeholder={words.notGiven}
          value={typeof value === 'string' ? value : null}
          onChange={(next) => onChange(next ?? undefined)}
        />
      );
    case 'boolean':
      return (
        <Select
          {...common}
          clearable={!required}
          data={['true', 'false']}
          placeholder={words.notGiven}
          value={value === undefined ? null : String(value)}
          onChange={(next) => onChange(next === null ? undefined : next === 'true')}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...common}
          allowDecimal={!shape.isInteger}
          placeholder={words.notGiven}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
        />
      );
    default:
      return (
        <TextInput
          {...common}
          spellCheck={false}
          placeholder={value === undefined ? words.notGiven : ''}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => optional(event.currentTarget.value)}
          {...(shape.kind === 'text' && shape.isDateTime
            ? {
                rightSectionWidth: 46,
                rightSection: (
                  <Button
                    variant="subtle"
                    size="compact-xs"
                    aria-label={words.nowFor(label)}
                    onClick={() => onChange(isoNow())}
                  >
                    {words.now}
                  </Button>
                ),
              }
            : {})}
        />
      );
  }
}

function List({
  shape,
  value,
  onChange,
  ...place
}: ValueProps & { shape: { kind: 'list' } & FieldShape }) {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const { label, pointer, problems } = place;
  return (
    <fieldset className={styles.group}>
      <legend>
        {label} {place.required && <span aria-hidden>*</span>}
      </legend>
      {problems.get(pointer) !== undefined && (
        <p className={styles.problem}>{problems.get(pointer)}</p>
      )}
      {items.map((item, index) => {
        const name = words.item(label, index + 1);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries of a payload have no other name
          <div key={index} className={styles.item}>
            <Value
              {...place}
              shape={shape.item}
              value={item}
              label={name}
              required
              pointer={`${pointer}/${index}`}
              onChange={(next) => onChange(items.map((other, at) => (at === index ? next : other)))}
            />
            <ActionIcon
              aria-label={words.remove(name)}
              onClick={() => onChange(items.filter((_other, at) => at !== index))}
            >
              <IconTrash size={14} />
            </ActionIcon>
          </div>
        );
      })}
      <span className={styles.adding}>
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<IconPlus size={12} />}
          onClick={() => onChange([...items, emptyValue(shape.item)])}
        >
          {words.addTo(label)}
        </Button>
        {!place.required && value !== undefined && (
          <Button variant="default" size="compact-xs" onClick={() => onChange(undefined)}>
            {words.leaveOut(label)}
          </Button>
        )}
      </span>
    </fieldset>
  );
}

function Group({
  shape,
  value,
  onChange,
  ...place
}: ValueProps & { shape: { kind: 'object' } & FieldShape }) {
  const { label, required } = place;
  if (value === undefined) {
    return (
      <Button
        className={styles.add}
        variant="default"
        size="compact-xs"
        leftSection={<IconPlus size={12} />}
        onClick={() => onChange(emptyValue(shape))}
      >
        {words.add(label)}
      </Button>
    );
  }
  return (
    <fieldset className={styles.group}>
      <legend>
        {label} {required && <span aria-hidden>*</span>}
      </legend>
      <Fields
        {...place}
        fields={shape.fields}
        value={isRecord(value) ? value : {}}
        onChange={onChange}
      />
      {!required && (
        <Button variant="default" size="compact-xs" onClick={() => onChange(undefined)}>
          {words.leaveOut(label)}
        </Button>
      )}
    </fieldset>
  );
}

function Value(props: ValueProps) {
  const { shape, value } = props;
  if (!fits(shape, value)) return <Scalar {...props} />;
  if (shape.kind === 'object') return <Group {...props} shape={shape} />;
  if (shape.kind === 'list') return <List {...props} shape={shape} />;
  return <Scalar {...props} />;
}

function Fields({
  fields,
  value,
  pointer,
  problems,
  onChange,
}: Pick<Place, 'pointer' | 'problems'> & {
  fields: readonly Field[];
  value: Readonly<Record<string, unknown>>;
  onChange: (value: Readonly<Record<string, unknown>>) => void;
}) {
  const others = strangers(value, fields);
  return (
    <>
      <div className={styles.fields}>
        {fields.map(({ name, required, shape }) => (
          <div
            key={name}
            className={styles.field}
            data-wide={shape.kind === 'object' || shape.kind === 'list' || undefined}
          >
            <Value
              shape={shape}
              value={value[name]}
              label={name}
              required={required}
              pointer={`${pointer}/${name}`}
              problems={problems}
              onChange={(next) => onChange(withMember(value, name, next))}
            />
          </div>
        ))}
      </div>
      {others.length > 0 && (
        <p className={styles.note}>{words.strangers(others.map(visibleText).join(', '))}</p>
      )}
    </>
  );
}

export function SchemaForm({
  fields,
  payload,
  problems,
  onChange,
}: {
  fields: readonly Field[];
  payload: Readonly<Record<string, unknown>>;
  problems: FieldProblems;
  onChange: (payload: Readonly<Record<string, unknown>>) => void;
}) {
  if (fields.length === 0) return <p className={styles.note}>{words.empty}</p>;
  return (
    <Fields fields={fields} value={payload} pointer="" problems={problems} onChange={onChange} />
  );
}
