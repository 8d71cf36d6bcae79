/** The certificate chosen on the desk: who uses it, what it says, which rules it keeps, and what can be done to it. */
import { ActionIcon, Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconX } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { KeyboardEvent, RefObject } from 'react';
import type {
  CertificateEntry,
  CertificateUse,
} from '../../../../shared/api/certificate-desk-schemas.ts';
import { orpc } from '../../../app/api-client.ts';
import { CertificateDetails } from '../../../components/certificate-view/certificate-details.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { notifyProblem } from '../../../components/notify-problem.ts';
import { StatusDot } from '../../../components/status-dot.tsx';
import texts from '../../../components/text.module.css';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import styles from '../certificates.module.css';
import { RevocationListSection } from '../revocation/revocation-list.tsx';
import {
  hierarchyWords,
  originWords,
  reasonWords,
  roleWords,
  useWords,
  detailWords as words,
} from '../words.ts';
import type { DeskAction } from './desk-actions.tsx';

function UseLink({ use }: { use: CertificateUse }) {
  const text = visibleText(useWords.short(use));
  switch (use.kind) {
    case 'station':
      return (
        <Link
          className={texts.link}
          to="/stations/$stationId"
          params={{ stationId: use.id }}
          search={{ tab: 'security' }}
        >
          {text}
        </Link>
      );
    case 'charge-point':
      return (
        <Link
          className={texts.link}
          to="/charge-points/$chargePointId"
          params={{ chargePointId: use.id }}
          search={{ tab: 'certificates' }}
        >
          {text}
        </Link>
      );
    case 'listener':
      return (
        <Link className={texts.link} to="/">
          {text}
        </Link>
      );
    default:
      return <span>{text}</span>;
  }
}

const mostUses = 8;

function About({ entry }: { entry: CertificateEntry }) {
  const { usedBy, revocation } = entry;
  return (
    <>
      {revocation !== undefined && (
        <Text size="sm" mb={6}>
          <StatusDot tone="error">
            {words.revoked} {words.revokedSince} <TimeText at={revocation.revokedAt} />:{' '}
            {reasonWords[revocation.reason]}
          </StatusDot>
        </Text>
      )}
      <Text size="sm" mb={4}>
        {words.usedBy}:{' '}
        {usedBy.length === 0
          ? useWords.nobody
          : usedBy.slice(0, mostUses).map((use, index) => (
              <span key={`${use.kind} ${use.id}`}>
                {index > 0 && ', '}
                <UseLink use={use} />
              </span>
            ))}{' '}
        {usedBy.length > mostUses && useWords.more(usedBy.length - mostUses)}
      </Text>
      <p className={styles.about}>
        <span>{originWords[entry.origin]}</span>
        <span>{entry.hasPrivateKey ? words.keyHere : words.keyAway}</span>
      </p>
    </>
  );
}

function Actions({
  entry,
  onAction,
}: {
  entry: CertificateEntry;
  onAction: (action: DeskAction) => void;
}) {
  const release = useMutation(
    orpc.pki.releaseEntry.mutationOptions({
      onSuccess: () => notifications.show({ color: 'green', message: words.released }),
      onError: notifyProblem,
    }),
  );
  const { revocation, role, issued, hasPrivateKey } = entry;
  const isHeld = revocation?.reason === 'certificateHold';
  const canRevoke = role !== 'root' && (revocation === undefined || isHeld);
  const button = (label: string, action: DeskAction) => (
    <Button variant="default" size="compact-sm" onClick={() => onAction(action)}>
      {label}
    </Button>
  );
  return (
    <Group gap={6} role="group" aria-label={words.actions}>
      {issued !== undefined &&
        hasPrivateKey &&
        button(words.issue, { kind: 'create', issuer: entry.id })}
      {button(words.export, { kind: 'export', entry })}
      {button(words.renew, { kind: 'renew', entry })}
      {canRevoke && button(words.revoke, { kind: 'revoke', entry })}
      {isHeld && (
        <Button
          variant="default"
          size="compact-sm"
          loading={release.isPending}
          onClick={() => release.mutate({ id: entry.id })}
        >
          {words.release}
        </Button>
      )}
      {button(words.delete, { kind: 'delete', entry })}
    </Group>
  );
}

export function EntryPane({
  id,
  pane,
  onOpen,
  onClose,
  onAction,
}: {
  id: string;
  pane: RefObject<HTMLElement | null>;
  onOpen: (id: string) => void;
  onClose: () => void;
  onAction: (action: DeskAction) => void;
}) {
  const query = useQuery(orpc.pki.entry.queryOptions({ input: { id } }));
  const entry = query.data?.entry;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
  };
  return (
    <section
      ref={pane}
      className={styles.pane}
      tabIndex={-1}
      aria-label={words.pane}
      onKeyDown={onKeyDown}
    >
      <div className={styles.paneHead}>
        <div className={styles.paneTitle}>
          <h2>{visibleText(entry?.name ?? words.pane)}</h2>
          {entry !== undefined && (
            <Text size="xs" className={texts.quiet}>
              {roleWords[entry.role]}, {hierarchyWords[entry.hierarchy]}
            </Text>
          )}
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={words.close}
            onClick={onClose}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
        {entry !== undefined && !query.isError && <Actions entry={entry} onAction={onAction} />}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <div className={styles.paneBody} tabIndex={0}>
        <Loaded query={query} lines={12}>
          {(detail) => (
            <>
              <About entry={detail.entry} />
              <CertificateDetails
                certificate={detail.certificate}
                path={detail.path}
                rules={detail.rules}
                procedural={detail.procedural}
                openssl={detail.openssl}
                onOpen={onOpen}
              />
              {detail.entry.issued !== undefined && detail.entry.hasPrivateKey && (
                <RevocationListSection authority={detail.entry} onOpen={onOpen} />
              )}
            </>
          )}
        </Loaded>
      </div>
    </section>
  );
}
