/** Adopt where the authority of a client certificate is not trusted: the one that came along, or one a person gives. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { RefusedAttempt } from '../../../shared/api/csms-contract.ts';
import { CertificateCard } from '../../components/certificate-card.tsx';
import { PemFile, PemText } from '../../components/pem-input.tsx';
import { visibleText } from '../../components/visible-text.ts';
import styles from './security.module.css';
import { useAdopt } from './use-adopt.ts';
import { attemptsWords as words } from './words.ts';

type Adoption = NonNullable<RefusedAttempt['adopt']>;

function GivenAuthority({ attempt, asked }: { attempt: RefusedAttempt; asked: string }) {
  const [pem, setPem] = useState('');
  const { busy, adopt } = useAdopt(attempt);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        adopt(pem);
      }}
    >
      <Stack gap="xs">
        <PemText pem={pem} onChange={setPem} label={visibleText(asked)} />
        <Group gap="xs">
          <Button type="submit" loading={busy} disabled={pem.trim() === ''}>
            {words.trustGiven}
          </Button>
          <PemFile onChange={setPem} />
        </Group>
      </Stack>
    </form>
  );
}

export function IssuerAdoption({
  attempt,
  adoption,
}: {
  attempt: RefusedAttempt;
  adoption: Adoption;
}) {
  const { busy, adopt } = useAdopt(attempt);
  const { issuer, issuerName = '' } = adoption;
  return (
    <Stack gap="xs" className={styles.adopt}>
      <Group justify="space-between" gap="md" wrap="nowrap" align="flex-start">
        <Text size="sm">{visibleText(words.does(attempt.station, adoption))}</Text>
        {issuer !== undefined && (
          <Button
            flex="none"
            loading={busy}
            aria-label={words.trustIssuerOf(attempt.station)}
            onClick={() => adopt()}
          >
            {words.trustIssuer}
          </Button>
        )}
      </Group>
      {issuer === undefined ? (
        <GivenAuthority attempt={attempt} asked={words.issuerAsked(issuerName)} />
      ) : (
        <CertificateCard certificate={issuer} title={words.issuerTitle} />
      )}
    </Stack>
  );
}
