/** What the Bench screen does to fleets. Failures that have no place of their own are told in a corner of the page. */
import { useMutation } from '@tanstack/react-query';
import { benchClient, orpc, queryClient } from '../../app/api-client.ts';
import { notifyProblem } from '../../components/notify-problem.ts';
import { ensureListener } from './csms-actions.ts';
import { type FleetDraft, fleetOf } from './fleet-draft.ts';

const refresh = () => queryClient.invalidateQueries({ queryKey: orpc.fleets.key() });

const fleetName = 'fleet';

/** Starts the fleet; for the bench's own Central System with a listener for its profile, a new one if need be. */
export function useStartFleet() {
  return useMutation({
    mutationFn: async (draft: FleetDraft) => {
      const request = fleetOf(draft);
      if (draft.target === 'elsewhere')
        return benchClient.fleets.put({ name: fleetName, ...request });
      const listener = await ensureListener(draft.securityProfile);
      return benchClient.fleets.put({ name: fleetName, ...request, listener });
    },
    onSuccess: refresh,
  });
}

export function useStormFleet() {
  return useMutation(
    orpc.fleets.storm.mutationOptions({ onSuccess: refresh, onError: notifyProblem }),
  );
}

export function useStopFleet() {
  return useMutation(
    orpc.fleets.delete.mutationOptions({ onSuccess: refresh, onError: notifyProblem }),
  );
}
