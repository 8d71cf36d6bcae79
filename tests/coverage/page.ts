/** The coverage page of the guide, from what the titles prove. Pure: the same titles give the same text. */
import type { Coverage, Files } from './tables.ts';

const introduction = `# What is tested

Which test proves what: made from the titles of the tests by \`node build/run.mjs coverage-tables\`, so that it says
nothing a test does not. A test that is removed or renamed takes its entry along; \`npm test\` fails when this page is
older than the tests, or when something that can be observed has no test.

A title begins with its subject: an action (\`ReserveNow: …\`), a configuration key (\`HeartbeatInterval: …\`), or both
after the numbers of the requirements it proves (\`A05.FR.01 SecurityProfile: …\`). It counts as negative when it names
a refusal: a status such as Rejected or Failed, or a CALLERROR.`;

function links(files: Files): string {
  return files
    .map((file) => {
      const label =
        file
          .split('/')
          .at(-1)
          ?.replace(/\.test\.ts$/, '') ?? file;
      return `[${label}](../../${file})`;
    })
    .join(', ');
}

const orNone = (files: Files): string => (files.length === 0 ? 'none' : links(files));

/** What is not followed says so itself; everything else cannot be observed. */
const reason = (unseen: string): string =>
  unseen.startsWith('not followed') ? unseen : `not observable: ${unseen}`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function requirementTable({ requirements }: Coverage): string {
  const rows = requirements.map(({ id, binds, subject, unseen, files }) => [
    id,
    binds,
    subject,
    unseen === undefined ? orNone(files) : reason(unseen),
  ]);
  return table(['number', 'binds', 'subject, in our words', 'tested in'], rows);
}

function actionTable({ actions }: Coverage): string {
  const rows = actions.map(({ action, sender, cells }) => [
    action,
    sender,
    orNone(cells['charge point'].positive),
    orNone(cells['charge point'].negative),
    orNone(cells.CSMS.positive),
    orNone(cells.CSMS.negative),
  ]);
  const head = [
    'action',
    'sent by',
    'charge point',
    'charge point, negative',
    'CSMS',
    'CSMS, negative',
  ];
  return table(head, rows);
}

function keyTable({ keys }: Coverage): string {
  const rows = keys.map(({ key, access, effect, unseen }) => [
    key,
    unseen !== undefined && access.length === 0 ? '' : orNone(access),
    unseen === undefined ? orNone(effect) : reason(unseen),
  ]);
  return table(['key', 'type and access', 'effect'], rows);
}

/** Markdown, with a line end at its end. */
export function coveragePage(coverage: Coverage): string {
  return `${[
    introduction,
    '## Actions',
    'Both roles of the bench: what each does when all is well, and when it is not.',
    actionTable(coverage),
    '## Configuration keys',
    'Of the emulated charge point.',
    keyTable(coverage),
    '## Requirements of the security whitepaper',
    'The numbers are those of its third edition. Where a number exists twice, it is for profile 2 and profile 3.',
    requirementTable(coverage),
  ].join('\n\n')}\n`;
}
