/** Puts the typed filter and the quick switches together. Pure; knows the filter language only. */
import { type FilterTerm, parseFilter } from '../../../shared/filter/frame-filter.ts';

export interface QuickSwitches {
  errorsOnly: boolean;
  hidePings: boolean;
}

const isAboutPings = (term: FilterTerm): boolean =>
  term.key === 'type' &&
  !term.negated &&
  term.values.some(
    (value) => 'kinds' in value && value.kinds.some((kind) => kind === 'ping' || kind === 'pong'),
  );

/** Somebody who asks for pings gets them, whatever the switch says. */
function asksForPings(text: string): boolean {
  const parsed = parseFilter(text);
  return parsed.ok && parsed.filter.terms.some(isAboutPings);
}

export function composeFilter(text: string, { errorsOnly, hidePings }: QuickSwitches): string {
  return [
    text.trim(),
    errorsOnly ? 'errors' : '',
    hidePings && !asksForPings(text) ? '-type:ping,pong' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}
