/**
 * The CALLs of the peer that a handler is still working on, to tell a resend from a clash of ids (wire case R11).
 * Knows nothing of answers or sockets.
 */
import { isDeepStrictEqual } from 'node:util';
import type { CallMessage, JsonObject } from '../../../shared/ocpp/message-codec.ts';

interface CallContent {
  action: string;
  payload: JsonObject;
}

export interface InboundCalls {
  /** Notes a CALL as in flight; the returned function ends that. */
  begin(messageId: string, call: CallContent, text: string): () => void;
  /** Whether a CALL repeats one that is in flight (OCPP-J 1.6 §4.2.3). */
  compare(call: CallMessage, text: string): 'new' | 'resend' | 'conflict';
}

function sameContent(left: CallContent, right: CallContent): boolean {
  if (left.action !== right.action) return false;
  try {
    return isDeepStrictEqual(left.payload, right.payload);
  } catch (error) {
    // Thousands of levels exhaust the stack; what cannot be compared is not the same.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Creates the list for one connection. */
export function createInboundCalls(): InboundCalls {
  const inFlight = new Map<string, { call: CallContent; text: string }>();
  return {
    begin(messageId, call, text) {
      inFlight.set(messageId, { call, text });
      return () => inFlight.delete(messageId);
    },
    compare(call, text) {
      const earlier = inFlight.get(call.messageId);
      if (earlier === undefined) return 'new';
      return earlier.text === text || sameContent(earlier.call, call) ? 'resend' : 'conflict';
    },
  };
}
