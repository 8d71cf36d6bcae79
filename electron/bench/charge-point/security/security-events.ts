/**
 * Security events of the whitepaper (A04): every one goes into the rolling log; the critical ones, and those that a use
 * case wants told, wait until the Central System has answered, over restarts. Knows nothing of what makes an event.
 */
import { findSecurityEvent } from '../../../../shared/ocpp/security-events.ts';
import { note } from '../activity.ts';
import { type Emulation, isInService, timestampOf } from '../emulation.ts';
import { request } from '../messages.ts';

const mostWaiting = 50;
const mostLogged = 100;
const longestInfo = 255;
/** After an answer that did not come. */
const retryMs = 60_000;

/** Not critical, and still told: A00.FR.309, 315, 316, 413, 419, A02, M05, L01. */
const toldAlthoughNotCritical = new Set([
  'InvalidCentralSystemCertificate',
  'InvalidChargePointCertificate',
  'InvalidFirmwareSignature',
  'InvalidFirmwareSigningCertificate',
  'InvalidTLSVersion',
  'InvalidTLSCipherSuite',
]);

/** Every start makes this one anew: it needs no place in the store. */
const madeAtEveryStart = 'StartupOfTheDevice';

const isCritical = (type: string): boolean => findSecurityEvent(type)?.critical === true;

/** Logs an event, and tells it if it is one that is told. */
export function reportSecurityEvent(emulation: Emulation, type: string, techInfo?: string): void {
  const event = {
    type,
    timestamp: timestampOf(emulation),
    ...(techInfo === undefined ? {} : { techInfo: techInfo.slice(0, longestInfo) }),
  };
  const { log } = emulation.memory.security;
  log.push(event);
  if (log.length > mostLogged) log.shift();
  note(emulation, 'security', techInfo === undefined ? type : `${type}: ${techInfo}`);
  const isTold =
    isCritical(type) ||
    toldAlthoughNotCritical.has(type) ||
    emulation.settings.sendsEverySecurityEvent === true;
  if (isTold) keepAndSend(emulation, event);
  if (isCritical(type) && type !== madeAtEveryStart) emulation.save();
  emulation.changed();
}

function keepAndSend(
  emulation: Emulation,
  event: Emulation['memory']['security']['waiting'][number],
): void {
  const { waiting } = emulation.memory.security;
  // A connection that fails again and again says the same again and again; so does a bench that restarts.
  const isRepeated =
    (!isCritical(event.type) || event.type === madeAtEveryStart) &&
    !isInService(emulation) &&
    waiting.some(({ type }) => type === event.type);
  if (isRepeated) return;
  waiting.push(event);
  if (waiting.length > mostWaiting) {
    const expendable = waiting.findIndex(({ type }) => !isCritical(type));
    waiting.splice(Math.max(0, expendable), 1);
  }
  sendSecurityEvents(emulation);
}

/** Sends what waits, one after the other. */
export function sendSecurityEvents(emulation: Emulation): void {
  const { securitySending } = emulation;
  if (securitySending.busy || !isInService(emulation)) return;
  securitySending.busy = true;
  securitySending.cancelRetry();
  emulation.background(
    sendAll(emulation).finally(() => {
      securitySending.busy = false;
    }),
  );
}

async function sendAll(emulation: Emulation): Promise<void> {
  const { waiting } = emulation.memory.security;
  while (isInService(emulation)) {
    const [event] = waiting;
    if (event === undefined) return;
    const reply = await request(emulation, 'SecurityEventNotification', event);
    if (!reply.ok && reply.reason === 'offline') return;
    if (!reply.ok && reply.reason === 'timeout') {
      const { securitySending } = emulation;
      securitySending.cancelRetry = emulation.timers.after(retryMs, () =>
        sendSecurityEvents(emulation),
      );
      return;
    }
    // A CALLERROR is an answer too: the Central System does not want it.
    const index = waiting.indexOf(event);
    if (index >= 0) waiting.splice(index, 1);
    if (isCritical(event.type) && event.type !== madeAtEveryStart) emulation.saveSoon();
    emulation.changed();
  }
}

/** Empties the security log, which is an event itself. */
export function clearSecurityLog(emulation: Emulation): void {
  emulation.memory.security.log.length = 0;
  reportSecurityEvent(emulation, 'SecurityLogWasCleared');
}
