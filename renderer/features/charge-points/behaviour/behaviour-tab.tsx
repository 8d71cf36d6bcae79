/** What an emulated charge point does otherwise than a well-built one: timing, answers, frames, connection, clock. */
import {
  Button,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  SimpleGrid,
  Text,
  TextInput,
} from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import type { ChargePointBehaviour } from '../../../../shared/api/charge-point-behaviour-contract.ts';
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import { orpc, queryClient } from '../../../app/api-client.ts';
import { Panel } from '../../../components/panel.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import { AnswerRow } from './answer-row.tsx';
import { BadInput } from './bad-input.tsx';
import styles from './behaviour.module.css';
import {
  type BehaviourDraft,
  behaviourOf,
  draftOfBehaviour,
  newAnswer,
  newFrame,
  type PartialBehaviour,
} from './behaviour-draft.ts';
import { events, sentActions } from './behaviour-events.ts';
import { FrameRow } from './frame-row.tsx';
import { behaviourWords as words } from './words.ts';

interface PartProps {
  draft: BehaviourDraft;
  change: (part: Partial<BehaviourDraft>) => void;
}

const changedAt = <T,>(all: readonly T[], position: number, part: Partial<T>): readonly T[] =>
  all.map((one, index) => (index === position ? { ...one, ...part } : one));

const without = <T,>(all: readonly T[], position: number): readonly T[] =>
  all.filter((_one, index) => index !== position);

function Timing({ draft, change }: PartProps) {
  return (
    <Panel title={words.timing}>
      <SimpleGrid cols={{ base: 2, lg: 5 }} spacing="sm">
        <NumberInput
          label={words.latency}
          description={words.latencyHint}
          min={0}
          value={draft.latencyMs}
          onChange={(latencyMs) => change({ latencyMs })}
        />
        <NumberInput
          label={words.jitter}
          description={words.jitterHint}
          min={0}
          value={draft.jitterMs}
          onChange={(jitterMs) => change({ jitterMs })}
        />
        <NumberInput
          label={words.skew}
          description={words.skewHint}
          value={draft.clockSkewS}
          onChange={(clockSkewS) => change({ clockSkewS })}
        />
        <NumberInput
          label={words.heartbeat}
          description={words.heartbeatHint}
          min={0}
          value={draft.heartbeatIntervalS}
          onChange={(heartbeatIntervalS) => change({ heartbeatIntervalS })}
        />
        <MultiSelect
          size="xs"
          label={words.neverSend}
          description={words.neverSendHint}
          data={sentActions}
          value={draft.neverSend}
          searchable
          onChange={(neverSend) => change({ neverSend })}
        />
      </SimpleGrid>
    </Panel>
  );
}

function Losses({ draft, change }: PartProps) {
  return (
    <Panel title={words.connection}>
      <SimpleGrid cols={2} spacing="sm">
        <NumberInput
          label={words.loseEvery}
          description={words.loseEveryHint}
          min={0.1}
          value={draft.loseEveryS}
          onChange={(loseEveryS) => change({ loseEveryS })}
        />
        <MultiSelect
          size="xs"
          label={words.loseOn}
          description={words.loseOnHint}
          data={[...events]}
          value={draft.loseOn}
          searchable
          onChange={(loseOn) => change({ loseOn })}
        />
      </SimpleGrid>
    </Panel>
  );
}

function Answers({ draft: { answers }, change }: PartProps) {
  return (
    <Panel
      title={words.answers}
      note={words.answersHint}
      actions={
        <Button
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => change({ answers: [...answers, newAnswer] })}
        >
          {words.addAnswer}
        </Button>
      }
    >
      <div className={styles.rows}>
        {answers.map((answer, index) => (
          <AnswerRow
            // biome-ignore lint/suspicious/noArrayIndexKey: an answer is its place in the list
            key={index}
            position={index + 1}
            draft={answer}
            change={(part) => change({ answers: changedAt(answers, index, part) })}
            onRemove={() => change({ answers: without(answers, index) })}
          />
        ))}
      </div>
    </Panel>
  );
}

function Frames({ draft: { frames }, change }: PartProps) {
  return (
    <Panel
      title={words.frames}
      actions={
        <Button
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => change({ frames: [...frames, newFrame] })}
        >
          {words.addFrame}
        </Button>
      }
    >
      <div className={styles.rows}>
        {frames.map((frame, index) => (
          <FrameRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a frame is its place in the list
            key={index}
            position={index + 1}
            draft={frame}
            change={(part) => change({ frames: changedAt(frames, index, part) })}
            onRemove={() => change({ frames: without(frames, index) })}
          />
        ))}
      </div>
    </Panel>
  );
}

/** Begins with the behaviour of a charge point profile. */
function ProfileChoice({ onChoose }: { onChoose: (behaviour: PartialBehaviour) => void }) {
  const profiles = useQuery(orpc.chargePointProfiles.list.queryOptions()).data ?? [];
  const choices = profiles.filter(({ settings }) => settings.behaviour !== undefined);
  const choose = (wanted: string | null) => {
    const behaviour = choices.find(({ name }) => name === wanted)?.settings.behaviour;
    if (behaviour !== undefined) onChoose(behaviour);
  };
  return (
    <Select
      w={270}
      aria-label={words.preset}
      title={words.presetHint}
      placeholder={words.preset}
      data={choices.map(({ name }) => name)}
      value={null}
      onChange={choose}
    />
  );
}

/** Keeps a behaviour under a name, for other charge points and fleets. */
function SaveProfile({ behaviour }: { behaviour: ChargePointBehaviour }) {
  const [name, setName] = useState('');
  const save = useMutation(
    orpc.chargePointProfiles.put.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: orpc.chargePointProfiles.key() }),
    }),
  );
  const fits = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name);
  const keep = () => save.mutate({ name, settings: { behaviour } });
  /** The form around it would apply the behaviour. */
  const saveOnEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (fits) keep();
  };
  return (
    <Group gap="xs" mt="xs">
      <TextInput
        w={270}
        aria-label={words.profileName}
        placeholder={words.profileName}
        value={name}
        spellCheck={false}
        onKeyDown={saveOnEnter}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button variant="default" disabled={!fits} loading={save.isPending} onClick={keep}>
        {words.save}
      </Button>
      <span role="status">
        {save.isSuccess && <StatusDot tone="good">{words.saved(save.data.name)}</StatusDot>}
      </span>
      {save.isError && <ProblemAlert error={save.error} />}
    </Group>
  );
}

export function BehaviourTab({ chargePoint }: { chargePoint: ChargePointState }) {
  const { id, settings } = chargePoint;
  const inForce = settings.behaviour;
  const [draft, setDraft] = useState(() => draftOfBehaviour(inForce));
  const set = useMutation(
    orpc.chargePoints.act.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: orpc.chargePoints.key() }),
    }),
  );
  const change = (part: Partial<BehaviourDraft>) => {
    set.reset();
    setDraft({ ...draft, ...part });
  };
  const made = behaviourOf(draft, inForce);
  const apply = (event: FormEvent) => {
    event.preventDefault();
    if (!made.ok) return;
    set.mutate({ params: { id }, body: { action: 'set-behaviour', behaviour: made.value } });
  };
  const behaveWell = () => {
    setDraft(draftOfBehaviour());
    set.mutate({ params: { id }, body: { action: 'set-behaviour' } });
  };
  const form = (
    <form onSubmit={apply} className={styles.stack} noValidate>
      <Panel
        title={words.title}
        note={inForce === undefined ? words.well : words.otherwise}
        actions={
          <>
            <ProfileChoice onChoose={(behaviour) => change(draftOfBehaviour(behaviour))} />
            <Button variant="default" disabled={inForce === undefined} onClick={behaveWell}>
              {words.goodAgain}
            </Button>
            <Button type="submit" disabled={!made.ok} loading={set.isPending}>
              {words.apply}
            </Button>
          </>
        }
      >
        <Group gap="md" role="status">
          <Text size="sm">{words.text}</Text>
          {!made.ok && <StatusDot tone="error">{words.faults[made.fault]}</StatusDot>}
          {set.isSuccess && made.ok && <StatusDot tone="good">{words.applied}</StatusDot>}
        </Group>
        {made.ok && <SaveProfile behaviour={made.value} />}
        {set.isError && <ProblemAlert error={set.error} />}
      </Panel>
      <Timing draft={draft} change={change} />
      <Answers draft={draft} change={change} />
      <Frames draft={draft} change={change} />
      <Losses draft={draft} change={change} />
    </form>
  );
  return (
    <div className={styles.stack}>
      {form}
      <BadInput id={id} connected={chargePoint.status === 'connected'} />
    </div>
  );
}
