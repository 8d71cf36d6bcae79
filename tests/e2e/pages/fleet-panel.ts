/** The Fleet panel of the Bench screen as a person uses it. */
import type { Page } from 'playwright-core';
import { type profileChoices, profileWords } from '../../../renderer/components/words.ts';
import { fleetWords } from '../../../renderer/features/bench/fleet-words.ts';

export function fleetPanel(page: Page) {
  const panel = page.getByRole('region', { name: fleetWords.title, exact: true });
  const dialog = page.getByRole('dialog', { name: fleetWords.dialogTitle });
  return {
    panel,
    dialog,
    startButton: panel.getByRole('button', { name: fleetWords.start }),

    async openForm(): Promise<void> {
      await panel.getByRole('button', { name: fleetWords.start }).click();
      await dialog.waitFor();
    },
    async chooseProfile(profile: keyof typeof profileChoices): Promise<void> {
      const picker = dialog.getByRole('radiogroup', { name: profileWords.choose });
      await picker.getByText(new RegExp(`^${profile} · `)).click();
    },
    async chooseTarget(target: keyof typeof fleetWords.targets): Promise<void> {
      await dialog.getByText(fleetWords.targets[target], { exact: true }).click();
    },
    async fill(label: string, text: string): Promise<void> {
      await dialog.getByLabel(label, { exact: true }).fill(text);
    },
    async begin(): Promise<void> {
      await dialog.getByRole('button', { name: fleetWords.begin, exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
    },
    /** All of them are connected, and have been all at once. */
    async allConnected(count: number): Promise<void> {
      await panel.getByText(`${fleetWords.connected(count, count)}, all after`).waitFor();
    },
    async storm(): Promise<void> {
      await panel.getByRole('button', { name: fleetWords.stormOf('fleet') }).click();
    },
    async stop(): Promise<void> {
      await panel.getByRole('button', { name: fleetWords.stopOf('fleet') }).click();
      await panel.getByRole('button', { name: fleetWords.start }).waitFor();
    },
  };
}
