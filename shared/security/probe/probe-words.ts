/**
 * The words of a probe's table for people, and the table as Markdown. Knows ids, findings and parameters; decides
 * nothing.
 */
import { certificateRuleWords, isCertificateRule } from '../certificate-words.ts';
import { securityProfiles } from '../security-profiles.ts';
import type { ProbeGroup, ProbeLine, ProfileSummary, ProfileVerdict } from './probe-line.ts';
import { chargerWords } from './probe-words-charger.ts';
import { endpointWords } from './probe-words-endpoint.ts';
import {
  commonFindings,
  failureTitle,
  type LineWords,
  type ProbeLineWords,
} from './probe-words-shape.ts';

const table: Readonly<Record<string, LineWords>> = { ...endpointWords, ...chargerWords };

/** Ids that have words. */
export const spokenLines = Object.keys(table);

export const verdictWords: Record<ProfileVerdict, string> = {
  holds: 'holds',
  breaks: 'breaks',
  unseen: 'cannot be seen',
  'not-probed': 'not probed',
};

export const groupWords: Record<ProbeGroup, string> = {
  network: 'Network',
  versions: 'TLS versions',
  suites: 'Cipher suites',
  handshake: 'Handshake',
  certificates: 'Server certificates',
  'client-certificate': 'Client certificates',
  upgrade: 'Upgrade and HTTP Basic',
  hello: 'ClientHello',
  behaviour: 'Behaviour',
};

function foundText(line: ProbeLine, words: LineWords | undefined): string {
  const found = words?.found?.[line.finding] ?? commonFindings[line.finding];
  return found === undefined ? `${failureTitle(line.finding)}.` : found(line);
}

function certificateText(line: ProbeLine): Partial<ProbeLineWords> | undefined {
  const rule = line.id.replace(/^certificate-/, '');
  if (line.id === rule || !isCertificateRule(rule)) return undefined;
  const holds = line.finding === 'holds';
  const { clause, parameters } = line;
  // Severity and enforcement do not change the words.
  const words = certificateRuleWords({
    ...{ rule, clause, holds, parameters },
    ...{ severity: 'error', enforced: false },
  });
  return { found: words.what, why: words.why, change: words.action };
}

/** One line in words; an id of a later program is shown as it is. */
export function probeLineWords(line: ProbeLine): ProbeLineWords {
  const words = table[line.id];
  const wanted = words?.wanted ?? '';
  const isFine = line.verdict === 'holds';
  const certificate = certificateText(line);
  return {
    line: words?.line(line) ?? line.id,
    found: certificate?.found ?? foundText(line, words),
    wanted: typeof wanted === 'string' ? wanted : wanted(line),
    why: isFine ? '' : (certificate?.why ?? words?.why ?? ''),
    change: isFine ? '' : (certificate?.change ?? words?.change ?? ''),
  };
}

/** `must` breaks; what only should be otherwise is said so. */
export function lineVerdictText({ verdict, weight }: ProbeLine): string {
  if (weight === 'info') return verdict === 'unseen' ? verdictWords.unseen : 'note';
  return verdict === 'breaks' && weight === 'should'
    ? 'should be otherwise'
    : verdictWords[verdict];
}

const lineCount = (count: number): string => (count === 1 ? '1 line' : `${count} lines`);

export function summaryText({ profile, verdict, breaks, unseen }: ProfileSummary): string {
  const name = `Profile ${profile} (${securityProfiles[profile].name})`;
  if (verdict === 'unseen') return `${name}: nothing breaks, ${lineCount(unseen)} cannot be seen`;
  if (verdict !== 'breaks') return `${name}: ${verdictWords[verdict]}`;
  const rest = unseen > 0 ? `, ${lineCount(unseen)} cannot be seen` : '';
  return `${name}: breaks, by ${lineCount(breaks)}${rest}`;
}

const cell = (value: string): string => value.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');

/** The report for a ticket or a mail. Everything found came from outside and is shown as text. */
export function probeMarkdown(report: {
  title: string;
  at: string;
  summaries: readonly ProfileSummary[];
  lines: readonly ProbeLine[];
}): string {
  const { title, at, summaries, lines } = report;
  const rows = lines.map((line) => {
    const words = probeLineWords(line);
    const cells = [
      words.line,
      words.found,
      words.wanted,
      lineVerdictText(line),
      line.clause,
      [words.why, words.change].filter((part) => part !== '').join(' '),
    ];
    return `| ${cells.map(cell).join(' | ')} |`;
  });
  return [
    `## ${cell(title)}`,
    '',
    at,
    '',
    ...summaries
      .filter(({ verdict }) => verdict !== 'not-probed')
      .map((one) => `- ${summaryText(one)}`),
    '',
    '| line | found | wanted | verdict | clause | why it matters, what to change |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
