/**
 * Sends an upgrade request as it is given, however wrong, and reads what comes back; both recorded, the request as
 * tampered. Opens no WebSocket.
 */

import { type RawRequest, requestText } from './bad-handshake.ts';
import { type Failed, failDial } from './dial-request.ts';
import { failureOfEnding, type UpgradeToDo } from './dial-upgrade.ts';
import { upgradeAnswerCode } from './upgrade-rules.ts';

/** An HTTP answer came. */
export interface BadHandshakeAnswer {
  outcome: 'answered';
  status: number;
}

const longestHeadBytes = 64 * 1024;

interface AnswerHead {
  status: number;
  headers: [string, string][];
}

/** The head of an HTTP answer once it is complete. */
function headOf(bytes: Buffer): AnswerHead | 'incomplete' | 'not-http' {
  const text = bytes.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return bytes.length < longestHeadBytes ? 'incomplete' : 'not-http';
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const status = /^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(statusLine)?.[1];
  if (status === undefined) return 'not-http';
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return { status: Number(status), headers };
}

/** Asks and waits for the answer; the connection ends with it. */
export function askBadly(
  request: RawRequest,
  todo: UpgradeToDo,
): Promise<BadHandshakeAnswer | Failed> {
  const { stream, socket, record, remainingMs } = todo;
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let settled = false;
    function settle(outcome: BadHandshakeAnswer | Failed): void {
      settled = true;
      clearTimeout(timer);
      resolve(outcome);
      stream.destroy();
      socket.destroy();
    }
    function failWith(failure: Failed['failure']): void {
      if (!settled) settle(failDial(record, socket, failure));
    }
    const timer = setTimeout(
      () => failWith({ stage: 'upgrade', code: 'answer-timeout', side: 'csms' }),
      remainingMs,
    );
    let streamError: Error | undefined;
    stream.on('error', (error) => {
      streamError = error;
    });
    stream.once('close', () => failWith(failureOfEnding(todo, streamError)));
    stream.on('data', (chunk: Buffer) => {
      if (settled) return;
      pieces.push(chunk);
      const head = headOf(Buffer.concat(pieces));
      if (head === 'incomplete') return;
      if (head === 'not-http') {
        failWith({ stage: 'upgrade', code: 'answered-not-websocket', side: 'csms' });
        return;
      }
      const { status, headers } = head;
      const code = status === 101 ? 'accepted' : upgradeAnswerCode(status);
      record.append({
        kind: 'upgrade-response',
        direction: 'in',
        sender: 'csms',
        detail: { status, code, headers },
      });
      settle({ outcome: 'answered', status });
    });
    record.append({
      kind: 'upgrade-request',
      direction: 'out',
      sender: 'charge-point',
      detail: { ...request },
      flags: ['tampered'],
    });
    record.recorder.afterWrite(
      () => stream.write(requestText(request), 'latin1'),
      () => failWith({ stage: 'upgrade', code: 'recording-impossible', side: 'charge-point' }),
    );
  });
}
