/** The guided operations of a station, and starting one. Failures to start are given back to the caller. */
import { useMutation, useQuery } from '@tanstack/react-query';
import type {
  OperationKind,
  OperationRequest,
  OperationState,
} from '../../../../shared/api/csms-operations-contract.ts';
import { benchClient, orpc, queryClient } from '../../../app/api-client.ts';

/** What a request needs at least; the bench has a default for the rest. */
export type OperationStart = { operation: OperationKind } & Record<string, unknown>;

const refresh = () => queryClient.invalidateQueries({ queryKey: orpc.csms.operations.key() });

export function useOperations(station: string) {
  return useQuery(orpc.csms.operations.queryOptions({ input: { id: station } }));
}

export function useStartOperation(station: string) {
  return useMutation({
    mutationFn: (request: OperationStart): Promise<OperationState> =>
      benchClient.csms.startOperation({
        params: { id: station },
        // The bench checks it: what it needs besides depends on the operation.
        body: request as OperationRequest,
      }),
    onSuccess: refresh,
  });
}

export function useCancelOperation() {
  return useMutation(orpc.csms.cancelOperation.mutationOptions({ onSuccess: refresh }));
}

export function useRecoverOperation() {
  return useMutation(orpc.csms.recoverOperation.mutationOptions({ onSuccess: refresh }));
}

const transfers: readonly string[] = [
  'update-firmware',
  'update-firmware-signed',
  'get-diagnostics',
  'get-log',
] satisfies readonly OperationKind[];

export const isTransfer = ({ kind }: OperationState): boolean => transfers.includes(kind);

export const isUnderWay = ({ status }: OperationState): boolean =>
  status === 'running' || status === 'waiting';
