/** What the Bench screen does to fleets. Failures that have no place of their own are told in a corner of the page. */
import { useMutation } from '@tanstack/react-query';
import { orpc, queryClient } from '../../app/api-client.ts';
import { notifyProblem } from '../../components/notify-problem.ts';

const refresh = () => queryClient.invalidateQueries({ queryKey: orpc.fleets.key() });

export function useStartFleet() {
  return useMutation(orpc.fleets.put.mutationOptions({ onSuccess: refresh }));
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
