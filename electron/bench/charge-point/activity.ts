/**
 * What a charge point did lately, for the diagnostics it uploads: a short list in memory, oldest forgotten first.
 * Names actions and results, never payloads: a key may be among them.
 */
/** One line: milliseconds since 1970 by the clock of the charge point, and what happened. */
export interface Activity {
  atMs: number;
  part: 'ocpp' | 'link' | 'firmware' | 'files' | 'security';
  what: string;
}

const mostKept = 100;

/** What keeps the list. */
export interface Diary {
  activities: Activity[];
  nowMs(): number;
}

/** Notes what happened. */
export function note(diary: Diary, part: Activity['part'], what: string): void {
  const { activities } = diary;
  activities.push({ atMs: diary.nowMs(), part, what });
  if (activities.length > mostKept) activities.shift();
}
