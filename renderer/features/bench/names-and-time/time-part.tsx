/** The time server on the Bench screen, and the clocks of those who asked it. */
import type { TimeState } from '../../../../shared/api/names-and-time-contract.ts';
import { sayClock, saySkew } from '../../../../shared/api/names-and-time-words.ts';
import { StatusDot } from '../../../components/status-dot.tsx';
import { usePutTime } from './actions.ts';
import { AskedItem, AskedList, ServerPart } from './server-part.tsx';
import { TimeForm } from './time-form.tsx';
import { timeWords as words } from './words.ts';

const shownClocks = 5;

function Clocks({ state }: { state: TimeState }) {
  return (
    <AskedList title={words.clocks} none={words.none}>
      {state.clocks.slice(0, shownClocks).map((clock) => (
        <AskedItem key={clock.from} asked={clock}>
          {clock.from} · {sayClock(clock)} · {words.times(clock.queries)}
        </AskedItem>
      ))}
    </AskedList>
  );
}

export function TimePart({ state }: { state: TimeState }) {
  const put = usePutTime();
  const { offsetMs } = state.settings;
  return (
    <ServerPart
      {...{ words, state, put }}
      form={(onDone) => <TimeForm state={state} onDone={onDone} />}
    >
      {offsetMs !== 0 && <StatusDot tone="warning">{words.moved(saySkew(offsetMs))}</StatusDot>}
      <Clocks state={state} />
    </ServerPart>
  );
}
