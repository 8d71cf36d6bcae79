/** The Bench screen as a person uses it. */
import type { Locator, Page } from 'playwright-core';
import { type profileChoices, profileWords } from '../../../renderer/components/words.ts';
import {
  connectWords,
  csmsWords,
  listenerFormWords,
  listenerWords,
  tryItWords,
} from '../../../renderer/features/bench/words.ts';

type Profile = keyof typeof profileChoices;

/** A part of the screen, by its heading. */
function panel(page: Page, title: string): Locator {
  return page.getByRole('region', { name: title, exact: true });
}

/** Radio of a profile; the label is what a person clicks. */
function profileOption(place: Locator, profile: Profile): Locator {
  const picker = place.getByRole('radiogroup', { name: profileWords.choose });
  return picker.getByText(new RegExp(`^(Profile )?${profile}( · .*)?$`));
}

export function benchPage(page: Page) {
  const tryIt = panel(page, tryItWords.title);
  const csms = panel(page, csmsWords.title);
  const connect = panel(page, connectWords.title);
  return {
    tryIt,
    csms,
    connect,
    listening: csms.getByText(listenerWords.listening, { exact: true }),

    /** Starts the proposed listener, on a free port instead of the proposed one. */
    async startListener(): Promise<void> {
      await csms.getByLabel(listenerFormWords.port, { exact: true }).fill('0');
      await csms.getByRole('button', { name: listenerFormWords.start }).click();
    },
    /** “Try it now” on a profile; answers the identity once it is connected. */
    async connectEmulated(profile: Profile): Promise<string> {
      await profileOption(tryIt, profile).click();
      const connected = tryIt.getByText(/^\S+ is connected$/);
      const before = (await connected.count()) > 0 ? await connected.textContent() : undefined;
      await tryIt
        .getByRole('button', {
          name: new RegExp(`^(${tryItWords.connect}|${tryItWords.connectAgain})$`),
        })
        .click();
      await tryIt
        .getByText(/^\S+ is connected$/)
        .filter({ hasNotText: before ?? 'nothing that could stand there' })
        .waitFor();
      return ((await connected.textContent()) ?? '').split(' ')[0] ?? '';
    },
    async seeFrames(): Promise<void> {
      await tryIt.getByRole('link', { name: tryItWords.frames }).click();
    },
    /** The URLs on the screen for a profile, without the identity. */
    async urls(profile: Profile): Promise<string[]> {
      await profileOption(connect, profile).click();
      await connect.getByLabel(connectWords.identity, { exact: true }).fill('');
      const more = connect.getByRole('button', { name: /more address/ });
      if ((await more.count()) > 0) await more.click();
      const cells = connect.getByRole('table', { name: connectWords.url }).getByText(/^wss?:/);
      return cells.allTextContents();
    },
  };
}
