/** What is probed: address, credentials, certificate, roots. Starts nothing itself. */
import {
  Button,
  Checkbox,
  Collapse,
  Group,
  PasswordInput,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { mostAtOnce, plannedConnections } from '../../../../shared/security/probe/probe-plan.ts';
import { orpc } from '../../../app/api-client.ts';
import { Panel } from '../../../components/panel.tsx';
import texts from '../../../components/text.module.css';
import { isReady, type ProbeDraft, pastedCertificate } from './probe-draft.ts';
import { formWords as words } from './words.ts';

interface FormProps {
  draft: ProbeDraft;
  onChange: (changes: Partial<ProbeDraft>) => void;
}

function Credentials({ draft, onChange }: FormProps) {
  const { password, passwordForm, identity } = draft;
  return (
    <>
      <TextInput
        label={words.identity}
        description={words.identityHint}
        value={identity}
        maxLength={255}
        autoComplete="off"
        onChange={(event) => onChange({ identity: event.currentTarget.value })}
      />
      <PasswordInput
        label={words.password}
        value={password}
        disabled={identity.trim() === ''}
        autoComplete="off"
        onChange={(event) => onChange({ password: event.currentTarget.value })}
      />
      <SegmentedControl
        size="xs"
        aria-label={words.passwordForm}
        style={{ alignSelf: 'flex-start' }}
        value={passwordForm}
        onChange={(value) => onChange({ passwordForm: value === 'hex' ? 'hex' : 'text' })}
        data={[
          { value: 'text', label: words.asText },
          { value: 'hex', label: words.asHex },
        ]}
      />
    </>
  );
}

function Pem({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <Textarea
      size="xs"
      rows={4}
      label={label}
      spellCheck={false}
      autoComplete="off"
      classNames={{ input: texts.wire ?? '' }}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function Certificate({ draft, onChange }: FormProps) {
  const known = useQuery(orpc.pki.certificates.queryOptions()).data ?? [];
  const clients = known.filter(({ kind }) => kind === 'client');
  return (
    <>
      <Select
        label={words.certificate}
        value={draft.certificate}
        allowDeselect={false}
        searchable={clients.length > 8}
        onChange={(value) => onChange({ certificate: value ?? '' })}
        data={[
          { value: '', label: words.noCertificate },
          { value: pastedCertificate, label: words.paste },
          ...clients.map(({ id, owner, certificate }) => ({
            value: id,
            label: `${owner} · ${certificate.subject.text}`,
          })),
        ]}
      />
      {draft.certificate === pastedCertificate && (
        <>
          <Pem
            label={words.certificatePem}
            value={draft.certPem}
            onChange={(certPem) => onChange({ certPem })}
          />
          <Pem
            label={words.keyPem}
            value={draft.keyPem}
            onChange={(keyPem) => onChange({ keyPem })}
          />
        </>
      )}
    </>
  );
}

function More({ draft, onChange }: FormProps) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        aria-expanded={opened}
        style={{ alignSelf: 'flex-start' }}
        onClick={() => setOpened(!opened)}
      >
        {words.more}
      </Button>
      <Collapse expanded={opened}>
        <Stack gap="xs">
          <Pem label={words.roots} value={draft.roots} onChange={(roots) => onChange({ roots })} />
          <Checkbox
            label={words.systemRoots}
            checked={draft.systemRoots}
            onChange={(event) => onChange({ systemRoots: event.currentTarget.checked })}
          />
          <TextInput
            label={words.serverName}
            value={draft.serverName}
            maxLength={253}
            onChange={(event) => onChange({ serverName: event.currentTarget.value })}
          />
          <TextInput
            label={words.connectTo}
            description={words.connectToHint}
            value={draft.connectTo}
            maxLength={260}
            onChange={(event) => onChange({ connectTo: event.currentTarget.value })}
          />
          <Checkbox
            label={words.unknownIdentity}
            description={words.unknownIdentityHint}
            checked={draft.askUnknownIdentity}
            onChange={(event) => onChange({ askUnknownIdentity: event.currentTarget.checked })}
          />
        </Stack>
      </Collapse>
    </>
  );
}

function Planned({ draft }: { draft: ProbeDraft }) {
  const most = plannedConnections({
    scheme: draft.url.startsWith('ws:') ? 'ws' : 'wss',
    hasPassword: draft.password !== '' && draft.identity.trim() !== '',
    hasCertificate: draft.certificate !== '',
    askUnknownIdentity: draft.askUnknownIdentity,
  });
  return (
    <Text size="xs" className={texts.quiet}>
      {words.planned(most, mostAtOnce)} {words.wrongPassword}
    </Text>
  );
}

export function ProbeForm({
  draft,
  onChange,
  onStart,
  onCancel,
  isRunning,
}: FormProps & { onStart: () => void; onCancel: () => void; isRunning: boolean }) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onStart();
  };
  return (
    <Panel title={words.title}>
      <form onSubmit={submit}>
        <Stack gap="xs">
          <TextInput
            label={words.url}
            description={words.urlHint}
            value={draft.url}
            required
            maxLength={2048}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onChange({ url: event.currentTarget.value })}
          />
          <Credentials draft={draft} onChange={onChange} />
          <Certificate draft={draft} onChange={onChange} />
          <More draft={draft} onChange={onChange} />
          <Planned draft={draft} />
          <Group gap="xs">
            <Button type="submit" disabled={!isReady(draft)} loading={isRunning}>
              {words.start}
            </Button>
            {isRunning && (
              <Button variant="default" onClick={onCancel}>
                {words.cancel}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
