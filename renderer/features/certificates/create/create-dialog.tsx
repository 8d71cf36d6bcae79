/** One dialog for every kind of certificate: the essentials first, the rest folded. */
import {
  Button,
  Group,
  Modal,
  NumberInput,
  SegmentedControl,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useCallback, useState } from 'react';
import { rsaSignatures, signatureHashes } from '../../../../shared/security/key-types.ts';
import { orpc, queryClient } from '../../../app/api-client.ts';
import { FoldedPart } from '../../../components/folded-part.tsx';
import { BenchControls } from '../../../components/last-known.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import texts from '../../../components/text.module.css';
import { visibleText } from '../../../components/visible-text.ts';
import {
  type CreateDraft,
  creatableRoles,
  faultsOfDraft,
  hasAlternativeNames,
  moreChanges,
  requestOfDraft,
  usualDraft,
} from './create-draft.ts';
import {
  BeginningFields,
  Choice,
  IssuerField,
  KeyTypeField,
  ValidityFields,
} from './shared-fields.tsx';
import { hashWords, rsaSignatureWords, validityWords, createWords as words } from './words.ts';

interface FieldProps {
  draft: CreateDraft;
  change: (part: Partial<CreateDraft>) => void;
}

const isAuthority = ({ role }: CreateDraft): boolean => role === 'root' || role === 'sub-authority';

function Essentials({ draft, change, tried }: FieldProps & { tried: boolean }) {
  const faults = faultsOfDraft(draft);
  const { role } = draft;
  const setIssuer = useCallback((issuer: string) => change({ issuer }), [change]);
  return (
    <>
      <div>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={words.role}
          value={role}
          data={creatableRoles.map((value) => ({ value, label: words.roles[value] }))}
          onChange={(value) =>
            change({ role: creatableRoles.find((one) => one === value) ?? role })
          }
        />
        <Text size="xs" className={texts.quiet} mt={4}>
          {words.roleHints[role]}
        </Text>
      </div>
      {role === 'root' ? (
        <Choice
          label={words.hierarchy}
          value={draft.hierarchy}
          names={['operator', 'manufacturer']}
          text={(name) => words.hierarchies[name]}
          onChange={(hierarchy) => change({ hierarchy })}
        />
      ) : (
        <IssuerField
          value={draft.issuer}
          error={faults.issuer && words.faults[faults.issuer]}
          onChange={setIssuer}
        />
      )}
      <Group grow align="flex-start">
        <TextInput
          data-autofocus
          label={words.commonName[role]}
          description={words.commonNameHints[role]}
          spellCheck={false}
          value={draft.commonName}
          error={tried && faults.commonName && words.faults[faults.commonName]}
          onChange={(event) => change({ commonName: event.currentTarget.value })}
        />
        {role === 'client' && (
          <TextInput
            label={words.station}
            description={words.stationHint}
            spellCheck={false}
            maxLength={255}
            value={draft.station}
            onChange={(event) => change({ station: event.currentTarget.value })}
          />
        )}
      </Group>
      <TextInput
        label={words.organisation}
        description={words.organisationHint}
        maxLength={200}
        value={draft.organisation}
        onChange={(event) => change({ organisation: event.currentTarget.value })}
      />
      <Group grow align="flex-start">
        <KeyTypeField value={draft.keyType} onChange={(keyType) => change({ keyType })} />
      </Group>
      <ValidityFields
        draft={draft}
        change={change}
        usual={isAuthority(draft) ? validityWords.usualAuthority : validityWords.usualLeaf}
      />
    </>
  );
}

function Signature({ draft, change }: FieldProps) {
  return (
    <Group grow align="flex-start">
      <Choice
        label={words.rsaSignature}
        value={draft.rsaSignature}
        names={rsaSignatures}
        text={(name) => rsaSignatureWords[name]}
        onChange={(rsaSignature) => change({ rsaSignature })}
      />
      <Choice
        label={words.hash}
        value={draft.hash}
        names={signatureHashes}
        text={(name) => hashWords[name]}
        onChange={(hash) => change({ hash })}
      />
    </Group>
  );
}

function MoreFields({ draft, change }: FieldProps) {
  const faults = faultsOfDraft(draft);
  const { role } = draft;
  return (
    <Stack gap="sm" pt="xs">
      <TextInput
        label={words.name}
        description={words.nameHint}
        maxLength={200}
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <BeginningFields draft={draft} change={change} />
      {role === 'sub-authority' && (
        <NumberInput
          label={words.pathLength}
          description={words.pathLengthHint}
          allowDecimal={false}
          allowNegative={false}
          value={draft.pathLength}
          error={faults.pathLength && words.faults[faults.pathLength]}
          onChange={(value) => change({ pathLength: typeof value === 'number' ? value : '' })}
        />
      )}
      {hasAlternativeNames(role) && (
        <TagsInput
          label={words.alternativeNames}
          description={words.alternativeNamesHint}
          maxTags={100}
          value={[...draft.alternativeNames]}
          onChange={(alternativeNames) => change({ alternativeNames })}
        />
      )}
      <Signature draft={draft} change={change} />
      {role !== 'root' && (
        <TagsInput
          label={words.urls}
          description={words.urlsHint}
          maxTags={4}
          value={[...draft.revocationListUrls]}
          error={faults.revocationListUrls && words.faults[faults.revocationListUrls]}
          onChange={(revocationListUrls) => change({ revocationListUrls })}
        />
      )}
    </Stack>
  );
}

function More({ draft, change }: FieldProps) {
  const changed = moreChanges(draft);
  return (
    <FoldedPart label={changed > 0 ? words.moreChanged(changed) : words.more}>
      <MoreFields draft={draft} change={change} />
    </FoldedPart>
  );
}

function CreateForm({
  initial,
  onOpen,
  onClose,
}: {
  initial: CreateDraft;
  onOpen: (id: string) => void;
  onClose: () => void;
}) {
  const [draft, setDraft] = useState(initial);
  const [tried, setTried] = useState(false);
  const change = useCallback(
    (part: Partial<CreateDraft>) => setDraft((before) => ({ ...before, ...part })),
    [],
  );
  const create = useMutation(
    orpc.pki.createEntry.mutationOptions({
      onSuccess: async (entry) => {
        await queryClient.invalidateQueries({ queryKey: orpc.pki.key() });
        notifications.show({ color: 'green', message: words.created(visibleText(entry.name)) });
        onClose();
        onOpen(entry.id);
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(faultsOfDraft(draft)).length === 0) create.mutate(requestOfDraft(draft));
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Essentials draft={draft} change={change} tried={tried} />
        <More draft={draft} change={change} />
        {create.isError && <ProblemAlert error={create.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {words.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export function CreateDialog({
  opened,
  issuer = '',
  onOpen,
  onClose,
}: {
  opened: boolean;
  /** Id of the authority it was opened from. */
  issuer?: string | undefined;
  onOpen: (id: string) => void;
  onClose: () => void;
}) {
  return (
    <Modal opened={opened} onClose={onClose} title={words.title} size={620}>
      <BenchControls>
        {opened && (
          <CreateForm initial={{ ...usualDraft, issuer }} onOpen={onOpen} onClose={onClose} />
        )}
      </BenchControls>
    </Modal>
  );
}
