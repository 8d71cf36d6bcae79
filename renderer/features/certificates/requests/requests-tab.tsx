/** Signing requests: how they are decided, the list at the left, the chosen one with everything about it at the right. */
import { Badge, Button, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { SigningRequestRow } from '../../../../shared/api/signing-requests-contract.ts';
import { signingStateWords } from '../../../../shared/security/signing-request-state-words.ts';
import { orpc } from '../../../app/api-client.ts';
import layout from '../../../components/list-and-detail.module.css';
import { Loaded } from '../../../components/loaded.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import texts from '../../../components/text.module.css';
import { TimeText } from '../../../components/time-text.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { PolicyDialog } from './policy-dialog.tsx';
import { RequestDetail } from './request-detail.tsx';
import styles from './requests.module.css';
import { stateTones } from './state-tones.ts';
import { policyWords, requestWords as words } from './words.ts';

const shownRequests = 200;

function PolicyBar({ waiting }: { waiting: number }) {
  const [open, setOpen] = useState(false);
  const query = useQuery(orpc.signingRequests.policies.queryOptions());
  const mode = query.data?.policy.mode;
  return (
    <div className={styles.bar}>
      <Text size="sm">
        {policyWords.label}: <strong>{mode === undefined ? '…' : policyWords.modes[mode]}</strong>
      </Text>
      <Button variant="default" size="compact-sm" onClick={() => setOpen(true)}>
        {policyWords.change}
      </Button>
      {mode !== undefined && (
        <Text size="xs" className={texts.quiet}>
          {policyWords.modeHints[mode]}
        </Text>
      )}
      {waiting > 0 && (
        <Badge color="amber" variant="light" ml="auto">
          {words.waiting(waiting)}
        </Badge>
      )}
      <PolicyDialog opened={open} onClose={() => setOpen(false)} />
    </div>
  );
}

function Empty() {
  return (
    <div className={styles.empty}>
      <Text fw={600}>{words.emptyTitle}</Text>
      <Text size="sm" mt={4} mb="xs">
        {words.emptyText}
      </Text>
      <Link className={texts.link} to="/stations">
        {words.toStations}
      </Link>
    </div>
  );
}

function Row({
  row,
  selected,
  onOpen,
}: {
  row: SigningRequestRow;
  selected: boolean;
  onOpen: () => void;
}) {
  const { station, receivedAt, state, subject, failing } = row;
  const faults = [
    ...(failing.errors > 0 ? [words.errors(failing.errors)] : []),
    ...(failing.warnings > 0 ? [words.warnings(failing.warnings)] : []),
  ].join(', ');
  return (
    <li>
      <UnstyledButton className={styles.row} aria-current={selected} onClick={onOpen}>
        <span className={styles.rowHead}>
          <Text size="sm" span fw={600} truncate>
            {visibleText(station)}
          </Text>
          <Text size="xs" span className={texts.quiet}>
            <TimeText at={receivedAt} as="time" />
          </Text>
        </span>
        <Text size="xs" span display="block">
          <StatusDot tone={stateTones[state]}>{signingStateWords(state).title}</StatusDot>
        </Text>
        <Text size="xs" span display="block" className={texts.quiet} truncate>
          {subject === '' ? words.unreadable : visibleText(subject)}
          {faults !== '' && ` · ${faults}`}
        </Text>
      </UnstyledButton>
    </li>
  );
}

export function RequestsTab() {
  const { request } = useSearch({ from: '/certificates' });
  const navigate = useNavigate();
  const query = useQuery(
    orpc.signingRequests.list.queryOptions({ input: { limit: shownRequests } }),
  );
  const open = (id: string) =>
    void navigate({
      to: '/certificates',
      hash: 'requests',
      search: { request: id },
      replace: true,
    });
  // The newest of when the tab was opened: another that comes must not take the place of what somebody decides on.
  const [first, setFirst] = useState<string>();
  const newest = query.data?.requests[0]?.id;
  if (first === undefined && newest !== undefined) setFirst(newest);
  const selected = request ?? first;
  return (
    <div className={styles.tab}>
      <PolicyBar waiting={query.data?.waiting ?? 0} />
      <Loaded query={query} lines={6}>
        {({ requests, total }) =>
          requests.length === 0 && request === undefined ? (
            <Empty />
          ) : (
            <div className={layout.parts}>
              <nav className={layout.list} aria-label={words.list}>
                <ul className={styles.rows}>
                  {requests.map((row) => (
                    <Row
                      key={row.id}
                      row={row}
                      selected={row.id === selected}
                      onOpen={() => open(row.id)}
                    />
                  ))}
                  {total > requests.length && (
                    <li>
                      <Text size="xs" p="xs" className={texts.quiet}>
                        {words.more(total - requests.length)}
                      </Text>
                    </li>
                  )}
                </ul>
              </nav>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
              <section className={layout.detail} tabIndex={0} aria-label={words.choose}>
                {selected === undefined ? (
                  <Text size="sm">{words.choose}</Text>
                ) : (
                  <RequestDetail key={selected} id={selected} />
                )}
              </section>
            </div>
          )
        }
      </Loaded>
    </div>
  );
}
