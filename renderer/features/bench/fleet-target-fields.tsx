/** Where a fleet connects: the bench's own Central System, or a URL with what is needed there. */
import {
  Group,
  NativeSelect,
  PasswordInput,
  SegmentedControl,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { ProfilePicker } from '../../components/profile-picker.tsx';
import texts from '../../components/text.module.css';
import styles from './bench.module.css';
import { type FleetDraft, needsKey, needsTrust } from './fleet-draft.ts';
import { fleetWords as words } from './fleet-words.ts';

const trusts = ['bench', 'pem', 'insecure'] as const;

interface FieldsProps {
  draft: FleetDraft;
  set: (change: Partial<FleetDraft>) => void;
}

function KeyFields({ draft, set }: FieldsProps) {
  return (
    <Group align="flex-end" gap="sm" wrap="nowrap">
      <PasswordInput
        className={styles.grow}
        label={words.key}
        description={words.keyHint}
        autoComplete="off"
        value={draft.key}
        onChange={(event) => set({ key: event.currentTarget.value })}
      />
      <SegmentedControl
        size="xs"
        aria-label={words.keyForm}
        value={draft.keyForm}
        onChange={(keyForm) => set({ keyForm })}
        data={[
          { value: 'text', label: words.keyForms.text },
          { value: 'hex', label: words.keyForms.hex },
        ]}
      />
    </Group>
  );
}

function TrustFields({ draft, set }: FieldsProps) {
  const { trust, pem } = draft;
  return (
    <>
      <NativeSelect
        label={words.trust}
        description={trust === 'insecure' ? words.insecureText : undefined}
        value={trust}
        onChange={(event) => {
          const chosen = trusts.find((one) => one === event.currentTarget.value);
          if (chosen !== undefined) set({ trust: chosen });
        }}
        data={trusts.map((value) => ({ value, label: words.trusts[value] }))}
      />
      {trust === 'pem' && (
        <Textarea
          rows={4}
          label={words.pem}
          spellCheck={false}
          ff="monospace"
          value={pem}
          onChange={(event) => set({ pem: event.currentTarget.value })}
        />
      )}
    </>
  );
}

/** Where the fleet connects, on which profile, with which credentials. */
export function TargetFields({ draft, set }: FieldsProps) {
  const { target, securityProfile, url } = draft;
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={words.target}
        value={target}
        onChange={(chosen) => set({ target: chosen })}
        data={[
          { value: 'local', label: words.targets.local },
          { value: 'elsewhere', label: words.targets.elsewhere },
        ]}
      />
      <ProfilePicker
        value={securityProfile}
        onChange={(chosen) => set({ securityProfile: chosen })}
      />
      {target === 'local' ? (
        <Text size="xs" className={texts.quiet}>
          {words.localHints[securityProfile]}
        </Text>
      ) : (
        <TextInput
          label={words.url}
          description={securityProfile === 3 ? words.urlHintCertificate : words.urlHint}
          value={url}
          placeholder={securityProfile >= 2 ? 'wss://csms.example/' : 'ws://csms.example/'}
          onChange={(event) => set({ url: event.currentTarget.value })}
        />
      )}
      {needsKey(draft) && <KeyFields draft={draft} set={set} />}
      {needsTrust(draft) && <TrustFields draft={draft} set={set} />}
    </>
  );
}
