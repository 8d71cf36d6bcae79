/** The screen of the emulated charge points as a person uses it. */
import type { Locator, Page } from 'playwright-core';
import type { ChargePointTab } from '../../../renderer/app/addresses.ts';
import { connectorWords } from '../../../renderer/features/charge-points/connectors/words.ts';
import { keyWords } from '../../../renderer/features/charge-points/inside/words.ts';
import {
  chargePointFormWords as formWords,
  sectionWords,
} from '../../../renderer/features/charge-points/settings/words.ts';
import { headerWords, listWords } from '../../../renderer/features/charge-points/words.ts';

export function chargePointsPage(page: Page) {
  const list = page.getByRole('navigation', { name: listWords.list });
  const dialog = page.getByRole('dialog');
  const header = page.getByRole('region', { name: headerWords.header });
  const more = async (item: string): Promise<void> => {
    await page.getByRole('button', { name: headerWords.more, exact: true }).click();
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  };
  return {
    list,
    header,
    more,
    whole: page.getByRole('region', { name: connectorWords.whole }),

    /** Opens the dialog that adds one, by the button above the list. */
    async startAdding(): Promise<void> {
      await page.getByRole('button', { name: listWords.addLong }).first().click();
      await dialog.waitFor();
    },
    /** Adds one that dials the local CSMS without security. */
    async addLocal(identity: string): Promise<void> {
      await dialog.getByRole('button', { name: formWords.local }).click();
      await dialog.getByLabel(formWords.identity, { exact: true }).fill(identity);
      await dialog.getByRole('button', { name: formWords.create, exact: true }).click();
      await page.getByRole('heading', { level: 2, name: identity, exact: true }).waitFor();
    },
    /** Opens a section of the form by the keyboard, unless it is open. */
    async openSection(section: keyof typeof sectionWords.titles): Promise<void> {
      const control = page.getByRole('button', { name: sectionWords.titles[section] });
      if ((await control.getAttribute('aria-expanded')) === 'true') return;
      await control.focus();
      await page.keyboard.press('Enter');
    },
    async choose(place: Locator, label: string, choice: string): Promise<void> {
      await place.getByRole('combobox', { name: label, exact: true }).click();
      await page.getByRole('option', { name: choice, exact: true }).click();
    },
    async openTab(tab: ChargePointTab): Promise<void> {
      await page.getByRole('tab', { name: headerWords.tab[tab], exact: true }).click();
    },
    connector(id: number): Locator {
      return page.getByRole('listitem', { name: connectorWords.connector(id), exact: true });
    },
    async press(place: Locator, button: string): Promise<void> {
      await place.getByRole('button', { name: button, exact: true }).click();
    },
    async presentIdTag(place: Locator, idTag: string): Promise<void> {
      await place.getByRole('button', { name: connectorWords.presentIdTag }).click();
      await page.getByLabel(connectorWords.idTag, { exact: true }).fill(idTag);
      await page.getByRole('button', { name: connectorWords.present, exact: true }).click();
    },
    async strike(place: Locator, errorCode: string): Promise<void> {
      await place.getByRole('button', { name: connectorWords.fault }).click();
      await dialog.getByRole('combobox', { name: connectorWords.errorCode }).click();
      await page.getByRole('option', { name: errorCode, exact: true }).click();
      await dialog.getByRole('button', { name: connectorWords.strike }).click();
    },
    /** Writes a configuration key and answers the row, in which the answer will stand. */
    async setKey(key: string, value: string): Promise<Locator> {
      const row = page.getByRole('row', { name: key, exact: true });
      await row.getByRole('button', { name: keyWords.edit(key) }).click();
      await row.getByLabel(keyWords.newValue(key)).fill(value);
      await page.keyboard.press('Enter');
      return row;
    },
  };
}
