/** The Stations screen as a person uses it. */
import type { Page } from 'playwright-core';
import { formWords } from '../../../renderer/features/stations/send/words.ts';
import {
  headerWords,
  outcomeWords,
  sendWords,
  stationsWords,
} from '../../../renderer/features/stations/words.ts';

export function stationsPage(page: Page) {
  const list = page.getByRole('navigation', { name: stationsWords.list });
  return {
    list,
    outcome: page.getByRole('status', { name: outcomeWords.title }),
    anyway: page.getByRole('switch', { name: sendWords.anyway }),
    send: page.getByRole('button', { name: sendWords.send, exact: true }),

    async openStation(identity: string): Promise<void> {
      await list.getByRole('link').filter({ hasText: identity }).click();
      await page.getByRole('heading', { name: identity }).waitFor();
    },
    async openSend(): Promise<void> {
      await page.getByRole('tab', { name: headerWords.tab.send, exact: true }).click();
    },
    async chooseAction(action: string): Promise<void> {
      await page.getByRole('button', { name: action, exact: true }).click();
    },
    /** Replaces what stands in the editor. */
    async writePayload(text: string): Promise<void> {
      await page.getByText(formWords.json, { exact: true }).click();
      const editor = page.locator('.monaco-editor').first();
      await editor.locator('.view-lines').click();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.press('Delete');
      await page.keyboard.insertText(text);
    },
  };
}
