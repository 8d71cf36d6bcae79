/**
 * Scenarios in the hands of a person: run a shipped one, follow it to its frames, break it and see what came instead,
 * keep the changed text, take the report along.
 */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { runWords, scenariosWords as words } from '../../renderer/features/scenarios/words.ts';
import { shell } from './pages/shell.ts';
import { setUpWorld } from './support/world.ts';

const world = setUpWorld();

function steps(page: Page) {
  return page.getByRole('list', { name: runWords.steps });
}

async function openScenario(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: words.list }).getByRole('link', { name }).click();
  await page.getByText(words.valid, { exact: true }).waitFor();
}

async function focusEditor(page: Page): Promise<void> {
  // Before Monaco is loaded, a text that can only be read bears the same name.
  await page.locator('.monaco-editor').waitFor();
  await page.getByRole('textbox', { name: words.editor(words.newName) }).focus();
}

async function run(page: Page): Promise<void> {
  await page.getByRole('button', { name: words.run, exact: true }).click();
}

describe('a scenario on the screen', () => {
  it('runs, shows every step, and leads from a step to its frame', async () => {
    const { page } = await world.open();
    await shell(page).open('scenarios');
    await openScenario(page, 'Wrong tags');
    await run(page);
    await page.getByText('Passed: Wrong tags').waitFor();
    expect(await steps(page).getByRole('listitem').count()).toBeGreaterThan(20);
    expect(await steps(page).getByRole('img', { name: 'failed' }).count()).toBe(0);

    await steps(page)
      .getByRole('link', { name: /^Frame \d+$/ })
      .first()
      .click();
    await page.getByText('"Blocked"').first().waitFor();
  });

  it('says what came instead, and gives the report as JUnit', async () => {
    const { page } = await world.open('/scenarios?scenario=new');
    await page.getByText(words.valid, { exact: true }).waitFor();
    await focusEditor(page);
    await page.keyboard.press('ControlOrMeta+End');
    // The editor indents the second line by itself.
    await page.keyboard.insertText('  - assert: { connector: { status: Charging } }\n- wait: 1s');
    await page.getByText(words.changed).waitFor();
    await page.getByText(words.valid, { exact: true }).waitFor();
    await run(page);
    await page.getByText('Failed: New scenario').waitFor();
    await steps(page).getByText('Expected: "Charging"').waitFor();
    await steps(page).getByText('Found: "Preparing"').waitFor();

    const downloaded = page.waitForEvent('download');
    await page.getByRole('button', { name: runWords.junit }).click();
    const report = readFileSync(await (await downloaded).path(), 'utf8');
    const failures = await page.evaluate((xml) => {
      const document = new DOMParser().parseFromString(xml, 'application/xml');
      return document.querySelectorAll('parsererror, testcase > failure').length;
    }, report);
    expect(failures).toBe(1);

    await page.getByRole('button', { name: words.saveAs }).click();
    await page.getByRole('dialog').getByLabel(words.saveName).fill('mine');
    await page.getByRole('dialog').getByRole('button', { name: words.save }).click();
    const saved = page.getByRole('list', { name: words.saved });
    await saved.getByRole('link', { name: 'New scenario' }).waitFor();
  });

  it('shows the line of a fault, runs nothing with one, and completes names', async () => {
    const { page } = await world.open('/scenarios?scenario=new');
    await page.getByText(words.valid, { exact: true }).waitFor();
    await focusEditor(page);
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.insertText('  - wait: 5');
    await page.getByText(/^Line 10: a time with its unit/).waitFor();
    expect(await page.getByRole('button', { name: words.run, exact: true }).isDisabled()).toBe(
      true,
    );

    await page.keyboard.press('Backspace');
    await page.keyboard.insertText('5s\n');
    await page.keyboard.insertText('- ');
    await page.keyboard.press('Control+Space');
    await page.getByRole('option', { name: /^operation/ }).waitFor();
  });
});
