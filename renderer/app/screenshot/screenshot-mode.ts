/**
 * Whether this tab shows stand-ins instead of names, keys and addresses, and the one place through which every answer
 * and request of the screens goes. Knows no screen.
 */
import type { ClientContext, ClientLink } from '@orpc/client';
import { useSyncExternalStore } from 'react';
import { createPseudonyms, isReveal } from './pseudonyms.ts';
import { screenshotWords } from './words.ts';

const storageKey = 'benchpoint-screenshot-mode';
const namesKey = 'benchpoint-screenshot-names';
const names = createPseudonyms(storedNames());
const listeners = new Set<() => void>();
let isOn = sessionStorage.getItem(storageKey) === 'on';
/** Grows when a screen has to show itself anew: the mode changed, or a value on it is known to be a name only now. */
let revision = 0;
let announced = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** With the token in this tab's storage, and gone with the tab. */
function storedNames(): [string, string][] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(namesKey) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isPair) : [];
  } catch {
    // Somebody wrote something else there: the names begin anew.
    return [];
  }
}

function isPair(value: unknown): value is [string, string] {
  return (
    Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === 'string')
  );
}

function keepNames(all: ReturnType<typeof names.all>): void {
  try {
    sessionStorage.setItem(namesKey, JSON.stringify(all));
  } catch {
    // The tab's storage is full: when the page is loaded again, the stand-ins have other numbers.
    sessionStorage.removeItem(namesKey);
  }
}

/** Long enough for the answers of one screen. */
const settleMs = 300;

function tell(): void {
  revision += 1;
  for (const listener of [...listeners]) listener();
}

/** What was shown before a value became known is asked for again. */
function noteGrowth(): void {
  if (timer !== undefined || names.all().length === announced) return;
  timer = setTimeout(() => {
    timer = undefined;
    const all = names.all();
    announced = all.length;
    keepNames(all);
    tell();
  }, settleMs);
}

export function hideText(text: string): string {
  return isOn ? names.hideText(text) : text;
}

export function toggleScreenshotMode(): void {
  isOn = !isOn;
  if (isOn) sessionStorage.setItem(storageKey, 'on');
  else {
    sessionStorage.removeItem(storageKey);
    sessionStorage.removeItem(namesKey);
  }
  tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useScreenshotMode(): { on: boolean; revision: number } {
  const now = useSyncExternalStore(subscribe, () => revision);
  return { on: isOn, revision: now };
}

/** Calls through a link; while the mode is on, with stand-ins in the answers and real values in the requests. */
export const callWithStandIns: (
  link: ClientLink<ClientContext>,
) => ClientLink<ClientContext>['call'] = (link) => async (path, input, options) => {
  if (!isOn) return link.call(path, input, options);
  if (isReveal(path)) throw new Error(screenshotWords.noReveal);
  const answer = await link.call(path, names.restore(input), options);
  const hidden = names.hide(answer, path);
  noteGrowth();
  return hidden;
};
