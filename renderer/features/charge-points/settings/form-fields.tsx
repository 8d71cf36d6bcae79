/** The fields of the form of an emulated charge point: each with its hint below and its fault beside it. */
import {
  type ComboboxItem,
  type InputWrapperProps,
  NumberInput,
  Select,
  Switch,
  TextInput,
} from '@mantine/core';
import {
  type ChargePointDraft,
  type ChargePointFault,
  type ChargePointFaults,
  connectorsLimit,
} from './charge-point-draft.ts';
import { type EquipmentNumber, equipmentLimits } from './equipment-draft.ts';
import { chargePointFormWords as words } from './words.ts';

export interface FieldsProps {
  draft: ChargePointDraft;
  faults: ChargePointFaults;
  change: (part: Partial<ChargePointDraft>) => void;
}

/** Hints below the fields, so that fields side by side stand in line. */
export const hintOrder: InputWrapperProps['inputWrapperOrder'] = [
  'label',
  'input',
  'description',
  'error',
];

export const choices = <T extends string>(
  labels: Readonly<Record<T, string>>,
): (ComboboxItem & { value: T })[] =>
  // Object.keys loses the key type; the records are literals of the words file.
  (Object.keys(labels) as T[]).map((value) => ({ value, label: labels[value] }));

type NumberField = EquipmentNumber | 'connectors';
const limits = { ...equipmentLimits, connectors: connectorsLimit };

/** What is wrong with a field, in words. */
export function faultText(
  field: keyof ChargePointFaults,
  fault: ChargePointFault | undefined,
): string | undefined {
  if (fault === undefined) return undefined;
  if (fault !== 'number-range') return words.faults[fault];
  // Only fields with a limit can be out of it.
  const { least, most } = limits[field as NumberField];
  return words.range(least, most);
}

type TextField = {
  [Field in keyof ChargePointDraft]-?: ChargePointDraft[Field] extends string ? Field : never;
}[keyof ChargePointDraft] &
  keyof ChargePointFaults;

export function TextField({
  field,
  label,
  hint,
  placeholder,
  disabled = false,
  draft,
  faults,
  change,
}: FieldsProps & {
  field: TextField;
  label: string;
  hint?: string;
  placeholder?: string;
  disabled?: boolean;
}) {
  return (
    <TextInput
      label={label}
      description={hint}
      inputWrapperOrder={hintOrder}
      placeholder={placeholder}
      disabled={disabled}
      spellCheck={false}
      value={draft[field]}
      error={faultText(field, faults[field])}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
    />
  );
}

export function NumberField({
  field,
  label,
  hint,
  placeholder,
  draft,
  faults,
  change,
}: FieldsProps & { field: NumberField; label: string; hint?: string; placeholder?: string }) {
  return (
    <NumberInput
      label={label}
      description={hint}
      inputWrapperOrder={hintOrder}
      placeholder={placeholder}
      allowDecimal={!limits[field].whole}
      allowNegative={false}
      clampBehavior="none"
      thousandSeparator=","
      value={draft[field]}
      error={faultText(field, faults[field])}
      onChange={(value) => change({ [field]: typeof value === 'number' ? value : '' })}
    />
  );
}

type SwitchField = {
  [Field in keyof ChargePointDraft]-?: ChargePointDraft[Field] extends boolean ? Field : never;
}[keyof ChargePointDraft];

export function SwitchField({
  field,
  label,
  hint,
  draft,
  change,
}: FieldsProps & { field: SwitchField; label: string; hint?: string }) {
  return (
    <Switch
      label={label}
      description={hint}
      checked={draft[field]}
      onChange={(event) => change({ [field]: event.currentTarget.checked })}
    />
  );
}

/** A choice whose values are those of the draft. */
export function ChoiceField<Field extends ChoiceFields>({
  field,
  label,
  hint,
  labels,
  draft,
  faults,
  change,
}: FieldsProps & {
  field: Field;
  label: string;
  hint?: string;
  labels: Readonly<Record<ChargePointDraft[Field], string>>;
}) {
  return (
    <Select
      label={label}
      description={hint}
      inputWrapperOrder={hintOrder}
      allowDeselect={false}
      data={choices(labels)}
      value={draft[field]}
      error={field === 'minimumTls' ? faultText('minimumTls', faults.minimumTls) : undefined}
      onChange={(value) => {
        if (value !== null) change({ [field]: value });
      }}
    />
  );
}

type ChoiceFields =
  | 'cable'
  | 'current'
  | 'vehicleKind'
  | 'installResult'
  | 'whileDownloading'
  | 'uploadMethod'
  | 'serverNameRule'
  | 'keyFamily'
  | 'minimumTls'
  | 'maximumTls'
  | 'trust'
  | 'handshakeRecording';
