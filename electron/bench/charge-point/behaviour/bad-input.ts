/**
 * Sends once what no charge point may send, by its name: frames against RFC 6455 on the open connection, upgrade requests
 * on connections of their own. All of it is flagged tampered in the record.
 */
import type { BadHandshakeOutcome } from '../../../../shared/api/charge-point-behaviour-contract.ts';
import type { BadFrameName, BadHandshakeName } from '../../../../shared/ocpp/bad-input.ts';
import type { FrameKind } from '../../../../shared/record/frame.ts';
import { badFrameBytes } from '../../wire/bad-frames.ts';
import { dialBadly } from '../../wire/dial.ts';
import { dialRequest } from '../dialling.ts';
import type { Emulation } from '../emulation.ts';

/** A Central System that takes the frame all the same answers this CALL, whose answer nobody waits for. */
const call = '[2,"bad-frame","Heartbeat",{}]';

/** Sends one; gives the frame it is recorded as, undefined while there is no connection. */
export function sendBadFrame({ session }: Emulation, name: BadFrameName): number | undefined {
  const bytes = badFrameBytes(name, call);
  const afterwards = name === 'cut-inside-frame' ? 'reset' : undefined;
  return session?.connection.sendRawBytes(bytes, afterwards);
}

const told: readonly FrameKind[] = ['upgrade-request', 'upgrade-response', 'connection-failed'];

/** Asks for a bad upgrade. The connection there may be stays, unless the Central System takes the new one for it. */
export async function sendBadHandshake(
  emulation: Emulation,
  name: BadHandshakeName,
): Promise<BadHandshakeOutcome> {
  const { recorder, nextConnectionNumber } = emulation.services;
  const frames: number[] = [];
  const outcome = await dialBadly(name, await dialRequest(emulation), {
    recorder: {
      append(frame) {
        const seq = recorder.append(frame);
        if (told.includes(frame.kind)) frames.push(seq);
        return seq;
      },
      afterWrite: (proceed, refuse) => recorder.afterWrite(proceed, refuse),
    },
    connectionNumber: nextConnectionNumber(),
  });
  if (outcome.outcome === 'answered') return { httpStatus: outcome.status, frames };
  const failure = outcome.outcome === 'failed' ? outcome.failure.code : outcome.outcome;
  return { failure, frames };
}
