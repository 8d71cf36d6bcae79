/** The Security screen as a person uses it. */
import type { Locator, Page } from 'playwright-core';
import {
  attemptsWords,
  credentialsWords,
  securityWords,
} from '../../../renderer/features/security/words.ts';

type SecurityTab = keyof typeof securityWords.tabs;

export function securityPage(page: Page) {
  return {
    async openTab(tab: SecurityTab): Promise<void> {
      await page.getByRole('tab', { name: securityWords.tabs[tab] }).click();
    },
    /** The refused attempts of one identity. */
    attempts(identity: string): Locator {
      return page.getByRole('listitem').filter({ has: page.getByText(identity, { exact: true }) });
    },
    adopt(identity: string): Locator {
      return page.getByRole('button', { name: attemptsWords.adoptOf(identity) });
    },
    async pickStation(identity: string): Promise<void> {
      await page.getByRole('button', { name: identity }).click();
    },
    reveal: page.getByRole('button', { name: credentialsWords.reveal }),
  };
}
