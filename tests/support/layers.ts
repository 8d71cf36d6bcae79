/**
 * The layer rules of the house as a function over its files: who may import whom, and how big and knotted a file may be.
 * Knows nothing of the disk; the same rules are in biome.json, as far as Biome can express them.
 */
import { posix } from 'node:path';
import { type Import, readSource } from './imports.ts';

interface Room {
  /** Rooms it may import; its own is always among them. `a/*` is every room below `a`. */
  imports: readonly string[];
  /** Rooms of which it may import types only. */
  types?: readonly string[];
  /** npm packages it may import; any when left out. */
  packages?: readonly string[];
  /** Packages that it may not import although others are free. */
  forbiddenPackages?: readonly string[];
  /** May not use `node:` modules. */
  anywhere?: true;
}

const desktopOnly = ['electron'];
const screensOnly = ['react', 'react-dom', '@mantine', '@tanstack', 'monaco-editor'];
const bench = { forbiddenPackages: [...desktopOnly, ...screensOnly, '@orpc/server'] } as const;
const role = {
  ...bench,
  imports: ['bench/wire', 'bench/pki', 'bench/files', 'shared'],
  types: ['bench/capture', 'bench/store'],
} as const;
const screens = {
  anywhere: true,
  forbiddenPackages: [
    ...desktopOnly,
    'ws',
    '@orpc/server',
    '@orpc/openapi',
    '@peculiar/x509',
    'commander',
  ],
} as const;

/** Who may import whom. A folder that is not here is a new room: it needs a decision and a line. */
const rooms: Readonly<Record<string, Room>> = {
  shared: { imports: [], packages: ['zod', '@orpc/contract', 'yaml'], anywhere: true },
  'bench/wire': { ...bench, imports: ['bench/pki', 'shared'] },
  'bench/pki': { ...bench, imports: ['shared'] },
  'bench/files': { ...bench, imports: ['bench/pki', 'shared'] },
  'bench/capture': { ...bench, imports: ['shared'] },
  'bench/store': { ...bench, imports: ['shared'] },
  'bench/network': { ...bench, imports: ['shared'] },
  'bench/names-and-time': { ...bench, imports: ['shared'] },
  'bench/probe': { ...bench, imports: ['bench/wire', 'bench/pki', 'shared'] },
  'bench/csms': role,
  'bench/charge-point': role,
  'bench/proxy': role,
  'bench/diagnosis': { imports: ['shared'], packages: [], anywhere: true },
  'bench/rehearsal': { ...bench, imports: ['bench/capture', 'shared'] },
  'bench/scenarios': {
    ...bench,
    imports: ['bench/capture', 'shared'],
    types: ['bench/csms', 'bench/charge-point', 'bench/store'],
  },
  'bench/report': { ...bench, imports: ['bench/capture', 'shared'] },
  bench: { ...bench, imports: ['bench/*', 'shared'] },
  server: {
    forbiddenPackages: [...desktopOnly, ...screensOnly],
    imports: ['bench', 'bench/*', 'shared'],
  },
  cli: {
    forbiddenPackages: [...desktopOnly, ...screensOnly],
    imports: ['server', 'bench', 'bench/*', 'shared'],
  },
  desktop: { forbiddenPackages: [...screensOnly, 'ws', '@orpc/server'], imports: ['shared'] },
  'renderer/app': { ...screens, imports: ['renderer/features/*', 'renderer/components', 'shared'] },
  'renderer/features/*': { ...screens, imports: ['renderer/app', 'renderer/components', 'shared'] },
  'renderer/components': { ...screens, imports: ['shared'] },
};

/** The room a file is in, for example `bench/wire`, or undefined when it is in none. */
export function roomOf(path: string): string | undefined {
  const parts = path.split('/');
  const [top, second, third] = parts;
  if (top === 'shared') return 'shared';
  if (top === 'electron' && second === 'bench')
    return parts.length === 3 ? 'bench' : `bench/${third}`;
  if (top === 'electron') return parts.length > 2 ? second : undefined;
  if (top !== 'renderer' || parts.length < 3) return undefined;
  return second === 'features' ? `renderer/features/${third}` : `renderer/${second}`;
}

function rulesOf(room: string): Room | undefined {
  return (
    rooms[room] ??
    (room.startsWith('renderer/features/') ? rooms['renderer/features/*'] : undefined)
  );
}

function matches(room: string, pattern: string): boolean {
  return pattern.endsWith('/*') ? room.startsWith(pattern.slice(0, -1)) : room === pattern;
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function isListed(name: string, list: readonly string[]): boolean {
  return list.some((entry) => name === entry || name.startsWith(`${entry}/`));
}

/** Where a relative specifier leads, without query: `./editor.worker.ts?worker` is that file too. */
function targetOf(path: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return posix.join(posix.dirname(path), specifier.replace(/\?.*$/, ''));
}

/** Why a file in `room` may not have this import, or undefined when it may. */
function objection(path: string, room: string, { specifier, kind }: Import): string | undefined {
  const rules = rulesOf(room);
  if (rules === undefined) return 'is in a room that has no layer rule';
  const target = targetOf(path, specifier);
  if (target === undefined) return objectionToPackage(rules, specifier);
  if (target.startsWith('assets/') || target === 'package.json') return undefined;
  const targetRoom = roomOf(target);
  if (targetRoom === room) return undefined;
  if (targetRoom === undefined) return `imports ${target}, which belongs to no room`;
  if (rules.imports.some((pattern) => matches(targetRoom, pattern))) return undefined;
  const typesOnly = rules.types?.some((pattern) => matches(targetRoom, pattern)) ?? false;
  if (typesOnly && kind === 'type') return undefined;
  return `imports ${target}: ${room} may import ${typesOnly ? 'only types of' : 'nothing of'} ${targetRoom}`;
}

function objectionToPackage(rules: Room, specifier: string): string | undefined {
  if (specifier.startsWith('node:')) {
    return rules.anywhere === true ? `imports ${specifier}, which exists in Node only` : undefined;
  }
  const name = packageOf(specifier);
  const refused =
    (rules.packages !== undefined && !isListed(name, rules.packages)) ||
    isListed(name, rules.forbiddenPackages ?? []);
  return refused ? `imports the package ${name}, which has no business there` : undefined;
}

const isTest = (path: string): boolean => path.endsWith('.test.ts') || path.startsWith('tests/');
const longestFile = 400;

/**
 * Checks all source files of the repository.
 * @param files text by path relative to the repository, with forward slashes
 * @returns one sentence per violation, in the order of the paths
 */
export function layerViolations(files: ReadonlyMap<string, string>): string[] {
  const violations: string[] = [];
  const graph = new Map<string, string[]>();
  for (const [path, text] of [...files].sort(([left], [right]) => (left < right ? -1 : 1))) {
    const { imports, isBarrel } = readSource(path, text);
    if (isBarrel) violations.push(`${path} only hands on what other files export`);
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    if (lines > longestFile && !isTest(path)) violations.push(`${path} has ${lines} lines`);
    graph.set(path, edgesOf(path, imports, files));
    const room = roomOf(path);
    if (room === undefined || isTest(path)) continue;
    for (const one of imports) {
      const problem = objection(path, room, one);
      if (problem !== undefined) violations.push(`${path} ${problem}`);
    }
  }
  return [...violations, ...cycles(graph)];
}

/** Files that must be there before this one can run or be understood; a dynamic import comes later. */
function edgesOf(
  path: string,
  imports: readonly Import[],
  files: ReadonlyMap<string, string>,
): string[] {
  return imports
    .filter(({ kind }) => kind !== 'dynamic')
    .map(({ specifier }) => targetOf(path, specifier))
    .filter((target) => target !== undefined && files.has(target)) as string[]; // The filter drops undefined.
}

/** One sentence per import cycle, each cycle once, starting at its first path. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const found = new Set<string>();
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      const loop = trail.slice(start);
      const first = loop.indexOf([...loop].sort()[0] ?? path);
      found.add([...loop.slice(first), ...loop.slice(0, first), loop[first]].join(' -> '));
      return;
    }
    if (done.has(path)) return;
    for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return [...found].map((cycle) => `import cycle: ${cycle}`);
}
