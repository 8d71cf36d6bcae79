/**
 * Tells the user that there is no bench and asks what to do; a native box, because there is no page to show.
 * Knows nothing of supervision beyond the failure it words.
 */
import type { Dialog, MessageBoxOptions } from 'electron';
import type { SupervisorFailure } from './supervisor.ts';
import { failureButtons, failureWords } from './words.ts';

export interface FailureDialogOptions {
  show(options: MessageBoxOptions): ReturnType<Dialog['showMessageBox']>;
  copyText(text: string): void;
}

/**
 * Asks until the answer is one; copying the details leaves the question open.
 * @param hasRun whether the bench had been ready before
 */
export async function askAboutFailure(
  failure: SupervisorFailure,
  hasRun: boolean,
  { show, copyText }: FailureDialogOptions,
): Promise<'restart' | 'quit'> {
  const words = failureWords(failure, hasRun);
  const box: MessageBoxOptions = {
    type: 'error',
    title: 'Benchpoint',
    ...words,
    buttons: [failureButtons.restart, failureButtons.copy, failureButtons.quit],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  };
  for (;;) {
    const { response } = await show(box);
    if (response === 0) return 'restart';
    if (response !== 1) return 'quit';
    copyText(`${words.message}\n${words.detail}\n`);
  }
}
