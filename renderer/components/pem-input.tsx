/** A field for a certificate in PEM, pasted or read from a file. */

import { Button, FileButton, Textarea } from '@mantine/core';
import { notifyProblem } from './notify-problem.ts';
import texts from './text.module.css';
import { pemWords as words } from './words.ts';

interface PemProps {
  pem: string;
  onChange: (pem: string) => void;
}

export function PemText({ pem, onChange, label }: PemProps & { label: string }) {
  return (
    <Textarea
      size="xs"
      rows={6}
      label={label}
      description={words.hint}
      spellCheck={false}
      classNames={{ input: texts.wire ?? '' }}
      maxLength={100_000}
      value={pem}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

export function PemFile({ onChange }: Pick<PemProps, 'onChange'>) {
  const read = (file: File | null) => {
    if (file !== null) void file.text().then(onChange, notifyProblem);
  };
  return (
    <FileButton accept=".pem,.crt,.cer,.txt" onChange={read}>
      {(button) => (
        <Button variant="default" {...button}>
          {words.file}
        </Button>
      )}
    </FileButton>
  );
}
