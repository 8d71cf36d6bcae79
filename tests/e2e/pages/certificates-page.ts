/** The screen Certificates as a person uses it. */
import type { Locator, Page } from 'playwright-core';
import { exportWords } from '../../../renderer/features/certificates/actions/words.ts';
import { createWords } from '../../../renderer/features/certificates/create/words.ts';
import { importWords } from '../../../renderer/features/certificates/import/words.ts';
import {
  certificatesWords,
  detailWords,
  toolbarWords,
  treeWords,
} from '../../../renderer/features/certificates/words.ts';

export function certificatesPage(page: Page) {
  const tree = page.getByRole('treegrid', { name: treeWords.label });
  const pane = page.getByRole('region', { name: detailWords.pane, exact: true });
  const dialog = page.getByRole('dialog');
  const press = async (place: Locator, name: string): Promise<void> => {
    await place.getByRole('button', { name, exact: true }).click();
  };
  return {
    tree,
    pane,
    dialog,
    press,
    selected: tree.getByRole('row', { selected: true }),

    row(...texts: (string | RegExp)[]): Locator {
      const rows = tree.getByRole('row').filter({ has: page.getByRole('gridcell') });
      return texts.reduce<Locator>((found, hasText) => found.filter({ hasText }), rows);
    },
    async openTab(tab: keyof typeof certificatesWords.tabs): Promise<void> {
      await page.getByRole('tab', { name: certificatesWords.tabs[tab], exact: true }).click();
    },
    /** Waits until the details of a certificate are there. */
    async shows(name: string): Promise<void> {
      await pane.getByRole('heading', { level: 2, name, exact: true }).waitFor();
    },
    /** Issues one below the authority that is open. */
    async issue(
      role: keyof typeof createWords.roles,
      name: string,
      fill?: (dialog: Locator) => Promise<void>,
    ): Promise<void> {
      await press(pane, detailWords.issue);
      await dialog.getByText(createWords.roles[role], { exact: true }).click();
      await dialog.getByLabel(createWords.commonName[role], { exact: true }).fill(name);
      await fill?.(dialog);
      await press(dialog, createWords.create);
      await dialog.waitFor({ state: 'detached' });
    },
    /** Saves a file with the private key, sealed; its path. */
    async exportSealed(
      format: keyof typeof exportWords.formats,
      passphrase: string,
    ): Promise<{ path: string; name: string }> {
      await press(pane, detailWords.export);
      await dialog.getByText(exportWords.formats[format], { exact: true }).click();
      await dialog.getByLabel(exportWords.passphrase, { exact: true }).fill(passphrase);
      await dialog.getByLabel(exportWords.again, { exact: true }).fill(passphrase);
      const saving = page.waitForEvent('download');
      await press(dialog, exportWords.save);
      const saved = await saving;
      return { path: await saved.path(), name: saved.suggestedFilename() };
    },
    /** Opens the dialog that imports and hands it files. */
    async hand(files: readonly { name: string; content: Buffer }[]): Promise<void> {
      await press(page.getByRole('main'), toolbarWords.import);
      const choosing = page.waitForEvent('filechooser');
      await press(dialog, importWords.choose);
      await (await choosing).setFiles(
        files.map(({ name, content }) => ({
          ...{ name, mimeType: 'application/octet-stream' },
          buffer: content,
        })),
      );
    },
  };
}
