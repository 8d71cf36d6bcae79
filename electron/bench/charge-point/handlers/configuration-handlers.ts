/** Reading and changing configuration keys, with what a change sets off (OCPP 1.6 §5.3, §5.8; Whitepaper A01, A05). */
import { changeKey, integerValue, reportAllKeys, reportKey } from '../configuration.ts';
import { type Emulation, outlets } from '../emulation.ts';
import { beatLater } from '../registration.ts';
import {
  mayRaiseProfile,
  raiseProfile,
  takeAuthorizationKey,
} from '../security/security-change.ts';
import { alignReadings, sampleLater } from '../transactions/readings.ts';
import type { HandlerAnswer, Handlers } from './handler.ts';

type Change = HandlerAnswer<'ChangeConfiguration'>;

const rejected: Change = { payload: { status: 'Rejected' } };

function reconnectAfterwards(emulation: Emulation): Change {
  return {
    payload: { status: 'Accepted' },
    afterwards: () => emulation.background(emulation.link.reconnect()),
  };
}

/** Write-only, never logged; the next connection uses it, and it comes at once (A01). */
function changeAuthorizationKey(emulation: Emulation, value: string): Change {
  if (!takeAuthorizationKey(emulation, value)) return rejected;
  const { securityProfile } = emulation.settings;
  const isUsed = securityProfile === 1 || securityProfile === 2;
  return isUsed ? reconnectAfterwards(emulation) : { payload: { status: 'Accepted' } };
}

async function changeSecurityProfile(emulation: Emulation, value: string): Promise<Change> {
  if (!(await mayRaiseProfile(emulation, value))) return rejected;
  raiseProfile(emulation, value);
  return reconnectAfterwards(emulation);
}

const effects: Record<string, (emulation: Emulation) => void> = {
  heartbeatinterval: beatLater,
  metervaluesampleinterval(emulation) {
    for (const connector of outlets(emulation)) sampleLater(emulation, connector);
  },
  clockaligneddatainterval: alignReadings,
  lightintensity: ({ changed }) => changed(),
  websocketpinginterval(emulation) {
    const intervalMs = integerValue(emulation, 'WebSocketPingInterval') * 1000;
    emulation.session?.connection.setPingInterval(intervalMs);
  },
};

export const configurationHandlers: Handlers<'ChangeConfiguration' | 'GetConfiguration'> = {
  ChangeConfiguration(emulation, { key, value }) {
    // Names are case-insensitive (CiString50).
    const name = key.toLowerCase();
    if (name === 'authorizationkey') return changeAuthorizationKey(emulation, value);
    if (name === 'securityprofile') return changeSecurityProfile(emulation, value);
    const status = changeKey(emulation, key, value);
    const effect = status === 'Accepted' ? effects[name] : undefined;
    return { payload: { status }, afterwards: () => effect?.(emulation) };
  },

  GetConfiguration(emulation, { key: wanted = [] }) {
    if (wanted.length === 0) return { payload: { configurationKey: reportAllKeys(emulation) } };
    const most = integerValue(emulation, 'GetConfigurationMaxKeys');
    if (wanted.length > most) {
      return {
        errorCode: 'OccurenceConstraintViolation',
        description: `at most ${most} keys (GetConfigurationMaxKeys)`,
      };
    }
    const found = wanted.map((name) => ({ name, reported: reportKey(emulation, name) }));
    const configurationKey = found.flatMap(({ reported }) => reported ?? []);
    const unknownKey = found.flatMap(({ name, reported }) => (reported ? [] : [name]));
    return {
      payload: {
        ...(configurationKey.length === 0 ? {} : { configurationKey }),
        ...(unknownKey.length === 0 ? {} : { unknownKey }),
      },
    };
  },
};
