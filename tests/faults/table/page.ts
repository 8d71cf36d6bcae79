/** The table of faults as a page of the guide. Pure: the same faults and words give the same text. */
import type { Fault, Part } from './fault.ts';
import { numberOf } from './faults.ts';
import { type FaultWords, wordsOf } from './words.ts';

const titles: Readonly<Record<Part, string>> = {
  network: 'Name, network and TCP',
  'first bytes': 'The first bytes, and handshakes that stop',
  TLS: 'Versions, suites, names, alerts',
  'server certificate': 'The certificate of the Central System',
  'client certificate': 'The certificate of the charge point',
  upgrade: 'The upgrade to a WebSocket',
};

const sideNames = { 'charge-point': 'Charge point', csms: 'Central System', network: 'Network' };

const tests = '[test](../../tests/faults/table-of-faults.test.ts)';

function introduction(count: number): string {
  return `# What the screen says: ${count} faults

Each fault below is made on purpose, by a program that is not ours, every time the tests run; then the page of the attempt
is read as you read it, and has to say what stands here. The words come from the program, so the table cannot promise
what the screen does not say. Made by \`node build/run.mjs fault-table\`.

**How to read it.** *Bench as* says which side the bench plays: as Central System a charger dials the bench, as charge
point the bench dials a Central System. The side that has to act first is **bold**. *Made by* is the foreign program; the
test has the number of the row in its title: \`npx vitest run tests/faults -t "fault 07"\`.

To look at your own case, open the attempt: [When a connection fails](troubleshooting-connections.md). To put faults
in front of a charger or a Central System yourself: [Security](security.md).`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function remedy({ todo, side }: FaultWords): string {
  return todo
    .map((one, index) => {
      const name = sideNames[one.side];
      const isFirst = index === 0 && side !== '';
      return `${isFirst ? `**${name}**` : name}: ${one.text}`;
    })
    .join('<br>');
}

function row(fault: Fault): string {
  const words = wordsOf(fault);
  const says = words.meaning === '' ? words.what : `*${words.what}.* ${words.meaning}`;
  const cells = [
    numberOf(fault),
    fault.wrong,
    fault.weAre === 'csms' ? 'Central System' : 'charge point',
    says,
    remedy(words),
    `${fault.peer}, ${tests}`,
  ];
  return `| ${cells.map(cell).join(' | ')} |`;
}

function section(part: Part, faults: readonly Fault[]): string {
  const head = [
    '',
    'what is wrong',
    'bench as',
    'what the screen says',
    'who has to act, and how',
    'made by',
  ];
  const rows = faults.filter((fault) => fault.part === part).map(row);
  const lines = [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...rows];
  return `## ${titles[part]}\n\n${lines.join('\n')}`;
}

/** Markdown, with a line end at its end. */
export function faultsPage(faults: readonly Fault[]): string {
  // The keys of an object that names every part.
  const parts = Object.keys(titles) as Part[];
  const sections = parts.map((part) => section(part, faults));
  return `${[introduction(faults.length), ...sections].join('\n\n')}\n`;
}
