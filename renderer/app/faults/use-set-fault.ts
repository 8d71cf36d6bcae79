/** Switching faults from wherever one is shown: one mutation for both kinds of targets. */
import { useMutation } from '@tanstack/react-query';
import type { FaultsState } from '../../../shared/api/faults-contract.ts';
import type {
  FaultId,
  FaultTarget,
  SingleSuite,
} from '../../../shared/security/handshake-faults.ts';
import { notifyProblem } from '../../components/notify-problem.ts';
import { benchClient, orpc, queryClient } from '../api-client.ts';

export interface FaultSwitch {
  target: FaultTarget;
  name: string;
  fault: FaultId | null;
  suite?: SingleSuite;
  reconnect?: boolean;
  minutes?: number;
  connections?: number;
}

export function useSetFault() {
  return useMutation({
    mutationFn({ target, name, ...request }: FaultSwitch): Promise<FaultsState> {
      const { setListener, setChargePoint } = benchClient.faults;
      const asked = { id: name, ...request };
      return target === 'listener' ? setListener(asked) : setChargePoint(asked);
    },
    onSuccess: (state) => queryClient.setQueryData(orpc.faults.get.queryKey(), state),
    onError: notifyProblem,
  });
}
