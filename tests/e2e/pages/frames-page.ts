/** The Frames screen as a person uses it. */
import type { Locator, Page } from 'playwright-core';
import {
  captureWords,
  detailsWords,
  framesWords,
} from '../../../renderer/features/frames/words.ts';

type DetailsTab = keyof typeof detailsWords.tabs;

export function framesPage(page: Page) {
  const list = page.getByRole('grid', { name: framesWords.list });
  const details = page.getByRole('region', { name: detailsWords.panel });
  const rows = list.getByRole('row').filter({ has: page.getByRole('gridcell') });
  return {
    list,
    details,
    rows,
    filter: page.getByLabel(framesWords.filterLabel, { exact: true }),
    /** What may follow in the filter. */
    options: page.getByRole('listbox', { name: framesWords.filterOptions }),
    fault: page.getByRole('alert'),
    errorsOnly: page.getByRole('button', { name: framesWords.errorsOnly }),
    follow: page.getByRole('button', { name: framesWords.follow, exact: true }),
    newFrames: page.getByRole('button', { name: /\d new$/ }),
    selected: list.getByRole('row', { selected: true }),

    /** The rows in sight that contain all of these texts. */
    row(...texts: (string | RegExp)[]): Locator {
      return texts.reduce<Locator>((found, hasText) => found.filter({ hasText }), rows);
    },
    /** How many frames the list holds, those out of sight included. */
    async count(): Promise<number> {
      return Number(await list.getAttribute('aria-rowcount')) - 1;
    },
    /** Ordinal of the selected frame, from 0; undefined when none is selected. */
    async selectedOrdinal(): Promise<number | undefined> {
      const selected = list.getByRole('row', { selected: true });
      if ((await selected.count()) === 0) return undefined;
      return Number(await selected.getAttribute('aria-rowindex')) - 2;
    },
    /** Shows another capture. */
    async pickCapture(shown: string, wanted: string): Promise<void> {
      await page.getByRole('button', { name: captureWords.pick(shown), exact: true }).click();
      await page.getByRole('menuitem', { name: wanted }).click();
    },
    async openTab(tab: DetailsTab): Promise<void> {
      await details.getByRole('tab', { name: detailsWords.tabs[tab] }).click();
    },
    /** What the JSON viewer of the details shows, as the lines are laid out. */
    json: details.locator('.monaco-editor .view-lines'),
    reveal: details.getByRole('button', { name: detailsWords.reveal, exact: true }),
  };
}

/** Monaco lays out spaces as no-break spaces. */
export function plainSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}
