/** Watches the addresses of this machine: cables are plugged, networks joined and left while the bench runs. */
import type { NetworkAddress } from '../../../shared/api/bench-contract.ts';
import { machineAddresses } from './addresses.ts';

const checkMs = 10_000;

/** Calls `changed` when this machine gains or loses an address. Returns the way to stop. */
export function watchAddresses(changed: () => void): { current(): NetworkAddress[]; stop(): void } {
  let addresses = machineAddresses();
  const timer = setInterval(() => {
    const now = machineAddresses();
    if (JSON.stringify(now) === JSON.stringify(addresses)) return;
    addresses = now;
    changed();
  }, checkMs);
  timer.unref();
  return { current: () => addresses, stop: () => clearInterval(timer) };
}
