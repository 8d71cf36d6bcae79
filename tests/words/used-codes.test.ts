/** Every code the bench can speak to a person has words: found in the source text, so that none is forgotten. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { spokenCodes } from '../../shared/api/problem-words.ts';
import { messageRules } from '../../shared/ocpp/message-judge-words.ts';
import { spokenRules } from '../../shared/record/judgement-words.ts';
import { isConnectionFailureCode } from '../../shared/security/connection-words.ts';

const electron = fileURLToPath(new URL('../../electron/', import.meta.url));

function sources(): { path: string; text: string }[] {
  return readdirSync(electron, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .filter((path) => !path.startsWith('desktop/'))
    .map((path) => ({ path, text: readFileSync(electron + path, 'utf8') }));
}

function found(pattern: RegExp, within: (path: string) => boolean): Set<string> {
  const codes = new Set<string>();
  for (const { path, text } of sources().filter(({ path }) => within(path))) {
    for (const match of text.matchAll(pattern)) {
      // Every pattern has the code as its only group.
      codes.add(match[1] ?? path);
    }
  }
  return codes;
}

/** Results of the PKI, which the roles turn into refusals and findings. */
const isPki = (path: string) => path.startsWith('bench/pki/');
/** Wire speaks of connections; its problems are found by the other patterns. */
const isWire = (path: string) => path.startsWith('bench/wire/');
/** What the engine reports goes to the program log only. */
const logOnly = new Set(['handler-failed', 'answer-invalid']);

/** Names a kind of frame, no failure. */
const frameKinds = new Set(['answer-withheld']);

it('every problem code has words', () => {
  const literals = found(/\bcode: '([a-z0-9-]+)'/g, (path) => !isPki(path) && !isWire(path));
  const helpers = found(
    /\b(?:problem|refusal|failed|report|sendProblem)\((?:\w+, )?'([a-z0-9-]+)'/g,
    (path) => !isPki(path) && !isWire(path),
  );
  const broken = found(/\bbroken\(file, \w+, '([a-z-]+)'/g, () => true);
  const ofWire = found(/\bproblem(?:: | = )\{ code: '([a-z-]+)'/g, isWire);
  const ofWireNotices = found(/\bonProblem\(\{ code: '([a-z-]+)'/g, isWire);
  const listening = found(/\['E[A-Z]+', '([a-z-]+)'\]/g, (path) => path.endsWith('listener.ts'));
  const choices = found(/(?:\? |: )'((?:port|address|listen)-[a-z-]+)'/g, (path) =>
    path.startsWith('server/'),
  );
  const used = [literals, helpers, broken, ofWire, ofWireNotices, listening, choices].flatMap(
    (codes) => [...codes],
  );
  expect(used.length).toBeGreaterThan(60);
  const silent = used.filter(
    (code) => !spokenCodes.includes(code) && !isConnectionFailureCode(code) && !logOnly.has(code),
  );
  expect(silent).toEqual([]);
});

it('every way in which a connection can fail is explained', () => {
  const failures = found(/stage: '[a-z-]+',\s*code: '([a-z-]+)'/g, isWire);
  const answers = found(/'(answer(?:ed)?-[a-z-]+)'/g, isWire);
  expect(failures.size).toBeGreaterThan(5);
  expect(answers.size).toBeGreaterThan(5);
  const silent = [...failures, ...answers].filter(
    (code) => !isConnectionFailureCode(code) && !logOnly.has(code) && !frameKinds.has(code),
  );
  expect(silent).toEqual([]);
});

it('every rule has words', () => {
  const used = [...found(/\brule: '([a-z0-9-]+)'/g, () => true)];
  expect(used.length).toBeGreaterThan(10);
  const known = new Set<string>([...spokenRules, ...messageRules]);
  expect(used.filter((rule) => !known.has(rule))).toEqual([]);
});

it('every refusal of the CSMS is explained', () => {
  const refusals = found(/'((?:client-certificate|identity|profile)-[a-z-]+)'/g, (path) =>
    path.endsWith('csms/admission.ts'),
  );
  expect(refusals.size).toBeGreaterThan(10);
  expect([...refusals].filter((code) => !isConnectionFailureCode(code))).toEqual([]);
});
