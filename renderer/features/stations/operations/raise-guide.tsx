/** The way to a higher security profile: what it needs, each with the operation that provides it, then the raise. */
import { Button, SegmentedControl, Stack, Switch, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { CsmsState, StationState } from '../../../../shared/api/csms-contract.ts';
import type { OperationState } from '../../../../shared/api/csms-operations-contract.ts';
import type { InstalledCertificates } from '../../../../shared/api/csms-station-contract.ts';
import { securityProfiles } from '../../../../shared/security/security-profiles.ts';
import { orpc } from '../../../app/api-client.ts';
import { Panel } from '../../../components/panel.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import pieces from '../pieces/pieces.module.css';
import { useCanAsk } from '../pieces/use-action.tsx';
import styles from './operations.module.css';
import {
  type HigherProfile,
  higherProfiles,
  isMissing,
  type Need,
  raiseNeeds,
} from './raise-needs.ts';
import {
  isTransfer,
  isUnderWay,
  type OperationStart,
  useOperations,
  useStartOperation,
} from './use-operations.ts';
import { operationScreenWords, raiseWords as words } from './words.ts';

function stateOf(need: Need): string {
  switch (need.need) {
    case 'listener':
      return need.met ? words.listenerOn(need.ports) : words.noListener;
    case 'key':
      if (need.bytes === 0) return words.noKey;
      return need.met ? words.keySet(need.bytes) : words.keyWrong(need.bytes);
    case 'root':
      if (need.roots !== undefined && need.roots > 0) return words.rootsInstalled(need.roots);
      if (need.wasInstalled) return words.rootInstalled;
      return need.roots === undefined ? words.rootsNotAsked : words.noRoots;
    case 'certificate':
      return need.met ? words.certificateGiven : words.noCertificate;
  }
}

const names: Record<Need['need'], string> = {
  listener: words.listener,
  key: words.key,
  root: words.root,
  certificate: words.certificate,
};

function NeedRow({
  need,
  blocked,
  onStart,
}: {
  need: Need;
  blocked: boolean;
  onStart: (request: OperationStart) => void;
}) {
  const button = (text: string, request: OperationStart): ReactNode => (
    <Button
      key={text}
      variant="default"
      size="compact-sm"
      disabled={blocked}
      onClick={() => onStart(request)}
    >
      {text}
    </Button>
  );
  const actions: Record<Need['need'], ReactNode> = {
    listener: need.met ? null : <Link to="/">{words.toBench}</Link>,
    key: button(words.changeKey, { operation: 'change-authorization-key' }),
    root: [
      button(words.installRsa, { operation: 'install-root', root: 'bench-rsa' }),
      button(words.installEcdsa, { operation: 'install-root', root: 'bench-ecdsa' }),
    ],
    certificate: button(words.renew, { operation: 'renew-certificate' }),
  };
  return (
    <li className={styles.need}>
      <span className={styles.needName}>
        <StatusDot
          tone={need.met ? 'good' : isMissing(need) ? 'warning' : 'info'}
          label={need.met ? words.done : words.open}
        >
          {names[need.need]}
        </StatusDot>
      </span>
      <span className={styles.needState}>{stateOf(need)}</span>
      <span className={pieces.row}>{actions[need.need]}</span>
    </li>
  );
}

interface GuideProps {
  station: StationState;
  csms: CsmsState;
  certificates: InstalledCertificates;
  operations: readonly OperationState[];
}

function Path({ profiles, ...facts }: GuideProps & { profiles: readonly HigherProfile[] }) {
  const { station, operations } = facts;
  const [chosen, setChosen] = useState<HigherProfile>();
  const [ignore, setIgnore] = useState(false);
  const start = useStartOperation(station.id);
  const canAsk = useCanAsk(station);
  const wanted = profiles.find((profile) => profile === chosen) ?? profiles[0];
  if (wanted === undefined) return null;
  const needs = raiseNeeds(wanted, facts);
  const busy = operations.some((operation) => isUnderWay(operation) && !isTransfer(operation));
  const blocked = !canAsk || busy || start.isPending;
  const missing = needs.some(isMissing);
  return (
    <Stack gap="xs">
      <div className={pieces.line}>
        <span>{words.to}</span>
        <SegmentedControl
          size="xs"
          aria-label={words.to}
          value={String(wanted)}
          onChange={(value) => setChosen(profiles.find((profile) => String(profile) === value))}
          data={profiles.map((profile) => ({
            value: String(profile),
            label: words.profile(profile),
          }))}
        />
        <span className={pieces.quiet}>{securityProfiles[wanted].name}</span>
      </div>
      <ol className={styles.needs} aria-label={words.needs}>
        {needs.map((need) => (
          <NeedRow key={need.need} need={need} blocked={blocked} onStart={start.mutate} />
        ))}
        <li className={styles.need}>
          <Button
            disabled={blocked || (missing && !ignore)}
            onClick={() =>
              start.mutate({
                operation: 'raise-security-profile',
                securityProfile: wanted,
                ignorePrerequisites: ignore,
              })
            }
          >
            {words.raise(wanted)}
          </Button>
          <span className={styles.needState}>{words.raiseText}</span>
          {missing && (
            <Switch
              label={words.ignore}
              title={words.ignoreHint}
              checked={ignore}
              onChange={(event) => setIgnore(event.currentTarget.checked)}
            />
          )}
        </li>
      </ol>
      {busy && (
        <Text size="xs" c="dimmed">
          {operationScreenWords.busy}
        </Text>
      )}
      {start.error !== null && <ProblemAlert error={start.error} />}
    </Stack>
  );
}

function Guide(props: GuideProps) {
  const { station } = props;
  const current = station.connectedProfile ?? station.securityProfile;
  const profiles = higherProfiles(current);
  if (current === undefined) return <Text size="sm">{words.unknown}</Text>;
  return (
    <Stack gap="xs">
      <Text size="sm">{words.at(current, securityProfiles[current].name)}</Text>
      {profiles.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.highest}
        </Text>
      ) : (
        <Path {...props} profiles={profiles} />
      )}
    </Stack>
  );
}

export function RaiseGuide({ station }: { station: StationState }) {
  const csms = useQuery(orpc.csms.get.queryOptions()).data;
  const knowledge = useQuery(orpc.csms.knowledge.queryOptions({ input: { id: station.id } })).data;
  const operations = useOperations(station.id).data;
  return (
    <Panel title={words.title}>
      {csms !== undefined && knowledge !== undefined && operations !== undefined && (
        <Guide
          station={station}
          csms={csms}
          certificates={knowledge.certificates}
          operations={operations}
        />
      )}
    </Panel>
  );
}
