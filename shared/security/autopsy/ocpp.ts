/** After the upgrade: the first OCPP messages, the boot, and how the connection ended. */
import { decodeMessage } from '../../ocpp/message-codec.ts';
import type { ReadFrame } from '../../record/frame.ts';
import type { Evidence } from './evidence.ts';
import type { AutopsyStep, MessageRow } from './model.ts';
import { joined, step } from './steps.ts';

const asTold = (frame: ReadFrame | undefined) =>
  frame === undefined ? undefined : { frame, value: undefined };

function rowOf(frame: ReadFrame): MessageRow {
  const decoded = decodeMessage(frame.text ?? '');
  const action = 'action' in decoded ? decoded.action : undefined;
  return {
    seq: frame.seq,
    sender: frame.sender === 'csms' ? 'csms' : 'charge-point',
    messageType: decoded.kind,
    ...(action === undefined ? {} : { action }),
  };
}

export function messagesStep({ messages, response }: Evidence): AutopsyStep | undefined {
  const isOpen = response?.value.status === 101;
  if (messages.length === 0) {
    return isOpen ? step('messages', 'unknown', 'messages-none') : undefined;
  }
  const rows = messages.map(rowOf);
  const isBroken = rows.some(({ messageType }) => messageType === 'malformed');
  return step(
    'messages',
    isBroken ? 'amber' : 'green',
    isBroken ? 'messages-malformed' : 'messages-came',
    {
      parameters: {
        count: rows.length,
        actions: joined(rows.flatMap(({ action }) => action ?? [])),
      },
      evidence: messages.map(asTold),
      details: [{ kind: 'messages', rows }],
    },
  );
}

/** BootNotification comes after a start, not after every reconnect (OCPP-J 1.6 §5.4). */
export function bootStep({ messages, response }: Evidence): AutopsyStep | undefined {
  const boot = messages.find((frame) => rowOf(frame).action === 'BootNotification');
  if (boot === undefined) {
    return response?.value.status === 101 ? step('boot', 'unknown', 'boot-none') : undefined;
  }
  const call = decodeMessage(boot.text ?? '');
  const id = 'messageId' in call ? call.messageId : undefined;
  const answer = messages.find((frame) => {
    const decoded = decodeMessage(frame.text ?? '');
    return decoded.kind === 'result' && decoded.messageId === id && frame.sender === 'csms';
  });
  const status = /"status"\s*:\s*"(\w{1,20})"/.exec(answer?.text ?? '')?.[1] ?? '';
  const evidence = [asTold(boot), asTold(answer)];
  if (answer === undefined) return step('boot', 'unknown', 'boot-sent', { evidence });
  const tone = status === 'Accepted' ? 'green' : status === 'Rejected' ? 'red' : 'amber';
  return step('boot', tone, 'boot-answered', { parameters: { status }, evidence });
}

/** Ends that are as they should be. */
const orderly = new Set(['closed-by-peer', 'closed-by-us', 'replaced', 'certificate-revoked']);

/** Ended by the other side, which had not said anything yet. */
function endedWithoutMessage({ closed, messages, role }: Evidence): boolean {
  const peer = role === 'csms' ? 'charge-point' : 'csms';
  const isPeer =
    closed !== undefined && !/^(closed-by-us|replaced|certificate-)/.test(closed.value.code);
  return isPeer && !messages.some(({ sender }) => sender === peer);
}

export function endingStep(evidence: Evidence): AutopsyStep | undefined {
  const { closed, response, role } = evidence;
  if (closed === undefined) {
    return response?.value.status === 101 ? step('ending', 'green', 'ending-open') : undefined;
  }
  const { code, durationMs, bytesIn, bytesOut } = closed.value;
  const wasOpen = response?.value.status === 101 && response.value.code === 'accepted';
  if (wasOpen && endedWithoutMessage(evidence)) {
    return step('ending', 'amber', 'ending-without-message', {
      parameters: { end: code, endedBy: role === 'csms' ? 'charge-point' : 'csms' },
      evidence: [closed],
    });
  }
  const tone = !wasOpen ? 'unknown' : orderly.has(code) ? 'green' : 'amber';
  return step('ending', tone, 'ending-closed', {
    parameters: { end: code, durationMs, bytesIn, bytesOut },
    evidence: [closed],
  });
}
