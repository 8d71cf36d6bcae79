/** The Settings screen as a person uses it. */
import type { Locator, Page } from 'playwright-core';
import { captureWords, settingsWords } from '../../../renderer/features/settings/words.ts';

type Section = 'captures' | 'recording' | 'general' | 'secrets' | 'api' | 'about';

export function settingsPage(page: Page) {
  const table = page.getByRole('table', { name: captureWords.title });
  return {
    table,
    async openSection(section: Section): Promise<void> {
      await page.getByRole('tab', { name: settingsWords[section] }).click();
    },
    /** The row of a capture by its name. */
    capture(name: string): Locator {
      return table.getByRole('row').filter({ has: page.getByText(name, { exact: true }) });
    },
    async begin(name: string): Promise<void> {
      await page.getByRole('button', { name: captureWords.begin }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(captureWords.beginLabel).fill(name);
      await dialog.getByRole('button', { name: captureWords.beginConfirm }).click();
    },
    async rename(from: string, to: string): Promise<void> {
      await page.getByRole('button', { name: captureWords.more(from) }).click();
      await page.getByRole('menuitem', { name: captureWords.rename }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(captureWords.name).fill(to);
      await dialog.getByRole('button', { name: captureWords.save }).click();
    },
    async check(name: string): Promise<void> {
      await page.getByRole('button', { name: captureWords.checkLabel(name) }).click();
    },
    /** Saves the redacted copy and answers where the browser put it. */
    async exportCopy(name: string): Promise<{ path: string; fileName: string }> {
      const saving = page.waitForEvent('download');
      await page.getByRole('button', { name: captureWords.more(name) }).click();
      await page.getByRole('menuitem', { name: captureWords.exportCopy }).click();
      const download = await saving;
      return { path: await download.path(), fileName: download.suggestedFilename() };
    },
    async importFile(path: string): Promise<void> {
      const choosing = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: captureWords.import }).click();
      await (await choosing).setFiles(path);
    },
    async openInFrames(name: string): Promise<void> {
      await page.getByRole('link', { name: captureWords.openLabel(name) }).click();
    },
  };
}
