/** The shape of the words for a step, and how numbers stand in them. Apart, so that the words files share them. */
import type { Parameters } from './model.ts';

/** What is the case, and what to do on which side; absent where there is nothing to do. */
export interface StepWords {
  text: string;
  chargePoint?: string;
  csms?: string;
  network?: string;
}

export type StepTexts = Readonly<Record<string, (parameters: Partial<Parameters>) => StepWords>>;

export const text = (value: unknown): string =>
  value === undefined || value === '' ? 'unknown' : String(value);

export const milliseconds = (value: unknown): string =>
  typeof value === 'number' ? `${value < 10 ? value.toFixed(1) : Math.round(value)} ms` : 'unknown';

export const count = (value: unknown, one: string, many: string): string =>
  `${text(value)} ${value === 1 ? one : many}`;
