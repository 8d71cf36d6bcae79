/** Sets a key by its name, for those that the charge point does not show. */
import { Autocomplete, Button, Loader, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { configurationKeys } from '../../../../shared/ocpp/configuration-keys.ts';
import { orpc } from '../../../app/api-client.ts';
import { Panel } from '../../../components/panel.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import pieces from '../pieces/pieces.module.css';
import { ChangeAnswer } from './key-row.tsx';
import { configurationWords as words } from './words.ts';

const names = configurationKeys.filter(({ access }) => access !== 'R').map(({ name }) => name);

export function SetKey({ station, canChange }: { station: string; canChange: boolean }) {
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const change = useMutation(orpc.csms.changeConfiguration.mutationOptions());
  const isCredential = key.trim().toLowerCase() === 'authorizationkey';
  return (
    <Panel title={words.write}>
      <Text size="sm" c="dimmed" mb="xs">
        {words.writeText}
      </Text>
      <div className={pieces.row}>
        <Autocomplete
          size="xs"
          label={words.writeKey}
          data={names}
          limit={12}
          maxLength={50}
          value={key}
          onChange={setKey}
        />
        <TextInput
          label={words.writeValue}
          type={isCredential ? 'password' : 'text'}
          maxLength={500}
          spellCheck={false}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={!canChange || key.trim() === '' || change.isPending}
          onClick={() => change.mutate({ id: station, key: key.trim(), value })}
        >
          {words.send}
        </Button>
        {change.isPending && <Loader size={12} />}
        {change.data !== undefined && <ChangeAnswer change={change.data} wanted={value} />}
      </div>
      {isCredential && <StatusDot tone="warning">{words.keyWarning}</StatusDot>}
      {change.error !== null && <ProblemAlert error={change.error} />}
    </Panel>
  );
}
