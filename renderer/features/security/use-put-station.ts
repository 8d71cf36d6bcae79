/** Changes what the bench knows of one station; what it answers is shown at once. */
import { useMutation } from '@tanstack/react-query';
import type { StationRequest, StationState } from '../../../shared/api/csms-contract.ts';
import { benchClient, orpc, queryClient } from '../../app/api-client.ts';

export function usePutStation(id: string) {
  return useMutation({
    mutationFn: (request: StationRequest) => benchClient.csms.putStation({ id, ...request }),
    onSuccess: (changed: StationState) => {
      queryClient.setQueryData(orpc.csms.stations.queryKey(), (stations) =>
        stations?.map((station) => (station.id === id ? changed : station)),
      );
    },
  });
}
