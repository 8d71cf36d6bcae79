/** The local authorisation list (OCPP 1.6 §3.5.2, §5.10, §5.15). */

import type { RequestPayloads16 } from '../../../../shared/ocpp/generated/payloads-1.6.ts';
import { booleanValue, integerValue } from '../configuration.ts';
import type { Emulation } from '../emulation.ts';
import type { IdTagInfo } from '../memory.ts';
import type { Handlers } from './handler.ts';

type Entry = NonNullable<RequestPayloads16['SendLocalList']['localAuthorizationList']>[number];

const notSupportedVersion = -1;

function hasDuplicates(entries: readonly Entry[]): boolean {
  return new Set(entries.map(({ idTag }) => idTag.toLowerCase())).size < entries.length;
}

/** The list after an update, or undefined when the update cannot be made. */
function updatedEntries(
  current: Readonly<Record<string, IdTagInfo>>,
  entries: readonly Entry[],
  updateType: 'Differential' | 'Full',
): Record<string, IdTagInfo> | undefined {
  const isComplete = entries.every(({ idTagInfo }) => idTagInfo !== undefined);
  if (hasDuplicates(entries) || (updateType === 'Full' && !isComplete)) return undefined;
  const updated = new Map<string, [idTag: string, info: IdTagInfo]>(
    updateType === 'Full'
      ? []
      : Object.entries(current).map(([idTag, info]) => [idTag.toLowerCase(), [idTag, info]]),
  );
  for (const { idTag, idTagInfo } of entries) {
    // In a differential update an entry without information is taken off the list.
    if (idTagInfo === undefined) updated.delete(idTag.toLowerCase());
    else updated.set(idTag.toLowerCase(), [idTag, idTagInfo]);
  }
  return Object.fromEntries(updated.values());
}

function isTooLong(emulation: Emulation, entries: readonly Entry[]): boolean {
  return entries.length > integerValue(emulation, 'SendLocalListMaxLength');
}

export const localListHandlers: Handlers<'GetLocalListVersion' | 'SendLocalList'> = {
  GetLocalListVersion(emulation) {
    const isEnabled = booleanValue(emulation, 'LocalAuthListEnabled');
    const { version, entries } = emulation.memory.localList;
    // 0 stands for an empty list, whatever version it came with.
    const shown = Object.keys(entries).length === 0 ? 0 : version;
    return { payload: { listVersion: isEnabled ? shown : notSupportedVersion } };
  },

  SendLocalList(emulation, { listVersion, localAuthorizationList = [], updateType }) {
    if (!booleanValue(emulation, 'LocalAuthListEnabled')) {
      return { payload: { status: 'NotSupported' } };
    }
    const { memory } = emulation;
    const { version, entries } = memory.localList;
    if (updateType === 'Differential' && listVersion <= version) {
      return { payload: { status: 'VersionMismatch' } };
    }
    const updated = updatedEntries(entries, localAuthorizationList, updateType);
    const failed =
      // 0 stands for an empty list and -1 for none.
      listVersion <= 0 ||
      updated === undefined ||
      isTooLong(emulation, localAuthorizationList) ||
      Object.keys(updated).length > integerValue(emulation, 'LocalAuthListMaxLength');
    if (failed) return { payload: { status: 'Failed' } };
    memory.localList = { version: listVersion, entries: updated };
    emulation.save();
    return { payload: { status: 'Accepted' } };
  },
};
