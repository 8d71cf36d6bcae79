/**
 * What test titles prove: requirement numbers they name, actions and configuration keys they begin with. Pure; the
 * conventions of titles are written in the guide page these tables are made for.
 */
import { type Action16, actions16 } from '../../shared/ocpp/actions.ts';
import { configurationKeys } from '../../shared/ocpp/configuration-keys.ts';
import { type Requirement, requirements } from './requirements.ts';
import type { TestTitle } from './titles.ts';
import { keysWithoutEffect } from './unseen-keys.ts';

export type Role = 'charge point' | 'CSMS';

/** Files in which something is tested, each once, in order. */
export type Files = readonly string[];

export interface RequirementCoverage extends Requirement {
  files: Files;
}

export interface ActionCoverage {
  action: Action16;
  sender: 'charge point' | 'CSMS' | 'both';
  cells: Record<Role, { positive: Files; negative: Files }>;
}

export interface KeyCoverage {
  key: string;
  /** Types, limits, whether it may be changed. */
  access: Files;
  /** What the charge point does because of it. */
  effect: Files;
  /** Why it has no effect a test can see. */
  unseen?: string;
}

export interface Coverage {
  requirements: readonly RequirementCoverage[];
  actions: readonly ActionCoverage[];
  keys: readonly KeyCoverage[];
}

/** Folders and files by the role they test; what tests neither is no proof of an action. */
const places: readonly [start: string, role: Role][] = [
  ['tests/charge-point/', 'charge point'],
  ['tests/peers/foreign-central-system', 'charge point'],
  ['electron/bench/charge-point/', 'charge point'],
  ['tests/csms/', 'CSMS'],
  ['tests/peers/foreign-charge-point', 'CSMS'],
  ['electron/bench/csms/', 'CSMS'],
];

const roleOf = (file: string): Role | undefined =>
  places.find(([start]) => file.startsWith(start))?.[1];

/** Words by which a title says that a request is refused or something goes wrong. */
const refusals =
  /CALLERROR|Violation|Rejected|refused|NotSupported|NotImplemented|SecurityError|GenericError|InternalError|Failed|Failure|NotFound|Unknown|Invalid|Revoked|Blocked|Expired|ConcurrentTx|VersionMismatch|Pending|BadMessage|PermissionDenied|is a finding|silence|no answer/;

/** A status of a connector is a refusal in the answer to ReserveNow only. */
const refusalsOfReserveNow = /Occupied|Faulted|Unavailable/;

const acceptances = /\b(Accepted|Unlocked|Scheduled|Uploaded|Installed)\b/;

/** Numbers that may stand before the subject of a title, as in `A05.FR.01 TC_084 SecurityProfile: …`. */
const numbers = /^(?:(?:[A-Z]\d{2}(?:\.FR\.\d+(?:–\d+)?)?|TC_\d\w*|[RSWH]\d+)[,:]? +)+/;

/** What stands before the first colon: `ReserveNow and CancelReservation: …` has two subjects. */
function subjectsOf(title: string): string[] {
  const [subject = '', ...rest] = title.replace(numbers, '').split(':');
  return rest.length === 0 ? [] : subject.split(/, | and /);
}

/** `A00.FR.202–206` names five. */
function requirementsIn(text: string): string[] {
  return [...text.matchAll(/([A-Z]\d{2}\.FR\.)(\d+)(?:–(\d+))?/g)].flatMap(
    ([, start = '', first = '', last = first]) =>
      Array.from(
        { length: Number(last) - Number(first) + 1 },
        (_, index) => `${start}${String(Number(first) + index).padStart(first.length, '0')}`,
      ),
  );
}

function filesOf(titles: readonly TestTitle[]): Files {
  return [...new Set(titles.map(({ file }) => file))];
}

interface ReadTitle extends TestTitle {
  role: Role | undefined;
  subjects: readonly string[];
  isNegative: boolean;
  isPositive: boolean;
  /** What the title says after its subject. */
  statement: string;
  requirements: ReadonlySet<string>;
}

function read(title: TestTitle): ReadTitle {
  const own = title.path.at(-1) ?? '';
  const subjects = subjectsOf(own);
  const statement = own.replace(numbers, '').split(':').slice(1).join(':').trim();
  const isNegative =
    refusals.test(statement) ||
    (subjects.includes('ReserveNow') && refusalsOfReserveNow.test(statement));
  return {
    ...title,
    role: roleOf(title.file),
    subjects,
    statement,
    isNegative,
    isPositive: !isNegative || acceptances.test(statement),
    requirements: new Set(requirementsIn(title.path.join(' '))),
  };
}

/** What a title says of a key that is no effect: who may change it, to what. */
const aboutAccess = /^(a change is taken|read-only|Rejected for )/;

const senders = { 'charge-point': 'charge point', csms: 'CSMS', both: 'both' } as const;

/** Sorts titles into the tables. */
export function coverageOf(titles: readonly TestTitle[]): Coverage {
  const all = titles.map(read);
  const cell = (action: Action16, role: Role) => {
    const of = all.filter((title) => title.role === role && title.subjects.includes(action));
    return {
      positive: filesOf(of.filter(({ isPositive }) => isPositive)),
      negative: filesOf(of.filter(({ isNegative }) => isNegative)),
    };
  };
  return {
    requirements: requirements.map((requirement) => ({
      ...requirement,
      files: filesOf(all.filter((title) => title.requirements.has(requirement.id))),
    })),
    actions: actions16.map(({ action, sender }) => ({
      action,
      sender: senders[sender],
      cells: { 'charge point': cell(action, 'charge point'), CSMS: cell(action, 'CSMS') },
    })),
    keys: configurationKeys.map(({ name }) => {
      const of = all.filter(
        ({ role, subjects }) => role === 'charge point' && subjects.includes(name),
      );
      const unseen = keysWithoutEffect.get(name);
      return {
        key: name,
        access: filesOf(of.filter(({ statement }) => aboutAccess.test(statement))),
        effect: filesOf(of.filter(({ statement }) => !aboutAccess.test(statement))),
        ...(unseen === undefined ? {} : { unseen }),
      };
    }),
  };
}

/** What has no test although it could have one, and what is called unobservable although a test observes it. */
export function holesIn({ requirements: numbered, actions, keys }: Coverage): string[] {
  const holes: string[] = [];
  for (const { id, unseen, files } of numbered) {
    if (unseen === undefined && files.length === 0) holes.push(`${id} has no test`);
    if (unseen !== undefined && files.length > 0) holes.push(`${id} is said to be unobservable`);
  }
  for (const { action, cells } of actions) {
    for (const role of ['charge point', 'CSMS'] as const) {
      for (const kind of ['positive', 'negative'] as const) {
        if (cells[role][kind].length === 0) holes.push(`${action}: ${role}, ${kind} has no test`);
      }
    }
  }
  for (const { key, unseen, access, effect } of keys) {
    if (unseen === undefined && effect.length === 0) holes.push(`${key}: no effect is tested`);
    if (unseen !== undefined && effect.length > 0) holes.push(`${key} is said to have no effect`);
    if (access.length === 0 && effect.length === 0 && unseen === undefined) {
      holes.push(`${key}: access is not tested`);
    }
  }
  return holes;
}

/** Requirement numbers in titles that the whitepaper does not have, with the file they are in. */
export function unknownRequirements(titles: readonly TestTitle[]): string[] {
  const known = new Set(requirements.map(({ id }) => id));
  return titles.flatMap(({ file, path }) =>
    requirementsIn(path.join(' '))
      .filter((id) => !known.has(id))
      .map((id) => `${id} in ${file}`),
  );
}
