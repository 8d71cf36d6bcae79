/**
 * What the name server and the time server say to people, for the screen, the frames and the command line.
 * Makes sentences from codes and numbers only.
 */

/** What became of a query, by outcome; the name and the answer stand around it. */
const nameOutcomes: Readonly<Record<string, string>> = {
  'no-data': 'the name exists, without such an address',
  'not-found': 'no such name',
  refused: 'refused',
  malformed: 'cannot be read',
  unsupported: 'not supported',
  ignored: 'not answered',
};

const reasons: Readonly<Record<string, string>> = {
  'too-short': 'too short',
  'too-long': 'longer than any query is',
  'is-a-response': 'it is an answer, not a question',
  'opcode-unknown': 'another operation than a query',
  'no-question': 'no question in it',
  'several-questions': 'several questions in one',
  'question-unreadable': 'a name that cannot be written back',
  unreadable: 'broken: a length beyond its end, or a loop',
  'edns-version-unknown': 'an unknown version of EDNS',
  'other-network': 'it came from a network this computer is not in',
  'too-many-queries': 'too many in a short time',
  empty: 'empty',
  'version-unknown': 'an unknown version',
  'mode-unknown': 'not a request for the time',
};

const reasonText = (reason: string | undefined): string =>
  reason === undefined ? '' : ` (${reasons[reason] ?? reason})`;

/** Types without a name in the library. */
const typeNames: Readonly<Record<string, string>> = { UNKNOWN_64: 'SVCB', UNKNOWN_65: 'HTTPS' };

export function typeName(type: string): string {
  return typeNames[type] ?? type.replace(/^UNKNOWN_/, 'TYPE');
}

/** `csms.example (A): answered 192.168.7.1`. */
export function sayNameQuery(query: {
  name?: string | undefined;
  type?: string | undefined;
  outcome?: string | undefined;
  answers: readonly string[];
  reason?: string | undefined;
}): string {
  const { name, type, outcome = '', answers, reason } = query;
  const what = name === undefined ? 'a name' : `${name} (${typeName(type ?? '')})`;
  const answer =
    outcome === 'answered'
      ? `answered ${answers.join(', ')}`
      : `${nameOutcomes[outcome] ?? outcome}${reasonText(reason)}`;
  return `${what}: ${answer}`;
}

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const yearMs = 365.25 * dayMs;

const units: readonly [ms: number, one: string, many: string][] = [
  [yearMs, 'year', 'years'],
  [dayMs, 'day', 'days'],
  [hourMs, 'hour', 'hours'],
  [minuteMs, 'minute', 'minutes'],
  [secondMs, 'second', 'seconds'],
];

/** Less than this is the way of the packet, not the clock. */
const rightWithinMs = 1000;

/** `56 years behind`, `right`. Ahead is positive. */
export function saySkew(skewMs: number): string {
  const distance = Math.abs(skewMs);
  if (distance < rightWithinMs) return 'right';
  const [ms, one, many] = units.find(([unit]) => distance >= unit) ?? [
    secondMs,
    'second',
    'seconds',
  ];
  const count = Math.floor(distance / ms);
  return `${count} ${count === 1 ? one : many} ${skewMs < 0 ? 'behind' : 'ahead'}`;
}

/** `2026-11-22T10:00:00.000Z` as it is read: `2026-11-22 10:00:00 UTC`. */
function timeText(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;
}

/** What the asker's own clock says. */
export function sayClock(clock: {
  theirTime?: string | undefined;
  skewMs?: number | undefined;
}): string {
  const { theirTime, skewMs } = clock;
  if (theirTime === undefined || skewMs === undefined) return 'does not tell its own time';
  return `its clock says ${timeText(theirTime)}, ${saySkew(skewMs)}`;
}

export function sayTimeQuery(query: {
  outcome?: string | undefined;
  theirTime?: string | undefined;
  skewMs?: number | undefined;
  offsetMs?: number | undefined;
  reason?: string | undefined;
}): string {
  const { outcome = '', offsetMs = 0, reason } = query;
  if (outcome !== 'answered') return `${nameOutcomes[outcome] ?? outcome}${reasonText(reason)}`;
  const moved = offsetMs === 0 ? '' : `, answered with a clock ${saySkew(offsetMs)}`;
  return `${sayClock(query)}${moved}`;
}
