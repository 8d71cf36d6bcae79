/**
 * The pages for people against the program: links lead somewhere, flags and filter keys are those that exist.
 * Reads Markdown and the help texts only; what a command does is tested elsewhere.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { parseBenchFile } from '../electron/cli/bench-file.ts';
import { createProgram } from '../electron/cli/command-line.ts';
import { filterKeys, typeWords } from '../shared/filter/frame-filter.ts';
import { isConnectionFailureCode } from '../shared/security/connection-words.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function pagesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? pagesIn(join(folder, entry.name))
      : entry.name.endsWith('.md')
        ? [join(folder, entry.name)]
        : [],
  );
}

const pages = ['README.md', 'CONTRIBUTING.md', ...pagesIn('docs')];
const read = (page: string): string => readFileSync(join(root, page), 'utf8');

/** The text without code, in which brackets and parentheses are no links. */
function prose(page: string): string {
  return read(page)
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/`[^`\n]*`/g, '');
}

/** GitHub's name for a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

function anchorsOf(page: string): Set<string> {
  const headings = read(page).matchAll(/^#{1,6}\s+(.+)$/gm);
  return new Set([...headings].map(([, heading = '']) => anchorOf(heading)));
}

/** Why a link of a page leads nowhere; undefined when it leads somewhere. */
function deadReason(page: string, target: string): string | undefined {
  const [path = '', anchor] = target.split('#');
  const goal = path === '' ? page : relative(root, join(root, dirname(page), path));
  if (!existsSync(join(root, goal))) return `${page}: ${target} does not exist`;
  if (anchor === undefined || !goal.endsWith('.md')) return undefined;
  return anchorsOf(goal).has(anchor) ? undefined : `${page}: ${goal} has no heading #${anchor}`;
}

describe('links', () => {
  it('every relative link and image leads to a file, every anchor to a heading', () => {
    const dead = pages.flatMap((page) =>
      [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !/^[a-z]+:/.test(target))
        .flatMap((target) => deadReason(page, target) ?? []),
    );
    expect(dead).toEqual([]);
  });

  it('every page of the guide can be reached from its index', () => {
    const index = read('docs/guide/index.md');
    const missing = readdirSync(join(root, 'docs/guide'))
      .filter((name) => name.endsWith('.md') && name !== 'index.md')
      .filter((name) => !index.includes(`](${name}`));
    expect(missing).toEqual([]);
  });
});

/** Every command of the program, those that only hold others included, by its words; the program itself by none. */
function commandsOf(command: Command, above: readonly string[] = []): Map<string, Command> {
  const below = command.commands.flatMap((one) => {
    const words = [...above, one.name()];
    return [...commandsOf(one, words)];
  });
  return new Map([[above.join(' '), command], ...below]);
}

const program = createProgram(() => undefined, false);
const commands = commandsOf(program);
const names = [...commands.keys()].filter((name) => name !== '');

/** What a command says of itself. */
function helpOf(name: string): string {
  return commands.get(name)?.helpInformation() ?? '';
}

function flagsIn(text: string): Set<string> {
  return new Set([...text.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([flag]) => flag));
}

/** Flags of `npm start`, of npm and of other programs that the page shows. */
const otherFlags = new Set(['--browser']);

describe('the command line page', () => {
  const page = read('docs/guide/command-line.md');

  it('names every command and flag of --help, and no other', () => {
    expect(names.length).toBeGreaterThan(10);
    const existing = flagsIn(['', ...names].map(helpOf).join('\n'));
    const documented = flagsIn(page);
    expect([...existing].filter((flag) => !documented.has(flag))).toEqual([]);
    const unknown = [...documented].filter((flag) => !existing.has(flag) && !otherFlags.has(flag));
    expect(unknown).toEqual([]);
    const isNamed = (name: string) => page.includes(`## ${name}\n`) || page.includes(`\`${name}`);
    expect(names.filter((name) => !isNamed(name))).toEqual([]);
  });

  it('shows examples of the command line, here and elsewhere, that use existing flags only', () => {
    for (const source of pages) {
      for (const [, example = ''] of read(source).matchAll(/npm run benchpoint -- ([^\n`]*)/g)) {
        const [first] = example.split(/\s+/);
        if (first === 'COMMAND' || first === '…') continue;
        const command = names
          .filter((name) => `${example} `.startsWith(`${name} `))
          .toSorted((left, right) => right.length - left.length)[0];
        expect(command, `${source}: ${example}`).toBeDefined();
        const known = flagsIn(helpOf(command ?? ''));
        const unknown = [...flagsIn(example)].filter((flag) => !known.has(flag));
        expect(unknown, `${source}: ${example}`).toEqual([]);
      }
    }
  });
});

describe('the command line in short', () => {
  const lines = read('README.md').match(/^ {4}npm run benchpoint -- .*$/gm) ?? [];
  const lineOf = (command: string) => lines.find((line) => line.includes(` -- ${command} `)) ?? '';
  const wordAfter = (line: string, flag: string) =>
    new RegExp(`${flag} (\\S+)`).exec(line)?.[1] ?? '';

  it('shows a charge point that the Central System beside it lets in', () => {
    const chargePoint = lineOf('charge-point');
    const [id, password, profile] = ['--id', '--password', '--profile'].map((flag) =>
      wordAfter(chargePoint, flag),
    );
    expect(wordAfter(lineOf('csms'), '--station')).toBe(`${id}:${password}`);
    const { port } = new URL(wordAfter(chargePoint, '--url'));
    expect(lineOf('csms')).toMatch(new RegExp(`--listen ${profile}@\\S+:${port} `));
    expect(password).toMatch(/^.{16,20}$/);
  });
});

describe('the filter on the frames page', () => {
  const page = read('docs/guide/frames.md');

  it('every key is explained', () => {
    expect(filterKeys.filter((key) => !page.includes(`\`${key}:`))).toEqual([]);
    expect(page).toContain('`errors`');
  });

  it('every word after type: is explained', () => {
    const rows = page.split('| after `type:` |')[1]?.split('\n\n')[0] ?? '';
    expect(Object.keys(typeWords).filter((word) => !rows.includes(`\`${word}\``))).toEqual([]);
  });
});

describe('examples and codes', () => {
  it('assets/examples/bench.yaml is a valid bench file', () => {
    const path = 'assets/examples/bench.yaml';
    expect(parseBenchFile(read(path), path)).toMatchObject({ ok: true });
  });

  it('every failure code on the troubleshooting page exists', () => {
    const codes = [
      ...read('docs/guide/troubleshooting-connections.md').matchAll(/\(`([a-z0-9-]+)`\)/g),
    ].map(([, code = '']) => code);
    expect(codes.length).toBeGreaterThan(30);
    expect(codes.filter((code) => !isConnectionFailureCode(code))).toEqual([]);
  });

  it('every test that docs/security.md names exists', () => {
    const named = [...read('docs/security.md').matchAll(/`([\w./-]+\.test\.ts)`/g)].map(
      ([, path = '']) => path,
    );
    expect(named.length).toBeGreaterThan(10);
    expect([...new Set(named)].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
