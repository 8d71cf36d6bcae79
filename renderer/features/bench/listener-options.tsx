/** The advanced settings of a listener, each with one line of explanation. */
import { Fieldset, NumberInput, Select, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { ChosenCertificate } from './chosen-certificate.tsx';
import {
  faultsOfDraft,
  type ListenerDraft,
  type NumberField,
  numberLimits,
} from './listener-draft.ts';
import { listenerFormWords, optionWords as words } from './words.ts';

type SwitchField = 'tls13' | 'legacyTls' | 'lenientWebSocket' | 'refuseBrowsers' | 'strictDates';
type TextField = 'hostName' | 'emptyIdentityStation';
type ChoiceField =
  | 'tlsPolicy'
  | 'clientCertificate'
  | 'handshakeRecording'
  | 'subjectAlternativeNames'
  | 'signature'
  | 'certificateNotBefore'
  | 'revocationCheck'
  | 'whenRevoked'
  | 'withoutSubprotocol'
  | 'unknownSubprotocol';

interface OptionsProps {
  draft: ListenerDraft;
  change: (part: Partial<ListenerDraft>) => void;
}

function SwitchOption({ field, draft, change }: OptionsProps & { field: SwitchField }) {
  return (
    <Switch
      label={words[field].label}
      description={words[field].hint}
      checked={draft[field]}
      onChange={(event) => change({ [field]: event.currentTarget.checked })}
    />
  );
}

function ChoiceOption({ field, draft, change }: OptionsProps & { field: ChoiceField }) {
  return (
    <Select
      label={words[field].label}
      description={words[field].hint}
      data={Object.entries(words[field].choices).map(([value, label]) => ({ value, label }))}
      value={draft[field]}
      onChange={(value) => {
        if (value !== null) change({ [field]: value });
      }}
    />
  );
}

function TextOption({ field, draft, change }: OptionsProps & { field: TextField }) {
  return (
    <TextInput
      label={words[field].label}
      description={words[field].hint}
      value={draft[field]}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
    />
  );
}

function NumberOption({
  field,
  draft,
  change,
}: OptionsProps & { field: Exclude<NumberField, 'port'> }) {
  const fault = faultsOfDraft(draft)[field];
  return (
    <NumberInput
      label={words[field].label}
      description={words[field].hint}
      thousandSeparator=","
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="none"
      max={numberLimits[field].max}
      value={draft[field]}
      error={fault && listenerFormWords.faults[fault]}
      onChange={(value) => change({ [field]: typeof value === 'number' ? value : '' })}
    />
  );
}

function Options({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <Fieldset legend={legend} p="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" verticalSpacing="sm">
        {children}
      </SimpleGrid>
    </Fieldset>
  );
}

export function ListenerOptions(props: OptionsProps) {
  return (
    <Stack gap="sm" mt="sm">
      <Options legend={words.groups.tls}>
        <ChoiceOption field="tlsPolicy" {...props} />
        <ChoiceOption field="clientCertificate" {...props} />
        <SwitchOption field="tls13" {...props} />
        <SwitchOption field="legacyTls" {...props} />
        <ChoiceOption field="handshakeRecording" {...props} />
      </Options>
      <Options legend={words.groups.certificates}>
        <TextOption field="hostName" {...props} />
        <ChoiceOption field="subjectAlternativeNames" {...props} />
        <ChoiceOption field="signature" {...props} />
        <ChoiceOption field="certificateNotBefore" {...props} />
        <NumberOption field="certificateValidityHours" {...props} />
        <ChosenCertificate family="rsa" {...props} />
        <ChosenCertificate family="ecdsa" {...props} />
      </Options>
      <Options legend={words.groups.clientCertificates}>
        <ChoiceOption field="revocationCheck" {...props} />
        <ChoiceOption field="whenRevoked" {...props} />
      </Options>
      <Options legend={words.groups.protocol}>
        <ChoiceOption field="withoutSubprotocol" {...props} />
        <ChoiceOption field="unknownSubprotocol" {...props} />
        <SwitchOption field="lenientWebSocket" {...props} />
        <SwitchOption field="strictDates" {...props} />
        <SwitchOption field="refuseBrowsers" {...props} />
        <TextOption field="emptyIdentityStation" {...props} />
      </Options>
      <Options legend={words.groups.limits}>
        <NumberOption field="handshakeTimeoutMs" {...props} />
        <NumberOption field="upgradeTimeoutMs" {...props} />
        <NumberOption field="maxMessageBytes" {...props} />
        <NumberOption field="pingIntervalMs" {...props} />
        <NumberOption field="pongTimeoutMs" {...props} />
      </Options>
    </Stack>
  );
}
