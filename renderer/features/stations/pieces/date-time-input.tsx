/** A date and time as OCPP writes it: a field on the clock that the person chose. Empty means none. */
import { TextInput, type TextInputProps } from '@mantine/core';
import { useTimeDisplay } from '../../../components/time-text.tsx';
import { fromField, toField } from '../id-tags/local-date-time.ts';

export function DateTimeInput({
  value,
  onChange,
  ...rest
}: Omit<TextInputProps, 'value' | 'onChange' | 'type'> & {
  /** RFC 3339, or undefined. */
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  const display = useTimeDisplay();
  return (
    <TextInput
      {...rest}
      type="datetime-local"
      value={toField(value, display)}
      onChange={(event) => onChange(fromField(event.currentTarget.value, display))}
    />
  );
}
