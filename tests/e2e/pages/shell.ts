/** What stands around every screen: the way from screen to screen, the banner, the line at the bottom. */
import type { Page } from 'playwright-core';
import { connectionWords, navigationWords, statusWords } from '../../../renderer/app/words.ts';

export type ScreenName =
  | 'bench'
  | 'frames'
  | 'stations'
  | 'chargePoints'
  | 'scenarios'
  | 'security'
  | 'certificates'
  | 'settings';

export function shell(page: Page) {
  const rail = page.getByRole('navigation', { name: navigationWords.rail });
  return {
    statusBar: page.getByRole('region', { name: statusWords.bar }),
    lostBanner: page.getByText(connectionWords.lostTitle),
    tokenField: page.getByLabel(connectionWords.pasteLabel),
    heading: page.getByRole('heading', { level: 1 }),

    /** Opens a screen by its link and waits until it is there. */
    async open(screen: ScreenName): Promise<void> {
      const name = navigationWords[screen];
      await rail.getByRole('link', { name, exact: true }).click();
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
    },
    /** Opens the bench from the page that asks for the token. */
    async enter(pasted: string): Promise<void> {
      await page.getByLabel(connectionWords.pasteLabel).fill(pasted);
      await page.getByRole('button', { name: connectionWords.open }).click();
    },
  };
}
