/** Fills in a new emulated charge point or changes one. */
import {
  Alert,
  Button,
  Collapse,
  Group,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { changedFields, effectOfChange } from '../../../../shared/api/charge-point-changes.ts';
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import { orpc } from '../../../app/api-client.ts';
import { usePutChargePoint } from '../../../app/charge-point-actions.ts';
import { connectUrls } from '../../../components/connect-urls.ts';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { ProfilePicker } from '../../../components/profile-picker.tsx';
import {
  type ChargePointDraft,
  draftOfChargePoint,
  faultsOfChargePoint,
  keyBytes,
  requestOfChargePoint,
} from './charge-point-draft.ts';
import {
  ChoiceField,
  choices,
  type FieldsProps,
  faultText,
  hintOrder,
  TextField,
} from './form-fields.tsx';
import { faultySections, type SectionName, Sections } from './form-sections.tsx';
import { chargePointFormWords as words } from './words.ts';

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
          error={faultText('key', faults.key)}
          onChange={(event) => change({ key: event.currentTarget.value })}
        />
      )}
    </Group>
  );
}

function Trust(props: FieldsProps) {
  const { draft, faults, change } = props;
  return (
    <Stack gap="xs">
      <ChoiceField field="trust" label={words.trust} labels={words.trusts} {...props} />
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
          error={faultText('pem', faults.pem)}
          onChange={(event) => change({ pem: event.currentTarget.value })}
        />
      )}
    </Stack>
  );
}

/** What applying does to the charge point that runs, and what is lost by it. */
function Consequence({
  existing,
  request,
}: {
  existing: ChargePointState;
  request: ReturnType<typeof requestOfChargePoint>;
}) {
  const { id: _id, ...settings } = request;
  const changed = changedFields(existing.id, existing.settings, settings);
  const effect = effectOfChange(changed, settings.securityProfile);
  const sentences = [words.effects[effect]];
  if (effect !== 'factory') {
    if (changed.includes('trust')) sentences.push(words.rootsReplaced);
    if (settings.connectors < existing.settings.connectors) sentences.push(words.connectorsGone);
  }
  const interrupts = effect !== 'nothing' && effect !== 'at-once';
  if (interrupts && !settings.autoConnect) sentences.push(words.waitsForConnect);
  return effect === 'factory' ? (
    <Alert color="amber" variant="light" title={words.factoryTitle}>
      {sentences.join(' ')}
    </Alert>
  ) : (
    <Text size="sm">{sentences.join(' ')}</Text>
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
  /** Sections that are open; those of a new one are asked for first. */
  const [opened, setOpened] = useState<readonly SectionName[]>(existing ? ['device'] : []);
  const [isWhole, setIsWhole] = useState(existing !== undefined);
  const put = usePutChargePoint();
  const faults = faultsOfChargePoint(draft, taken);
  const fields: FieldsProps = {
    draft,
    faults: tried ? faults : {},
    change: (part) => setDraft({ ...draft, ...part }),
  };
  const profile = draft.securityProfile;
  const isSound = Object.keys(faults).length === 0;
  /** What was put is in force: the form goes on from there, and keeps no key. */
  const inForce = (state: ChargePointState) => {
    setDraft(draftOfChargePoint(state));
    setTried(false);
    onDone(state.id);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const faulty = faultySections(faults);
    if (faulty.length > 0) {
      setIsWhole(true);
      setOpened([...new Set([...opened, ...faulty])]);
    }
    if (isSound) put.mutate(requestOfChargePoint(draft), { onSuccess: inForce });
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
        {profile >= 2 && <Trust {...fields} />}
        {!isWhole && (
          <div>
            <Button variant="subtle" px={6} onClick={() => setIsWhole(true)}>
              {words.more}
            </Button>
          </div>
        )}
        <Collapse expanded={isWhole}>
          <Sections opened={opened} onOpen={setOpened} {...fields} />
        </Collapse>
        {put.isError && <ProblemAlert error={put.error} />}
        {existing !== undefined && isSound && (
          <Consequence existing={existing} request={requestOfChargePoint(draft)} />
        )}
        {tried && !isSound && (
          <Text size="sm" role="alert">
            {words.faulty}
          </Text>
        )}
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
