/**
 * A01: a new AuthorizationKey for the charge point. Both sides take it only when it was Accepted; the charge point has to
 * come back with it, and when it does not there are ways out.
 */
import { randomBytes } from 'node:crypto';
import type { OperationOf } from '../../../../shared/api/csms-operations-contract.ts';
import {
  authorizationKeyRules,
  bytesToHex,
  generateAuthorizationKey,
  hexToBytes,
} from '../../../../shared/security/authorization-key.ts';
import type { StationEvent } from '../station-events.ts';
import { keyOf, type StationKey, setKey } from '../station-keys.ts';
import type { Station } from '../stations.ts';
import { failed, type OperationEnd, type Procedure, type Run, succeeded } from './operation.ts';
import { connection, refusedEnd, reset, statusOf } from './reconnection.ts';

type Request = OperationOf<'change-authorization-key'>;

interface Keys {
  old: StationKey | undefined;
}

interface Parts {
  nowMs(): number;
  save(station: Station): void;
}

/** Whitepaper A00.FR.205: 16 to 20 bytes, unless a person wants to see another length refused. */
function chooseKey({ authorizationKeyHex, form, allowAnyLength }: Request): Uint8Array | undefined {
  if (authorizationKeyHex === undefined) return generateAuthorizationKey(randomBytes, form);
  const key = hexToBytes(authorizationKeyHex);
  const { minBytes, maxBytes } = authorizationKeyRules;
  if (key === undefined) return undefined;
  return allowAnyLength || (key.length >= minBytes && key.length <= maxBytes) ? key : undefined;
}

function putKey(station: Station, key: StationKey | undefined, { save, nowMs }: Parts): void {
  setKey(station.stored, key, nowMs());
  save(station);
}

type Comeback = 'new-key' | 'old-key' | 'restored' | 'stop' | 'reset' | 'timeout';

/** Waits until the station has come with the new key; takes the ways out that a person chooses. */
async function waitForKey(
  run: Run,
  keys: Keys,
  parts: Parts,
  timeoutMs: number | undefined,
): Promise<Comeback> {
  const { station } = run;
  const isConnected = connection(run);

  function offerWaysOut(): void {
    run.offer([
      ...(keys.old ? (['restore-old-key'] as const) : []),
      ...(keys.old && !station.formerKey ? (['admit-both-keys'] as const) : []),
      ...(station.formerKey ? (['end-grace'] as const) : []),
      'reset-station',
      'stop-waiting',
    ]);
  }

  function look(event: StationEvent): Comeback | undefined {
    const connected = isConnected(event);
    if (connected) {
      // Profile 3 and 0 use no key: the station is back, and nothing more can be seen.
      if (!connected.withFormerKey) return 'new-key';
      run.note({ withFormerKey: true });
      return undefined;
    }
    if (event.kind !== 'recovery') return undefined;
    run.note({ recovery: event.recovery });
    switch (event.recovery) {
      case 'restore-old-key':
        putKey(station, keys.old, parts);
        return 'restored';
      case 'admit-both-keys':
        if (keys.old) station.formerKey = keys.old;
        offerWaysOut();
        return undefined;
      case 'end-grace':
        station.formerKey = undefined;
        offerWaysOut();
        return undefined;
      case 'reset-station':
        return 'reset';
      default:
        return 'stop';
    }
  }

  offerWaysOut();
  return run.wait(look, timeoutMs);
}

async function comeBack(
  run: Run,
  request: Request,
  keys: Keys,
  parts: Parts,
  needsReset: boolean,
): Promise<OperationEnd> {
  let mayReset = request.resetWhenNeeded;
  let timeoutMs: number | undefined = request.reconnectTimeoutMs;
  if (needsReset && mayReset) {
    await reset(run, 'Soft');
    mayReset = false;
  }
  run.begin('reconnect-with-new-key');
  for (;;) {
    const comeback = await waitForKey(run, keys, parts, timeoutMs);
    if (comeback === 'new-key') return succeeded;
    if (comeback === 'restored') return failed('operation-old-key-restored');
    if (comeback === 'stop') return failed('operation-key-not-used');
    const isStillThere = run.station.session !== undefined;
    if (comeback === 'reset' || (mayReset && isStillThere)) {
      mayReset = false;
      await reset(run, 'Soft');
      run.begin('reconnect-with-new-key');
    } else {
      // Nothing was seen for so long: from here on a person decides.
      run.note({ overdue: true });
      timeoutMs = undefined;
    }
  }
}

export function changeAuthorizationKey(request: Request, parts: Parts): Procedure {
  return {
    steps: ['prepare-key', 'send-key', 'reconnect-with-new-key'],
    async run(run) {
      const { station } = run;
      run.begin('prepare-key');
      const key = chooseKey(request);
      if (key === undefined) return failed('operation-key-invalid', { ...authorizationKeyRules });
      run.note({ bytes: key.length, made: request.authorizationKeyHex === undefined });
      const old = keyOf(station.stored);
      const usesKey =
        station.session?.securityProfile === 1 || station.session?.securityProfile === 2;
      const value =
        request.writtenAs === 'hex' ? bytesToHex(key) : Buffer.from(key).toString('latin1');
      run.forgetEvents();
      run.begin('send-key');
      const outcome = await run.call('ChangeConfiguration', { key: 'AuthorizationKey', value });
      const status = statusOf(outcome);
      run.note({ answer: status });
      // A01.FR.04, .05: what was not accepted leaves the old key in force.
      if (status !== 'Accepted' && status !== 'RebootRequired') {
        return refusedEnd('ChangeConfiguration', outcome);
      }
      putKey(station, { bytes: key }, parts);
      if (!usesKey) {
        run.note({ notUsedOnProfile: station.session?.securityProfile ?? -1 });
        return succeeded;
      }
      try {
        return await comeBack(run, request, { old }, parts, status === 'RebootRequired');
      } finally {
        station.formerKey = undefined;
      }
    },
  };
}
