/** What the Bench screen does to the local CSMS. The answer is shown at once, before the bench says that it moved. */
import { useMutation } from '@tanstack/react-query';
import type { SecurityProfile } from '../../../shared/api/common-schemas.ts';
import type { CsmsState, ListenerState } from '../../../shared/api/csms-contract.ts';
import { benchClient, orpc, queryClient } from '../../app/api-client.ts';
import { notifyProblem } from '../../components/notify-problem.ts';
import { firstPort, listenerServing } from './listener-draft.ts';

function show(state: CsmsState): void {
  queryClient.setQueryData(orpc.csms.get.queryKey(), state);
}

/** Starts a listener, or changes the running one of the same id without touching the others. */
export function usePutListener() {
  return useMutation(orpc.csms.startListener.mutationOptions({ onSuccess: show }));
}

export function useStopListener() {
  return useMutation(
    orpc.csms.stopListener.mutationOptions({ onSuccess: show, onError: notifyProblem }),
  );
}

export function useStopCsms() {
  return useMutation(orpc.csms.stop.mutationOptions({ onSuccess: show, onError: notifyProblem }));
}

function added(before: CsmsState, after: CsmsState): ListenerState | undefined {
  const known = new Set(before.listeners.map(({ id }) => id));
  return after.listeners.find(({ id }) => !known.has(id));
}

/**
 * A listener for the profile: the one there is, else a new one. The first one takes every profile on the usual port,
 * so that the next try needs no other; a port that is taken is replaced by a free one.
 */
export async function ensureListener(securityProfile: SecurityProfile): Promise<string> {
  const before = await benchClient.csms.get();
  const serving = listenerServing(before.listeners, securityProfile);
  if (serving !== undefined) return serving.id;
  const first = before.listeners.length === 0;
  const wanted = {
    port: first ? firstPort : 0,
    securityProfiles: first ? ([0, 1, 2, 3] as SecurityProfile[]) : [securityProfile],
  };
  const after = await benchClient.csms.startListener(wanted);
  show(after);
  const listener = added(before, after);
  if (listener === undefined) throw new Error('The bench did not say which listener it started.');
  if (listener.status === 'listening') return listener.id;
  const retried = await benchClient.csms.startListener({ ...wanted, id: listener.id, port: 0 });
  show(retried);
  return listener.id;
}

/** One click: listener, credentials on both sides, emulated charge point. */
export function useTryIt() {
  return useMutation({
    mutationFn: async (securityProfile: SecurityProfile) => {
      const listener = await ensureListener(securityProfile);
      return benchClient.chargePoints.tryIt({ listener, securityProfile });
    },
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: orpc.chargePoints.key() });
      void queryClient.invalidateQueries({ queryKey: orpc.csms.key() });
    },
  });
}
