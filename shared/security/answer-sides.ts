/** Who has to act when a Central System answers the upgrade with a refusal. One lookup; knows no sockets. */
import type { FailureSide } from '../record/connection-facts.ts';

const sides: Readonly<Record<string, FailureSide>> = {
  // The Central System has said what to do: the address has to be entered.
  'answered-redirect': 'charge-point',
  'answered-upgrade-required': 'network',
};

/** The side for a code of an answer to the upgrade. */
export function sideOfAnswer(code: string): FailureSide {
  return sides[code] ?? 'csms';
}
