/** One refused attempt: what happened, what it means, what to do on which side, and what Adopt would change. */

import { Button, Group, List, Stack, Text } from '@mantine/core';
import { IconShieldX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { RefusedAttempt } from '../../../shared/api/csms-contract.ts';
import { explainCredentialsMistake } from '../../../shared/security/basic-mistake-words.ts';
import {
  type ExplainedFailure,
  explainConnectionFailure,
} from '../../../shared/security/connection-words.ts';
import { CertificateCard } from '../../components/certificate-card.tsx';
import { FindingList } from '../../components/finding-list.tsx';
import { ProfileBadge } from '../../components/profile-badge.tsx';
import texts from '../../components/text.module.css';
import { TimeText } from '../../components/time-text.tsx';
import { visibleText } from '../../components/visible-text.ts';
import { MistakeList } from './authorization-key/mistake-list.tsx';
import { IssuerAdoption } from './issuer-adoption.tsx';
import styles from './security.module.css';
import { useAdopt } from './use-adopt.ts';
import { attemptsWords as words } from './words.ts';

/** The client certificate that was presented, whether it could be adopted or not. */
function Presented({ attempt: { certificate } }: { attempt: RefusedAttempt }) {
  const [shown, setShown] = useState(false);
  if (certificate === undefined) return null;
  return (
    <Stack gap="xs" align="flex-start">
      <Button variant="default" aria-expanded={shown} onClick={() => setShown(!shown)}>
        {shown ? words.hideCertificate : words.showCertificate}
      </Button>
      {shown && <CertificateCard certificate={certificate} title={words.certificate} />}
    </Stack>
  );
}

/** What Adopt would take over, with its button; nothing where there is nothing to adopt. */
export function Adopt({ attempt }: { attempt: RefusedAttempt }) {
  const { busy, adopt } = useAdopt(attempt);
  const { adopt: adoption, station } = attempt;
  if (adoption === undefined) return null;
  if (adoption.kind === 'issuer') return <IssuerAdoption attempt={attempt} adoption={adoption} />;
  return (
    <Stack gap="xs" className={styles.adopt}>
      <Group justify="space-between" gap="md" wrap="nowrap" align="flex-start">
        <Text size="sm">{visibleText(words.does(station, adoption))}</Text>
        <Button loading={busy} aria-label={words.adoptOf(station)} onClick={() => adopt()}>
          {words.adopt}
        </Button>
      </Group>
      {adoption.findings.length > 0 && <FindingList findings={adoption.findings} />}
    </Stack>
  );
}

function Head({ attempt }: { attempt: RefusedAttempt }) {
  const { at, station, remoteAddress, securityProfile, status, count, seq } = attempt;
  return (
    <Group gap="sm">
      <IconShieldX size={18} color="var(--bench-error)" aria-hidden />
      <Text fw={600}>{station === '' ? words.noIdentity : visibleText(station)}</Text>
      <Text size="sm" className={texts.quiet}>
        {words.from(remoteAddress)}
      </Text>
      {securityProfile !== undefined && <ProfileBadge profile={securityProfile} />}
      {status !== undefined && <Text size="sm">{words.status(status)}</Text>}
      {count > 1 && <Text size="sm">{words.count(count)}</Text>}
      <Text size="sm" className={texts.quiet}>
        <TimeText at={at} />
      </Text>
      <Link className={texts.link} to="/frames" search={{ seq }}>
        {words.frame}
      </Link>
    </Group>
  );
}

function Advice({ explained }: { explained: ExplainedFailure }) {
  const parts = (['chargePoint', 'csms', 'network'] as const).flatMap((side) => {
    const text = explained[side];
    return text === undefined ? [] : [{ side, text }];
  });
  return (
    <dl className={styles.advice}>
      {parts.map(({ side, text }) => (
        <div key={side} style={{ display: 'contents' }}>
          <dt>{words[side]}</dt>
          <dd>{text}</dd>
        </div>
      ))}
      {explained.facts.length > 0 && (
        <>
          <dt>{words.facts}</dt>
          <dd>
            <List size="sm" listStyleType="none">
              {explained.facts.map((fact) => (
                <List.Item key={fact}>{visibleText(fact)}</List.Item>
              ))}
            </List>
          </dd>
        </>
      )}
    </dl>
  );
}

type Mistake = NonNullable<RefusedAttempt['credentials']>['mistakes'][number];

/** The attempt explained by its first certain mistake, with the facts of that one; the others are listed below it. */
function explain(attempt: RefusedAttempt) {
  const { credentials, parameters } = attempt;
  const { mistakes: codes, ...rest } = parameters;
  const [first] = typeof codes === 'string' ? codes.split(',') : [];
  const named = credentials?.mistakes.find(({ code }) => code === first);
  const explained = explainConnectionFailure({
    ...attempt,
    parameters: first === undefined ? rest : { ...rest, mistakes: first },
  });
  const facts = named ? explainCredentialsMistake(named).facts.map((fact) => `${fact}.`) : [];
  const others = (credentials?.mistakes ?? []).filter(
    (mistake) => mistake !== named && explainCredentialsMistake(mistake).title !== explained.title,
  );
  // Another key is what a wrong password is; only that nothing else was found is worth a line.
  const isAnotherKey = (mistake: Mistake) => mistake.code === 'key-other';
  const further = others.filter((mistake) => !isAnotherKey(mistake));
  const ruledOut = others.filter(isAnotherKey).map((one) => explainCredentialsMistake(one).meaning);
  return {
    explained: { ...explained, facts: [...new Set([...explained.facts, ...facts, ...ruledOut])] },
    further,
  };
}

export function AttemptItem({ attempt }: { attempt: RefusedAttempt }) {
  const { explained, further } = explain(attempt);
  return (
    <li className={styles.attempt}>
      <Stack gap="xs">
        <Head attempt={attempt} />
        <div>
          <Text fw={600} size="sm">
            {explained.title}
          </Text>
          <Text size="sm">{explained.meaning}</Text>
        </div>
        <Advice explained={explained} />
        {further.length > 0 && <MistakeList mistakes={further} />}
        <Presented attempt={attempt} />
        <Adopt attempt={attempt} />
      </Stack>
    </li>
  );
}
