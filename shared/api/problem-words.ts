/**
 * The words and HTTP status of every problem code that a door can give.
 * One table; a code without words is still spoken, with its parameters. Knows nothing of how a problem came about.
 */
import { explainConnectionFailure, isConnectionFailureCode } from '../security/connection-words.ts';
import { listenSpecWords } from '../security/security-profile-words.ts';
import type { Problem, ProblemWords, SpokenProblem } from './problem.ts';
import { certificateProblemWords } from './problem-words-certificates.ts';
import { chargePointProblemWords } from './problem-words-charge-point.ts';
import { csmsProblemWords } from './problem-words-csms.ts';
import { doorProblemWords } from './problem-words-door.ts';
import { filesProblemWords } from './problem-words-files.ts';
import { listenerProblemWords } from './problem-words-listeners.ts';
import { probeProblemWords } from './problem-words-probe.ts';
import { recordProblemWords } from './problem-words-record.ts';
import { scenarioProblemWords } from './problem-words-scenarios.ts';
import { storageProblemWords } from './problem-words-storage.ts';

/** A listen specification that cannot be read has its words beside its parser. */
const listenSpecProblems: Readonly<Record<string, ProblemWords>> = Object.fromEntries(
  Object.entries(listenSpecWords).map(([code, { message, fix }]) => [
    code,
    {
      status: 400,
      message: (_: unknown, where: string) => (where ? `${where}: ${message}` : message),
      fix: () => fix,
    },
  ]),
);

const table: Readonly<Record<string, ProblemWords>> = {
  'station-unknown': {
    status: 404,
    message: (_, where) => `There is no station ${where}.`,
    fix: () => 'List the stations, or add this one first.',
  },
  'station-not-connected': {
    status: 409,
    message: (_, where) => `Station ${where} is not connected.`,
    fix: () => 'Wait until it connects, or look for its refused attempts.',
  },
  'no-authorization-key': {
    status: 404,
    message: (_, where) => `Station ${where} has no AuthorizationKey.`,
    fix: () => 'Set one, or let the charge point connect and adopt the key it sends.',
  },
  'authorization-key-hash-only': {
    status: 409,
    message: (_, where) => `Of the AuthorizationKey of ${where} only a salted hash is kept.`,
    fix: () => 'It can be compared, not shown. Set a new key if you need to know one.',
  },
  'attempt-without-credentials': {
    status: 409,
    message: (_, where) => `The attempt ${where} had no Authorization header.`,
    fix: () => 'There is nothing to show.',
  },
  'payload-invalid': {
    status: 422,
    message: ({ action, keyword, raw }) =>
      `The payload of ${action ?? 'the action'} does not fit its schema${keyword ? ` (${keyword})` : ''}${raw ? `: ${raw}` : '.'}`,
    fix: () => 'Correct the payload, or send it with "validate": false to send it as it is.',
  },
  'action-unknown': {
    status: 422,
    message: (_, where) => `${where} is not an action of OCPP 1.6.`,
    fix: () => 'Check the spelling, or send it with "validate": false.',
  },
  'action-not-from-csms': {
    status: 422,
    message: (_, where) => `${where} is sent by charge points, not by a CSMS.`,
    fix: () => 'Choose another action, or send it with "validate": false.',
  },
  'call-queue-full': {
    status: 429,
    message: () => 'Too many CALLs wait for this station.',
    fix: () => 'Wait until the station has answered.',
  },
  'attempt-unknown': {
    status: 404,
    message: (_, where) => `There is no refused attempt with frame ${where}.`,
    fix: () => 'Attempts are kept while the bench runs; wait for the next one.',
  },
  'attempt-not-recorded': {
    status: 404,
    message: (_, where) => `This capture has no connection attempt with the number ${where}.`,
    fix: () => 'Look at the list of attempts; the number is that of the connection.',
  },
  'key-log-target': {
    status: 422,
    message: () => 'A key log is switched for one listener or one emulated charge point.',
    fix: () => 'Name either a listener or a charge point.',
  },
  'attempt-not-adoptable': {
    status: 409,
    message: () => 'This attempt carried nothing that could be adopted.',
  },
  'issuer-missing': {
    status: 409,
    message: ({ issuer }) => `The certificate came without its authority, “${issuer}”.`,
    fix: () =>
      'Get the certificate of that authority from whoever issued the client certificate, and give it along (issuerPem).',
  },
  'issuer-does-not-fit': {
    status: 422,
    message: ({ given, issuer }) =>
      `“${given}” did not sign this client certificate; “${issuer}” did.`,
    fix: () =>
      'Two authorities may have the same name and different keys: compare the fingerprints with whoever issued the certificate.',
  },
  'url-invalid': {
    status: 422,
    message: (_, where) => `${where} is not a WebSocket URL.`,
    fix: () => 'Write ws://HOST:PORT/PATH or wss://HOST:PORT/PATH.',
  },
  'url-with-credentials': {
    status: 422,
    message: () => 'The URL carries a user name or a password; OCPP sends neither in a URL.',
    fix: () => 'Give identity and password in their own fields, where they are not shown.',
  },
  'profile-does-not-fit-url': {
    status: 422,
    message: ({ securityProfile }, where) =>
      `Security profile ${securityProfile} does not go with ${where}.`,
    fix: () => 'Profiles 0 and 1 use ws://, profiles 2 and 3 use wss://.',
  },
  'certificate-unreadable': {
    status: 422,
    message: () => 'This is not a certificate in PEM.',
    fix: () => 'Paste the text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
  },
  'not-an-authority': {
    status: 422,
    message: () => 'This certificate is not a certificate authority.',
    fix: () => 'Choose the certificate of the authority that signed the client certificates.',
  },
  'recording-failed': {
    status: 503,
    message: ({ raw }) => `Recording is stopped: ${raw}.`,
    fix: () => 'Free disk space; recording goes on by itself.',
  },
  ...listenSpecProblems,
  ...probeProblemWords,
  ...certificateProblemWords,
  ...chargePointProblemWords,
  ...csmsProblemWords,
  ...filesProblemWords,
  ...recordProblemWords,
  ...listenerProblemWords,
  ...storageProblemWords,
  ...doorProblemWords,
  ...scenarioProblemWords,
};

/** HTTP status of a problem code; 500 for one without words. */
export function problemStatus(code: string): number {
  return Object.hasOwn(table, code) ? (table[code]?.status ?? 500) : 500;
}

/** A failed connection as part of a state, for example why an emulated charge point is not connected. */
function speakConnectionFailure({ code, parameters }: Problem): SpokenProblem {
  const { title, meaning, chargePoint, csms, network } = explainConnectionFailure({
    code,
    parameters,
  });
  const fix = [chargePoint, csms, network].find((advice) => advice !== undefined);
  const spoken: SpokenProblem = { code, message: `${title}. ${meaning}` };
  if (fix !== undefined) spoken.fix = fix;
  return spoken;
}

/** A problem with words, as every door gives it. */
export function speakProblem(problem: Problem): SpokenProblem {
  const hasOwnWords = Object.hasOwn(table, problem.code);
  if (!hasOwnWords && isConnectionFailureCode(problem.code)) return speakConnectionFailure(problem);
  const words = hasOwnWords ? table[problem.code] : undefined;
  const parameters = problem.parameters ?? {};
  const where = problem.where ?? '';
  const spoken: SpokenProblem = {
    code: problem.code,
    message: words
      ? words.message(parameters, where)
      : [
          problem.code,
          ...Object.entries(parameters).map(([name, value]) => `${name} ${value}`),
        ].join(', '),
  };
  if (problem.where !== undefined) spoken.where = problem.where;
  const fix = words?.fix?.(parameters, where);
  if (fix !== undefined) spoken.fix = fix;
  return spoken;
}

/** Every code that has words; for tests. */
export const spokenCodes: readonly string[] = Object.keys(table);
