/** What a person does to an emulated charge point. Failures are told in a corner of the page. */
import { useMutation } from '@tanstack/react-query';
import type { ChargePointAction } from '../../shared/api/charge-points-contract.ts';
import { notifyProblem } from '../components/notify-problem.ts';
import { orpc, queryClient } from './api-client.ts';

const refresh = () => queryClient.invalidateQueries({ queryKey: orpc.chargePoints.key() });

/** `act({ action: 'plug-in', connectorId: 1 })` */
export function useChargePointAction(id: string) {
  const mutation = useMutation(
    orpc.chargePoints.act.mutationOptions({ onSuccess: refresh, onError: notifyProblem }),
  );
  return {
    busy: mutation.isPending,
    act: (action: ChargePointAction) => mutation.mutate({ params: { id }, body: action }),
  };
}

export function usePutChargePoint() {
  return useMutation(orpc.chargePoints.put.mutationOptions({ onSuccess: refresh }));
}

/** @param gone called when it is removed, also when what showed it has gone from the screen by then. */
export function useRemoveChargePoint(gone: () => void) {
  const onSuccess = () => {
    gone();
    return refresh();
  };
  return useMutation(
    orpc.chargePoints.delete.mutationOptions({ onSuccess, onError: notifyProblem }),
  );
}
