/** What was being written, for each station and action, while other screens are open. Forgotten with the page. */

const texts = new Map<string, string>();
const chosen = new Map<string, string>();

const firstAction = 'TriggerMessage';

const key = (station: string, action: string): string => JSON.stringify([station, action]);

export function draftText(station: string, action: string): string | undefined {
  return texts.get(key(station, action));
}

export function keepDraft(station: string, action: string, text: string): void {
  texts.set(key(station, action), text);
}

/** The action that was open at a station last. */
export function chosenAction(station: string): string {
  return chosen.get(station) ?? firstAction;
}

export function chooseAction(station: string, action: string): void {
  chosen.set(station, action);
}

export type PayloadView = 'form' | 'json';

let view: PayloadView = 'form';

/** How payloads were written last. */
export const keptView = (): PayloadView => view;

export function keepView(wanted: PayloadView): void {
  view = wanted;
}
