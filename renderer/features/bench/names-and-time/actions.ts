/** What the panel does to the two servers. The answer is shown at once, before the bench says that it moved. */
import { useMutation } from '@tanstack/react-query';
import type { NamesAndTimeState } from '../../../../shared/api/names-and-time-contract.ts';
import { orpc, queryClient } from '../../../app/api-client.ts';
import { notifyProblem } from '../../../components/notify-problem.ts';

function show(state: NamesAndTimeState): void {
  queryClient.setQueryData(orpc.namesAndTime.state.queryKey(), state);
  // Whether a port can be had is another question now.
  void queryClient.invalidateQueries({ queryKey: orpc.bench.reachability.key() });
}

export function usePutNames() {
  return useMutation(
    orpc.namesAndTime.putNames.mutationOptions({ onSuccess: show, onError: notifyProblem }),
  );
}

export function usePutTime() {
  return useMutation(
    orpc.namesAndTime.putTime.mutationOptions({ onSuccess: show, onError: notifyProblem }),
  );
}
