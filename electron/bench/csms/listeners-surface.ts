/**
 * The part of the CSMS's surface that concerns listeners and policy: changes them, remembers the listeners for the next
 * run, and gives the state after it. Knows no station but by their number.
 */
import { listenerConfiguration } from '../../../shared/api/csms-contract.ts';
import type { Store } from '../store/store.ts';
import type { CsmsSurface } from './csms-surface.ts';
import type { KeptPolicy } from './kept-policy.ts';
import type { Listeners } from './listeners.ts';
import { type OwnListener, ownListener } from './own-listener.ts';
import type { Stations } from './stations.ts';

export interface ListenersSurface
  extends Pick<
    CsmsSurface,
    | 'state'
    | 'configure'
    | 'stop'
    | 'startListener'
    | 'stopListener'
    | 'setKeyLog'
    | 'setFault'
    | 'setPolicy'
  > {
  /** Starts the listeners of the last run. */
  restore(): Promise<void>;
  /** Roots, host name or addresses changed. */
  refreshCertificates(): Promise<void>;
  /** Ids of the listeners that were told to show this entry of the desk. */
  listenersShowing(entry: string): string[];
  /** A running listener that serves the profile, for "Try it now". */
  listenerFor(securityProfile: number, id?: string): OwnListener | undefined;
}

const listenersSetting = 'csms-listeners';

export function listenersSurface(parts: {
  listeners: Listeners;
  stations: Stations;
  policy: KeptPolicy;
  settings: Store['settings'];
  hostName(): string;
}): ListenersSurface {
  const { listeners, stations, policy, settings, hostName } = parts;

  function state() {
    const all = stations.all();
    return {
      running: listeners.states().some(({ status }) => status === 'listening'),
      listeners: listeners.states(),
      policy: policy.current(),
      stations: all.length,
      connected: all.filter(({ session }) => session !== undefined).length,
      revision: policy.revision(),
    };
  }

  function remembered() {
    settings.write(listenersSetting, listeners.settings());
    return state();
  }

  return {
    state,
    async configure(request) {
      if (request.policy) policy.change(request.policy);
      if (request.knownOnly !== undefined) policy.change({ knownOnly: request.knownOnly });
      await listeners.configure(request.listeners);
      return remembered();
    },
    async stop() {
      await listeners.configure([]);
      return remembered();
    },
    async startListener(wanted) {
      await listeners.start(wanted);
      return remembered();
    },
    setFault: listeners.setFault,
    setKeyLog(id, on) {
      return listeners.setKeyLog(id, on)
        ? { ok: true, value: state() }
        : { ok: false, problem: { code: 'listener-unknown', where: id } };
    },
    async stopListener(id) {
      if (!(await listeners.stop(id))) {
        return { ok: false, problem: { code: 'listener-unknown', where: id } };
      }
      return { ok: true, value: remembered() };
    },
    setPolicy(changes) {
      policy.change(changes);
      return state();
    },
    async restore() {
      const stored = listenerConfiguration.array().safeParse(settings.read(listenersSetting));
      if (stored.success && stored.data.length > 0) await listeners.configure(stored.data);
    },
    refreshCertificates: () => listeners.refreshCertificates(),
    listenersShowing: (entry) =>
      listeners
        .states()
        .filter(
          ({ settings: { certificates } }) =>
            certificates?.rsa === entry || certificates?.ecdsa === entry,
        )
        .map(({ id }) => id),
    listenerFor: (securityProfile, id) =>
      ownListener(listeners.states(), { securityProfile, id, hostName }),
  };
}
