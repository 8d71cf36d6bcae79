/** Adopting a refused attempt: the call, the word of success, and the problem when there was one. */
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import type { RefusedAttempt } from '../../../shared/api/csms-contract.ts';
import { orpc, queryClient } from '../../app/api-client.ts';
import { notifyProblem } from '../../components/notify-problem.ts';
import { visibleText } from '../../components/visible-text.ts';
import { attemptsWords as words } from './words.ts';

export function useAdopt({ seq, station }: RefusedAttempt) {
  const mutation = useMutation(
    orpc.csms.adopt.mutationOptions({
      onSuccess: () => {
        notifications.show({ color: 'green', message: visibleText(words.adopted(station)) });
        void queryClient.invalidateQueries({ queryKey: orpc.csms.key() });
        void queryClient.invalidateQueries({ queryKey: orpc.pki.trustedRoots.key() });
      },
      onError: notifyProblem,
    }),
  );
  return {
    busy: mutation.isPending,
    adopt: (issuerPem?: string) =>
      mutation.mutate(issuerPem === undefined ? { seq } : { seq, issuerPem }),
  };
}
