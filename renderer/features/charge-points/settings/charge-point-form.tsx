/** Fills in a new emulated charge point or changes one. */
import {
  Alert,
  Button,
  Fieldset,
  Group,
  type InputWrapperProps,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import { orpc } from '../../../app/api-client.ts';
import { usePutChargePoint } from '../../../app/charge-point-actions.ts';
import { connectUrls } from '../../../components/connect-urls.ts';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { ProfilePicker } from '../../../components/profile-picker.tsx';
import {
  type ChargePointDraft,
  type ChargePointFaults,
  faultsOfChargePoint,
  keyBytes,
  requestOfChargePoint,
} from './charge-point-draft.ts';
import { chargePointFormWords as words } from './words.ts';

interface FieldsProps {
  draft: ChargePointDraft;
  faults: ChargePointFaults;
  change: (part: Partial<ChargePointDraft>) => void;
}

const choices = <T extends string>(labels: Readonly<Record<T, string>>) =>
  // Object.keys loses the key type; the records are literals of the words file.
  (Object.keys(labels) as T[]).map((value) => ({ value, label: labels[value] }));

type TextField = 'id' | 'url' | 'vendor' | 'model' | 'serialNumber' | 'firmwareVersion';

/** Hints below the fields, so that fields side by side stand in line. */
const hintOrder: InputWrapperProps['inputWrapperOrder'] = [
  'label',
  'input',
  'description',
  'error',
];

function TextField({
  field,
  label,
  hint,
  disabled = false,
  draft,
  faults,
  change,
}: FieldsProps & { field: TextField; label: string; hint?: string; disabled?: boolean }) {
  const fault = faults[field];
  return (
    <TextInput
      label={label}
      description={hint}
      inputWrapperOrder={hintOrder}
      disabled={disabled}
      spellCheck={false}
      value={draft[field]}
      error={fault && words.faults[fault]}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
    />
  );
}

/** Fills in the URL of the local CSMS for the chosen profile. */
function LocalCsms({ draft, change }: FieldsProps) {
  const listeners = useQuery(orpc.csms.get.queryOptions()).data?.listeners ?? [];
  const url = connectUrls(listeners, draft.securityProfile, []).find(
    ({ place }) => place === 'loopback',
  )?.url;
  if (url === undefined) return null;
  return (
    <Button variant="default" mt={20} onClick={() => change({ url })}>
      {words.local}
    </Button>
  );
}

function Key({ draft, faults, change, hasKey }: FieldsProps & { hasKey: boolean }) {
  const bytes = keyBytes(draft);
  return (
    <Group align="flex-start" gap="sm" wrap="nowrap">
      <Select
        w={170}
        label={words.key}
        description={hasKey ? words.keyKept : words.keyHint}
        inputWrapperOrder={hintOrder}
        data={choices(words.keyForms)}
        value={draft.keyForm}
        onChange={(value) => {
          if (value !== null) change({ keyForm: value });
        }}
      />
      {draft.keyForm !== 'none' && (
        <TextInput
          flex={1}
          label={draft.keyForm === 'hex' ? words.keyHex : words.keyText}
          description={bytes !== undefined && words.keyLength(bytes)}
          inputWrapperOrder={hintOrder}
          spellCheck={false}
          autoComplete="off"
          value={draft.key}
          error={faults.key && words.faults[faults.key]}
          onChange={(event) => change({ key: event.currentTarget.value })}
        />
      )}
    </Group>
  );
}

function Trust({ draft, faults, change }: FieldsProps) {
  return (
    <Stack gap="xs">
      <Select
        label={words.trust}
        data={choices(words.trusts)}
        value={draft.trust}
        onChange={(value) => {
          if (value !== null) change({ trust: value });
        }}
      />
      {draft.trust === 'insecure' && (
        <Alert color="amber" variant="light" title={words.insecureTitle}>
          {words.insecureText}
        </Alert>
      )}
      {draft.trust === 'pem' && (
        <Textarea
          rows={5}
          label={words.pem}
          description={words.pemHint}
          spellCheck={false}
          ff="monospace"
          value={draft.pem}
          error={faults.pem && words.faults[faults.pem]}
          onChange={(event) => change({ pem: event.currentTarget.value })}
        />
      )}
    </Stack>
  );
}

function TlsChoices({ draft, faults, change }: FieldsProps) {
  return (
    <SimpleGrid cols={3} spacing="sm">
      <Select
        label={words.keyFamily}
        data={choices(words.keyFamilies)}
        value={draft.keyFamily}
        onChange={(value) => {
          if (value !== null) change({ keyFamily: value });
        }}
      />
      <Select
        label={words.minimumTls}
        data={['1.0', '1.1', '1.2', '1.3']}
        value={draft.minimumTls}
        error={faults.minimumTls && words.faults[faults.minimumTls]}
        onChange={(value) => {
          if (value !== null) change({ minimumTls: value });
        }}
      />
      <Select
        label={words.maximumTls}
        data={['1.1', '1.2', '1.3']}
        value={draft.maximumTls}
        onChange={(value) => {
          if (value !== null) change({ maximumTls: value });
        }}
      />
    </SimpleGrid>
  );
}

function Device(props: FieldsProps) {
  const { draft, faults, change } = props;
  return (
    <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
      <TextField field="vendor" label={words.vendor} {...props} />
      <TextField field="model" label={words.model} {...props} />
      <TextField
        field="serialNumber"
        label={words.serialNumber}
        hint={words.serialNumberHint}
        {...props}
      />
      <TextField field="firmwareVersion" label={words.firmware} {...props} />
      <NumberInput
        label={words.connectors}
        allowDecimal={false}
        allowNegative={false}
        clampBehavior="none"
        value={draft.connectors}
        error={faults.connectors && words.faults[faults.connectors]}
        onChange={(value) => change({ connectors: typeof value === 'number' ? value : '' })}
      />
      <Switch
        mt={22}
        label={words.autoConnect}
        description={words.autoConnectHint}
        checked={draft.autoConnect}
        onChange={(event) => change({ autoConnect: event.currentTarget.checked })}
      />
    </SimpleGrid>
  );
}

export function ChargePointForm({
  initial,
  existing,
  taken,
  cancelLabel = words.cancel,
  onDone,
}: {
  initial: ChargePointDraft;
  existing?: ChargePointState;
  taken: readonly string[];
  cancelLabel?: string;
  /** The identity that was put; undefined when the person gave up. */
  onDone: (id?: string) => void;
}) {
  const [draft, setDraft] = useState(initial);
  const [tried, setTried] = useState(false);
  const put = usePutChargePoint();
  const faults = faultsOfChargePoint(draft, taken);
  const fields: FieldsProps = {
    draft,
    faults: tried ? faults : {},
    change: (part) => setDraft({ ...draft, ...part }),
  };
  const profile = draft.securityProfile;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(faults).length === 0) {
      put.mutate(requestOfChargePoint(draft), { onSuccess: ({ id }) => onDone(id) });
    }
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <ProfilePicker
          value={profile}
          onChange={(securityProfile) => fields.change({ securityProfile })}
        />
        <Group align="flex-start" gap="xs" wrap="nowrap">
          <div style={{ flex: 1 }}>
            <TextField field="url" label={words.url} hint={words.urlHint} {...fields} />
          </div>
          <LocalCsms {...fields} />
        </Group>
        <TextField
          field="id"
          label={words.identity}
          hint={words.identityHint}
          disabled={existing !== undefined}
          {...fields}
        />
        {(profile === 1 || profile === 2) && (
          <Key {...fields} hasKey={existing?.settings.hasAuthorizationKey ?? false} />
        )}
        {profile >= 2 && (
          <>
            <Trust {...fields} />
            <TlsChoices {...fields} />
          </>
        )}
        <Fieldset legend={words.device} p="sm">
          <Device {...fields} />
        </Fieldset>
        {put.isError && <ProblemAlert error={put.error} />}
        <Group gap="xs">
          <Button type="submit" loading={put.isPending}>
            {existing === undefined ? words.create : words.apply}
          </Button>
          <Button variant="default" onClick={() => onDone()}>
            {cancelLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
