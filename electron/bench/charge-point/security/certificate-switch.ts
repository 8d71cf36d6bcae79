/**
 * When the charge point's certificate changes: an accepted one is used from its notBefore on, the newest wins, the one
 * before is kept for a month, and a month before the end a new one is asked for (Whitepaper A02, A03).
 */
import { certificateView } from '../../pki/certificate-view.ts';
import { type Emulation, nothing } from '../emulation.ts';
import { operatorName, requestCertificate } from './client-certificate.ts';
import { reportSecurityEvent } from './security-events.ts';
import type { KeptIdentity } from './security-memory.ts';

const dayMs = 86_400_000;
const monthMs = 30 * dayMs;

const notBeforeMsOf = ({ certificatePem }: KeptIdentity): number =>
  Date.parse(certificateView(certificatePem)?.notBefore ?? '');

/** Keeps an accepted certificate; true when its time has come and it is the one to use from now on. */
export function keepCertificate(emulation: Emulation, identity: KeptIdentity): boolean {
  const { coming } = emulation.memory.security;
  coming.push(identity);
  coming.sort((one, other) => notBeforeMsOf(one) - notBeforeMsOf(other));
  emulation.save();
  return switchToDue(emulation);
}

/** Takes into use what is due, the newest notBefore if there are several; true when the certificate is another one. */
function switchToDue(emulation: Emulation): boolean {
  const { memory, services, id } = emulation;
  const { coming } = memory.security;
  const nowMs = emulation.nowMs();
  const due = coming.filter((identity) => notBeforeMsOf(identity) <= nowMs);
  memory.security.coming = coming.filter((identity) => !due.includes(identity));
  const next = due.at(-1);
  armSwitch(emulation);
  if (next === undefined) return false;
  const previous = services.authorities.storedClientIdentity(id);
  if (previous !== undefined) {
    const { family, certificatePem, chainPem, privateKeyPem } = previous;
    const kept = { family, certificatePem, chainPem, privateKeyPem, replacedAtMs: nowMs };
    memory.security.former.unshift(kept);
  }
  memory.security.former = memory.security.former.filter(
    ({ replacedAtMs }) => nowMs - replacedAtMs < monthMs,
  );
  services.authorities.keepClientIdentity(next, id);
  emulation.save();
  reportSecurityEvent(emulation, 'ReconfigurationOfSecurityParameters', 'client certificate');
  return true;
}

/** Arms the next switch-over; call it again after a start and when the clock was set. */
export function armSwitch(emulation: Emulation): void {
  const { securityTimers, memory } = emulation;
  securityTimers.cancelSwitch();
  securityTimers.cancelSwitch = nothing;
  const [next] = memory.security.coming;
  if (next === undefined) return;
  const waitMs = Math.max(0, notBeforeMsOf(next) - emulation.nowMs());
  securityTimers.cancelSwitch = emulation.timers.after(waitMs, () => {
    const isSwitched = switchToDue(emulation);
    if (isSwitched) useNewCertificate(emulation);
  });
}

/** On profile 3 the new certificate takes a new connection. */
export function useNewCertificate(emulation: Emulation): void {
  const isUsed = emulation.settings.securityProfile === 3 && emulation.session !== undefined;
  if (isUsed) emulation.background(emulation.link.reconnect());
}

/**
 * Arms the request for the next certificate: a month before the one in use ends, then daily until there is one
 * (A03; a refusal is not tried again sooner). Only on profile 3, where it is used.
 */
export function armRenewal(emulation: Emulation): void {
  const { securityTimers, services, id, settings } = emulation;
  securityTimers.cancelRenewal();
  securityTimers.cancelRenewal = nothing;
  if (settings.securityProfile !== 3) return;
  const identity = services.authorities.storedClientIdentity(id);
  const view = identity && certificateView(identity.certificatePem);
  if (view === undefined) return;
  const dueMs = Date.parse(view.notAfter) - monthMs - emulation.nowMs();
  const waitMs = Math.max(dueMs, securityTimers.renewalAskedAtMs + dayMs - emulation.nowMs(), 0);
  securityTimers.cancelRenewal = emulation.timers.after(waitMs, () => renew(emulation));
}

function renew(emulation: Emulation): void {
  const { securityTimers, memory } = emulation;
  const operator = operatorName(emulation);
  securityTimers.renewalAskedAtMs = emulation.nowMs();
  const isNeeded = memory.security.coming.length === 0 && operator !== undefined;
  if (isNeeded && emulation.session !== undefined) {
    emulation.background(requestCertificate(emulation, operator));
  }
  armRenewal(emulation);
}
