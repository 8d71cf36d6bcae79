/**
 * Security events of the whitepaper (A04): kept until the Central System has answered, one after the other.
 * Knows nothing of what makes an event.
 */
import { type Emulation, isInService, timestampOf } from '../emulation.ts';
import { request } from '../messages.ts';

const mostKept = 50;
const longestInfo = 255;

/** Keeps an event and sends it as soon as it can be sent; one that waits already is not repeated. */
export function reportSecurityEvent(emulation: Emulation, type: string, techInfo?: string): void {
  const { securityEvents } = emulation;
  if (securityEvents.some((event) => event.type === type) && !isInService(emulation)) return;
  securityEvents.push({
    type,
    timestamp: timestampOf(emulation),
    ...(techInfo === undefined ? {} : { techInfo: techInfo.slice(0, longestInfo) }),
  });
  if (securityEvents.length > mostKept) securityEvents.shift();
  sendSecurityEvents(emulation);
}

/** Sends what waits. */
export function sendSecurityEvents(emulation: Emulation): void {
  if (!isInService(emulation)) return;
  for (const event of emulation.securityEvents.splice(0)) {
    emulation.background(
      request(emulation, 'SecurityEventNotification', event).then((reply) => {
        // A CALLERROR is an answer too: the Central System does not want it.
        if (!reply.ok && reply.reason !== 'refused') emulation.securityEvents.push(event);
      }),
    );
  }
}
