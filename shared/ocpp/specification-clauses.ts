/**
 * Names the clause of the specification that defines a message or a rule of the RPC framework.
 * Knows only numbers and names, no texts.
 */
import { actions16 } from './actions.ts';
import type { PayloadKind } from './validation.ts';
import { type OcppVersion, versionDisplayName } from './versions.ts';

/** Chapter 6 of OCPP 1.6 lists the messages of its 28 actions in alphabetical order, `.req` before `.conf`. */
const sectionOfRequest16 = new Map<string, number>(
  actions16
    .filter(({ origin }) => origin === 'core')
    .map(({ action }, index) => [action, 2 * index + 1]),
);

function messageClause16(action: string, kind: PayloadKind): string {
  const section = sectionOfRequest16.get(action);
  if (section === undefined) return `Whitepaper ${action}.${kind === 'request' ? 'req' : 'conf'}`;
  return `OCPP 1.6 §6.${kind === 'request' ? section : section + 1}`;
}

/** The clause that defines a message, for example `OCPP 1.6 §6.3`. */
export function messageClause(version: OcppVersion, action: string, kind: PayloadKind): string {
  if (version === 'ocpp1.6') return messageClause16(action, kind);
  const suffix = kind === 'request' ? 'Request' : 'Response';
  return `${versionDisplayName(version)} Part 2 ${action}${suffix}`;
}

/** A clause of the RPC framework, for example `OCPP-J 1.6 §4.2.1`. */
export function rpcClause(version: OcppVersion, section: string): string {
  if (version === 'ocpp1.6') return `OCPP-J 1.6 §${section}`;
  return `${versionDisplayName(version)} Part 4 §${section}`;
}
