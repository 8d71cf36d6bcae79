/** Sends once what no charge point may send: a frame against RFC 6455, or an upgrade request that is wrong. */
import { Button, Select, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useId, useState } from 'react';
import {
  type BadFrameName,
  type BadHandshakeName,
  badFrames,
  badHandshakes,
} from '../../../../shared/ocpp/bad-input.ts';
import { orpc } from '../../../app/api-client.ts';
import { notifyProblem } from '../../../components/notify-problem.ts';
import { Panel } from '../../../components/panel.tsx';
import texts from '../../../components/text.module.css';
import { framesOf } from '../send/frames-of.ts';
import { type BadHandshakeAnswer, badInputWords as words } from './bad-input-words.ts';
import styles from './behaviour.module.css';

const frameChoices = badFrames.map(({ name }) => ({ value: name, label: words.frames[name] }));
const handshakeChoices = badHandshakes.map(({ name }) => ({
  value: name,
  label: words.handshakes[name],
}));

interface RowProps<Name extends string> {
  label: string;
  send: string;
  choices: { value: Name; label: string }[];
  chosen: Name;
  choose: (name: Name) => void;
  right: string;
  disabled: boolean;
  loading: boolean;
  onSend: () => void;
  children: ReactNode;
}

function Row<Name extends string>({ label, send, right, children, ...props }: RowProps<Name>) {
  const { choices, chosen, choose, disabled, loading, onSend } = props;
  const hint = useId();
  return (
    <fieldset className={styles.row} aria-label={label}>
      <Select
        label={label}
        aria-describedby={hint}
        data={choices}
        value={chosen}
        searchable
        allowDeselect={false}
        onChange={(name) => name !== null && choose(name)}
      />
      <Text size="xs" id={hint}>
        {right}
      </Text>
      <Text size="sm" role="status">
        {children}
      </Text>
      <Button variant="default" disabled={disabled} loading={loading} onClick={onSend}>
        {send}
      </Button>
    </fieldset>
  );
}

function FrameLinks({ frames }: { frames: readonly number[] }) {
  return frames.map((seq) => (
    <Link key={seq} className={texts.link} to="/frames" search={{ seq }}>
      {words.frameNumber(seq)}{' '}
    </Link>
  ));
}

interface OfChargePoint {
  id: string;
  connected: boolean;
}

function BadFrameRow({ id, connected }: OfChargePoint) {
  const [name, setName] = useState<BadFrameName>('unmasked');
  const send = useMutation(orpc.chargePoints.act.mutationOptions({ onError: notifyProblem }));
  const choose = (chosen: BadFrameName) => {
    send.reset();
    setName(chosen);
  };
  return (
    <Row
      label={words.frame}
      send={words.sendFrame}
      choices={frameChoices}
      chosen={name}
      choose={choose}
      right={words.rightFrame(badFrames.find((one) => one.name === name))}
      disabled={!connected}
      loading={send.isPending}
      onSend={() => send.mutate({ params: { id }, body: { action: 'send-bad-frame', name } })}
    >
      {send.data !== undefined && (
        <>
          {words.sent} <FrameLinks frames={framesOf(send.data.outcome)} />
        </>
      )}
    </Row>
  );
}

/** Checked by hand: what reads contracts makes code at run time, which a page may not. */
function answerOf(outcome: unknown): BadHandshakeAnswer {
  if (typeof outcome !== 'object' || outcome === null) return {};
  if ('httpStatus' in outcome && typeof outcome.httpStatus === 'number') {
    return { httpStatus: outcome.httpStatus };
  }
  return 'failure' in outcome && typeof outcome.failure === 'string'
    ? { failure: outcome.failure }
    : {};
}

function BadHandshakeRow({ id }: { id: string }) {
  const [name, setName] = useState<BadHandshakeName>('subprotocol-unknown');
  const send = useMutation(orpc.chargePoints.act.mutationOptions({ onError: notifyProblem }));
  const choose = (chosen: BadHandshakeName) => {
    send.reset();
    setName(chosen);
  };
  const outcome = send.data?.outcome;
  return (
    <Row
      label={words.handshake}
      send={words.sendHandshake}
      choices={handshakeChoices}
      chosen={name}
      choose={choose}
      right={words.rightHandshake(badHandshakes.find((one) => one.name === name))}
      disabled={false}
      loading={send.isPending}
      onSend={() => send.mutate({ params: { id }, body: { action: 'send-bad-handshake', name } })}
    >
      {outcome !== undefined && (
        <>
          {words.answered(answerOf(outcome))} <FrameLinks frames={framesOf(outcome)} />
        </>
      )}
    </Row>
  );
}

export function BadInput({ id, connected }: OfChargePoint) {
  return (
    <Panel title={words.title} note={words.note}>
      <div className={styles.rows}>
        <BadFrameRow id={id} connected={connected} />
        <BadHandshakeRow id={id} />
      </div>
    </Panel>
  );
}
