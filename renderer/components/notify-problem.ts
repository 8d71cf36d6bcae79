/** Tells in a corner of the page why a click did not work, for actions that have no place of their own for it. */
import { notifications } from '@mantine/notifications';
import { problemOf } from './problem-of.ts';

/** Takes whatever a mutation rejected with. */
export function notifyProblem(error: unknown): void {
  const { message, fix } = problemOf(error);
  notifications.show({ color: 'red', title: message, message: fix ?? '', autoClose: 8_000 });
}
