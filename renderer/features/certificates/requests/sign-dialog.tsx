/** Signing by hand: what goes into the certificate, a preview of it with its rules, and then signing and sending. */
import {
  Button,
  Checkbox,
  Group,
  Modal,
  MultiSelect,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SigningRequestDetail } from '../../../../shared/api/signing-requests-contract.ts';
import { rsaSignatures, signatureHashes } from '../../../../shared/security/key-types.ts';
import { requestKeyUsages } from '../../../../shared/security/signing-request-choices.ts';
import { orpc } from '../../../app/api-client.ts';
import { CertificateDetails } from '../../../components/certificate-view/certificate-details.tsx';
import { BenchControls } from '../../../components/last-known.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import texts from '../../../components/text.module.css';
import { visibleText } from '../../../components/visible-text.ts';
import { Choice } from '../create/shared-fields.tsx';
import { AuthorityField } from './authority-field.tsx';
import { DeliveryFields } from './delivery-fields.tsx';
import styles from './requests.module.css';
import { badAlternativeName, type SignDraft, usualSignDraft, wantedOf } from './sign-draft.ts';
import { policyWords, requestWords, signWords as words } from './words.ts';

const previewDelayMs = 300;
const usualPurposes = ['clientAuth', 'serverAuth', 'codeSigning', 'anyExtendedKeyUsage'];

interface FieldProps {
  draft: SignDraft;
  change: (part: Partial<SignDraft>) => void;
}

function Names({ draft, change, asked }: FieldProps & { asked: (attribute: string) => string }) {
  return (
    <Group grow align="flex-start">
      <TextInput
        data-autofocus
        label={words.commonName}
        description={words.organisationHint(visibleText(asked('CN')))}
        maxLength={200}
        spellCheck={false}
        value={draft.commonName}
        onChange={(event) => change({ commonName: event.currentTarget.value })}
      />
      <TextInput
        label={words.organisation}
        description={words.organisationHint(visibleText(asked('O')))}
        maxLength={200}
        value={draft.organisation}
        onChange={(event) => change({ organisation: event.currentTarget.value })}
      />
    </Group>
  );
}

function Contents({ draft, change }: FieldProps) {
  const bad = badAlternativeName(draft);
  return (
    <>
      <AuthorityField
        label={words.issuer}
        none={policyWords.byKey}
        value={draft.issuer}
        onChange={(issuer) => change({ issuer })}
      />
      <Group grow align="flex-start">
        <TextInput
          label={words.notBefore}
          description={words.timeHint}
          value={draft.notBefore}
          onChange={(event) => change({ notBefore: event.currentTarget.value })}
        />
        <TextInput
          label={words.notAfter}
          description={words.timeHint}
          value={draft.notAfter}
          onChange={(event) => change({ notAfter: event.currentTarget.value })}
        />
      </Group>
      <Group grow align="flex-start">
        <MultiSelect
          label={words.keyUsage}
          data={[...requestKeyUsages]}
          value={draft.keyUsage}
          onChange={(keyUsage) => change({ keyUsage })}
        />
        <TagsInput
          label={words.extendedKeyUsage}
          description={words.extendedKeyUsageHint}
          data={usualPurposes}
          acceptValueOnBlur
          value={draft.extendedKeyUsage}
          onChange={(extendedKeyUsage) => change({ extendedKeyUsage })}
        />
      </Group>
      <TagsInput
        label={words.alternativeNames}
        description={words.alternativeNamesHint}
        acceptValueOnBlur
        error={bad === undefined ? undefined : words.alternativeNameBad(bad)}
        value={draft.alternativeNames}
        onChange={(alternativeNames) => change({ alternativeNames })}
      />
      <Group grow align="flex-start">
        <Choice
          label={words.rsaSignature}
          value={draft.rsaSignature}
          names={rsaSignatures}
          text={(name) => policyWords.rsaSignatures[name]}
          onChange={(rsaSignature) => change({ rsaSignature })}
        />
        <Choice
          label={words.hash}
          value={draft.hash}
          names={signatureHashes}
          text={(name) => policyWords.hashes[name]}
          onChange={(hash) => change({ hash })}
        />
      </Group>
      <DeliveryFields delivery={draft} onChange={change} />
    </>
  );
}

function usePreview(id: string, draft: SignDraft) {
  const [settled] = useDebouncedValue(draft, previewDelayMs);
  return useQuery({
    ...orpc.signingRequests.preview.queryOptions({ input: { id, ...wantedOf(settled) } }),
    placeholderData: keepPreviousData,
    retry: false,
    enabled: badAlternativeName(settled) === undefined,
  });
}

function Form({ detail, onClose }: { detail: SigningRequestDetail; onClose: () => void }) {
  const { id, request, chainLimit } = detail;
  const [draft, setDraft] = useState(() => usualSignDraft(detail));
  const [evenTooLong, setEvenTooLong] = useState(false);
  const change = (part: Partial<SignDraft>) => setDraft((before) => ({ ...before, ...part }));
  const preview = usePreview(id, draft);
  const sign = useMutation(orpc.signingRequests.sign.mutationOptions({ onSuccess: onClose }));
  const asked = (attribute: string) =>
    request?.subject.attributes
      .filter(({ name }) => name === attribute)
      .map(({ value }) => value)
      .join(', ') ?? '';
  const isReady =
    draft.commonName !== '' && draft.organisation !== '' && badAlternativeName(draft) === undefined;
  const give = (send: boolean) => sign.mutate({ id, ...wantedOf(draft), evenTooLong, send });
  const { data } = preview;
  return (
    <Stack gap="sm">
      <Names draft={draft} change={change} asked={asked} />
      <Contents draft={draft} change={change} />
      <section className={styles.preview} aria-label={words.preview}>
        <Text size="sm" fw={600}>
          {words.preview}
        </Text>
        <Text size="xs" className={texts.quiet} mb="xs">
          {words.previewText}
        </Text>
        {preview.error !== null && (
          <ProblemAlert title={words.previewFailed} error={preview.error} />
        )}
        {data !== undefined && preview.error === null && (
          <>
            <Text size="sm" mb="xs">
              {requestWords.chain(data.certificates, data.characters, chainLimit.characters)}
            </Text>
            {data.problem !== undefined && (
              <Checkbox
                mb="xs"
                label={words.evenTooLong}
                checked={evenTooLong}
                onChange={(event) => setEvenTooLong(event.currentTarget.checked)}
              />
            )}
            <CertificateDetails certificate={data.certificate} rules={data.rules} />
          </>
        )}
      </section>
      {sign.error !== null && <ProblemAlert error={sign.error} />}
      <Group justify="flex-end">
        <Button variant="default" disabled={!isReady || sign.isPending} onClick={() => give(false)}>
          {words.signOnly}
        </Button>
        <Button disabled={!isReady} loading={sign.isPending} onClick={() => give(true)}>
          {words.sign}
        </Button>
      </Group>
    </Stack>
  );
}

export function SignDialog({
  detail,
  opened,
  onClose,
}: {
  detail: SigningRequestDetail;
  opened: boolean;
  onClose: () => void;
}) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={words.title(visibleText(detail.station))}
      size="xl"
    >
      <BenchControls>{opened && <Form detail={detail} onClose={onClose} />}</BenchControls>
    </Modal>
  );
}
