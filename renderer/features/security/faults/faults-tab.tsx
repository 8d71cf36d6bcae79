/** The tab Faults: who shows one, the faults to choose from, and what came of them. */
import { Button, Group, Select, Stack, Switch, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FaultOn } from '../../../../shared/api/faults-contract.ts';
import { demandOf, faultWords } from '../../../../shared/security/handshake-fault-words.ts';
import type { FaultId, SingleSuite } from '../../../../shared/security/handshake-faults.ts';
import { singleSuites } from '../../../../shared/security/handshake-faults.ts';
import { orpc } from '../../../app/api-client.ts';
import { useSetFault } from '../../../app/faults/use-set-fault.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { Panel } from '../../../components/panel.tsx';
import texts from '../../../components/text.module.css';
import { TimeText } from '../../../components/time-text.tsx';
import { FaultList } from './fault-list.tsx';
import { FaultResults } from './fault-results.tsx';
import { keyOfTarget, type Target, targetsOf } from './fault-targets.ts';
import styles from './faults.module.css';
import { faultsWords as words } from './words.ts';

const endings = {
  hand: {},
  connection: { connections: 1 },
  connections: { connections: 5 },
  short: { minutes: 10 },
  long: { minutes: 60 },
} as const;
type Ending = keyof typeof endings;

const isEnding = (text: string | null): text is Ending =>
  text !== null && Object.hasOwn(endings, text);

interface Choices {
  reconnect: boolean;
  ending: Ending;
}

function ChoiceRow({
  targets,
  chosen,
  choices,
  onTarget,
  onChoices,
}: {
  targets: readonly Target[];
  chosen: Target;
  choices: Choices;
  onTarget(key: string): void;
  onChoices(choices: Choices): void;
}) {
  const ofKind = (target: Target['target']) =>
    targets.filter((one) => one.target === target).map(({ key, label }) => ({ value: key, label }));
  return (
    <Group align="flex-end" gap="md">
      <Select
        label={words.target}
        className={styles.target}
        allowDeselect={false}
        data={(['listener', 'charge-point'] as const)
          .map((kind) => ({ group: words.targets[kind], items: ofKind(kind) }))
          .filter(({ items }) => items.length > 0)}
        value={chosen.key}
        onChange={(key) => key !== null && onTarget(key)}
      />
      <Select
        label={words.ends}
        allowDeselect={false}
        data={Object.entries(words.ending).map(([value, label]) => ({ value, label }))}
        value={choices.ending}
        onChange={(ending) => isEnding(ending) && onChoices({ ...choices, ending })}
      />
      <Switch
        className={styles.reconnect}
        label={words.reconnect}
        checked={choices.reconnect}
        onChange={(event) => onChoices({ ...choices, reconnect: event.currentTarget.checked })}
      />
    </Group>
  );
}

function OnNow({ on, busy, onOff }: { on: FaultOn | undefined; busy: boolean; onOff(): void }) {
  if (on === undefined)
    return (
      <Text size="sm" className={texts.quiet}>
        {words.off}
      </Text>
    );
  const { fault, target, suite, since, until, connections, connectionsLeft, revocationList } = on;
  return (
    <Group gap="sm" className={styles.now}>
      <Text size="sm">
        <strong>{faultWords[fault].title}</strong> {suite} {words.onSince} <TimeText at={since} />
        {until !== undefined && (
          <>
            , {words.until} <TimeText at={until} />
          </>
        )}
        {connectionsLeft !== undefined && `, ${words.connectionsLeft(connectionsLeft)}`}
        {`, ${words.connections(connections)}`}
      </Text>
      <Button size="compact-sm" loading={busy} onClick={onOff}>
        {words.switchOff}
      </Button>
      {revocationList !== undefined && (
        <CopyButton value={revocationList} label={words.copyList} text={words.copyList} />
      )}
      <Text size="sm" w="100%">
        {demandOf(fault, target)} {faultWords[fault].note}
      </Text>
    </Group>
  );
}

function Switchboard({ targets, on }: { targets: readonly Target[]; on: readonly FaultOn[] }) {
  const set = useSetFault();
  const [wanted, setWanted] = useState<string>();
  const [choices, setChoices] = useState<Choices>({ reconnect: true, ending: 'hand' });
  const [suite, setSuite] = useState<SingleSuite>(singleSuites[0]);
  const [first] = targets;
  const chosen = targets.find(({ key }) => key === wanted) ?? first;
  if (chosen === undefined) {
    return (
      <div>
        <Text fw={600}>{words.noTargetTitle}</Text>
        <Text size="sm" className={texts.quiet}>
          {words.noTargetText}
        </Text>
      </div>
    );
  }
  const { target, name } = chosen;
  const now = on.find((one) => keyOfTarget(one.target, one.name) === chosen.key);
  const { reconnect, ending } = choices;
  const switchTo = (fault: FaultId | null, left = suite) =>
    set.mutate({
      ...{ target, name, fault, reconnect },
      ...(fault === 'one-suite-only' ? { suite: left } : {}),
      ...(fault === null ? {} : endings[ending]),
    });
  const changeSuite = (wanted: SingleSuite) => {
    setSuite(wanted);
    if (now?.fault === 'one-suite-only') switchTo('one-suite-only', wanted);
  };
  return (
    <Stack gap="sm">
      <ChoiceRow {...{ targets, chosen, choices }} onTarget={setWanted} onChoices={setChoices} />
      <OnNow on={now} busy={set.isPending} onOff={() => switchTo(null)} />
      <FaultList
        target={chosen}
        on={now?.fault}
        suite={now?.suite ?? suite}
        busy={set.isPending}
        onSuite={changeSuite}
        onToggle={(fault) => switchTo(now?.fault === fault ? null : fault)}
      />
    </Stack>
  );
}

export function FaultsTab() {
  const faults = useQuery(orpc.faults.get.queryOptions());
  const csms = useQuery(orpc.csms.get.queryOptions());
  const chargePoints = useQuery(orpc.chargePoints.list.queryOptions());
  return (
    <Loaded query={faults} lines={6}>
      {({ on, results }) => (
        <Stack gap="sm">
          <Text size="sm" maw={1000} className={texts.quiet}>
            {words.intro}
          </Text>
          <div className={styles.parts}>
            {/* Nobody is chosen before all are known: the choice must not move under the hand. */}
            <Loaded query={csms} lines={6}>
              {({ listeners }) => (
                <Loaded query={chargePoints} lines={6}>
                  {(all) => <Switchboard targets={targetsOf(listeners, all)} on={on} />}
                </Loaded>
              )}
            </Loaded>
            <Panel title={words.results}>
              <FaultResults results={results} />
            </Panel>
          </div>
        </Stack>
      )}
    </Loaded>
  );
}
