/** The settings of the bench and the way to change them; a change is on the page as soon as the bench took it. */
import { useMutation, useQuery } from '@tanstack/react-query';
import type { Settings } from '../../../shared/api/bench-contract.ts';
import { orpc, queryClient, useBenchConnection } from '../../app/api-client.ts';
import { notifyProblem } from '../../components/notify-problem.ts';

export function useSettings(): {
  query: ReturnType<typeof useSettingsQuery>;
  save: (patch: Partial<Settings>) => void;
  /** False while the bench is lost: then nothing can be saved. */
  canSave: boolean;
} {
  const query = useSettingsQuery();
  const canSave = useBenchConnection().status === 'online';
  const put = useMutation(
    orpc.bench.putSettings.mutationOptions({
      onSuccess: (saved) => queryClient.setQueryData(orpc.bench.settings.queryKey(), saved),
      onError: notifyProblem,
    }),
  );
  return { query, save: (patch) => put.mutate(patch), canSave };
}

function useSettingsQuery() {
  return useQuery(orpc.bench.settings.queryOptions());
}
