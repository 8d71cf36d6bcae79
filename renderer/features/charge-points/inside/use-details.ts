/** The inside of one emulated charge point, asked for again while meters move. */
import { useQuery } from '@tanstack/react-query';
import { orpc } from '../../../app/api-client.ts';

const chargingRefetchMs = 3_000;

export function useDetails(id: string) {
  return useQuery(
    orpc.chargePoints.details.queryOptions({
      input: { id },
      refetchInterval: ({ state }) =>
        (state.data?.transactions.length ?? 0) > 0 ? chargingRefetchMs : false,
    }),
  );
}
