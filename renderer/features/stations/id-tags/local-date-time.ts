/** Turns RFC 3339 into what a `datetime-local` field holds and back, on the clock the person chose. Pure. */
import type { TimeDisplay } from '../../../components/format.ts';

const pad = (value: number): string => String(value).padStart(2, '0');

/** `2026-11-22T14:03`, or empty when there is no such time. */
export function toField(at: string | undefined, display: TimeDisplay): string {
  const date = new Date(at ?? '');
  if (Number.isNaN(date.getTime())) return '';
  if (display === 'utc') return date.toISOString().slice(0, 16);
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day}T${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

const fieldShape = /^\d{4,}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/;

/** RFC 3339 in UTC; undefined for an empty or unreadable field. */
export function fromField(text: string, display: TimeDisplay): string | undefined {
  const date = new Date(display === 'utc' ? `${text}Z` : text);
  return fieldShape.test(text) && !Number.isNaN(date.getTime()) ? date.toISOString() : undefined;
}
