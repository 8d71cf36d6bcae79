/**
 * The words and HTTP status of every problem code that a door can give.
 * One table; a code without words is still spoken, with its parameters. Knows nothing of how a problem came about.
 */
import { explainConnectionFailure, isConnectionFailureCode } from '../security/connection-words.ts';
import { listenSpecWords } from '../security/security-profile-words.ts';
import type { Problem, ProblemWords, SpokenProblem } from './problem.ts';
import { chargePointProblemWords } from './problem-words-charge-point.ts';
import { csmsProblemWords } from './problem-words-csms.ts';
import { filesProblemWords } from './problem-words-files.ts';
import { recordProblemWords } from './problem-words-record.ts';
import { scenarioProblemWords } from './problem-words-scenarios.ts';

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
  'listener-unknown': {
    status: 404,
    message: (_, where) => `There is no listener ${where}.`,
  },
  'listener-for-profile-missing': {
    status: 409,
    message: ({ securityProfile }) =>
      `No listener of the local CSMS serves security profile ${securityProfile}.`,
    fix: ({ securityProfile }) => `Start a listener with profile ${securityProfile} first.`,
  },
  'port-in-use': {
    status: 409,
    message: ({ port, holder }) =>
      `Port ${port} is taken${holder ? ` by ${holder}` : ' by another program'}.`,
    fix: () => 'Stop that program or choose another port.',
  },
  'port-not-permitted': {
    status: 403,
    message: ({ port }) => `This user may not listen on port ${port}.`,
    fix: ({ command }) =>
      typeof command === 'string' && command !== ''
        ? `Run: ${command}`
        : 'Choose a port above 1023, or grant the right to bind low ports.',
  },
  'address-not-available': {
    status: 409,
    message: (_, where) => `This machine has no address ${where}.`,
    fix: () => 'Choose an address of this machine, or :: for all of them.',
  },
  'too-many-open-files': {
    status: 503,
    message: () => 'The system allows no more open files for this program.',
    fix: () => 'Close connections, or raise the limit of open files (ulimit -n).',
  },
  'listen-failed': {
    status: 500,
    message: ({ raw, errorCode }, where) => `Listening on ${where} failed: ${raw ?? errorCode}.`,
  },
  'listener-accept-failed': {
    status: 503,
    message: ({ errorCode }, where) =>
      `Listener ${where} could not accept a connection (${errorCode}).`,
    fix: () => 'Close connections, or raise the limit of open files (ulimit -n).',
  },
  'listener-address-fixed': {
    status: 409,
    message: () => 'Host and port of a running listener cannot change.',
    fix: () => 'Stop the listener and start it again.',
  },
  'tls-material-missing': {
    status: 500,
    message: (_, where) => `Listener ${where} has no certificates for TLS.`,
  },
  'tls-material-invalid': {
    status: 500,
    message: ({ errorCode }, where) =>
      `The certificates of listener ${where} cannot be used (${errorCode}).`,
    fix: () => 'Choose another host name or signature, then start the listener again.',
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
  'profile-does-not-fit-url': {
    status: 422,
    message: ({ securityProfile }, where) =>
      `Security profile ${securityProfile} does not go with ${where}.`,
    fix: () => 'Profiles 0 and 1 use ws://, profiles 2 and 3 use wss://.',
  },
  'capture-unknown': { status: 404, message: (_, where) => `There is no capture ${where}.` },
  'capture-live': {
    status: 409,
    message: () => 'This capture is being recorded.',
    fix: () => 'Begin a new capture first.',
  },
  'capture-newer': {
    status: 422,
    message: ({ version, known }, where) =>
      `${where} has record format ${version}; this program reads up to ${known}.`,
    fix: () => 'Open it with a newer Benchpoint.',
  },
  'capture-foreign': {
    status: 422,
    message: (_, where) => `${where} is not a Benchpoint capture.`,
    fix: () => 'Choose a .jsonl journal that Benchpoint wrote.',
  },
  'capture-pinned': {
    status: 409,
    message: () => 'Evidence of a verdict points into this capture.',
  },
  'frame-unknown': { status: 404, message: (_, where) => `There is no frame ${where}.` },
  'frame-not-indexed': {
    status: 409,
    message: (_, where) => `Frame ${where} is recorded but not indexed yet.`,
    fix: () => 'Ask again in a moment.',
  },
  'view-unknown': {
    status: 404,
    message: () => 'This view was closed.',
    fix: () => 'Open it again.',
  },
  'filter-wrong': {
    status: 400,
    message: ({ reason }, where) =>
      `The filter is wrong${where ? ` at character ${where}` : ''}: ${String(reason).replaceAll('-', ' ')}.`,
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
  'data-folder-in-use': {
    status: 409,
    message: ({ pid }, where) =>
      `The data folder ${where} is in use by another Benchpoint${pid ? ` (process ${pid})` : ''}.`,
    fix: () => 'Use that one, end it, or choose another folder with --data-dir.',
  },
  'data-folder-unusable': {
    status: 500,
    message: ({ raw }, where) => `The data folder ${where} cannot be used: ${raw}.`,
    fix: () => 'Make it writable, or choose another folder with --data-dir.',
  },
  'store-newer': {
    status: 409,
    message: ({ version, known }, where) =>
      `${where} was written by a newer Benchpoint (version ${version}, this one knows ${known}).`,
    fix: () => 'Update Benchpoint, or choose another folder with --data-dir.',
  },
  'key-file-readable-by-others': {
    status: 500,
    message: (_, where) => `Other users can read the key file ${where}.`,
    fix: (_, where) => `Run: chmod 600 "${where}"`,
  },
  'key-file-damaged': {
    status: 500,
    message: (_, where) => `The key file ${where} is damaged.`,
    fix: () => 'Restore it from a backup; without it the sealed secrets cannot be opened.',
  },
  'data-key-damaged': { status: 500, message: () => 'The data key of the keychain is damaged.' },
  'data-key-does-not-fit': {
    status: 500,
    message: (_, where) => `The data key does not open the secrets in ${where}.`,
    fix: () => 'Use the account that made the folder, or choose another folder with --data-dir.',
  },
  'secrets-kept-in-keychain': {
    status: 500,
    message: (_, where) => `The secrets in ${where} are sealed by the desktop program's keychain.`,
    fix: () => 'Start the desktop program, or choose another folder with --data-dir.',
  },
  'recording-failed': {
    status: 503,
    message: ({ raw }) => `Recording is stopped: ${raw}.`,
    fix: () => 'Free disk space; recording goes on by itself.',
  },
  'input-invalid': {
    status: 400,
    message: ({ reason }, where) => `${where || 'The request'} is not valid: ${reason}.`,
  },
  'file-unreadable': {
    status: 400,
    message: ({ raw }, where) => `${where} cannot be read: ${raw}.`,
  },
  'file-not-writable': {
    status: 400,
    message: ({ raw }, where) => `${where} cannot be written: ${raw}.`,
    fix: () => 'Choose another place, or make the folder first.',
  },
  'bench-file-invalid': {
    status: 400,
    message: ({ reason }, where) => `${where}: ${reason}.`,
    fix: () => 'Correct the file; "benchpoint config schema" prints what it may contain.',
  },
  'environment-variable-missing': {
    status: 400,
    message: (_, where) => `The environment variable ${where} is not set.`,
    fix: (_, where) => `Set ${where} before starting.`,
  },
  'token-too-short': {
    status: 400,
    message: ({ length, minimumLength }) =>
      `The token has ${length} characters; at least ${minimumLength} are needed.`,
    fix: () => 'Use a longer one, or leave it out and take the one that is made.',
  },
  'token-needed': {
    status: 400,
    message: (_, where) => `Listening on ${where} needs a token of your own.`,
    fix: () => 'Set BENCHPOINT_TOKEN or give --token-file.',
  },
  'tls-needed': {
    status: 400,
    message: (_, where) => `Listening on ${where} opens the bench to the network and needs TLS.`,
    fix: () => 'Add --tls, or listen on 127.0.0.1.',
  },
  'greeting-invalid': {
    status: 400,
    message: () => 'The first line of standard input is not the greeting of a supervisor.',
    fix: () => 'Leave out --supervised; only the desktop program uses it.',
  },
  usage: {
    status: 400,
    message: ({ reason }) => `${reason}`,
    fix: () => 'Add --help to see how the command is used.',
  },
  'bench-unreachable': {
    status: 503,
    message: ({ raw }, where) => `No bench answers at ${where}: ${raw}.`,
    fix: () => 'Start one, or give its address with --api.',
  },
  'not-authorized': {
    status: 401,
    message: () => 'The token is missing or wrong.',
    fix: () => 'Send the token that the bench printed as "Authorization: Bearer TOKEN".',
  },
  'too-many-attempts': {
    status: 429,
    message: () => 'Too many requests with a wrong token from this address.',
    fix: () => 'Wait a minute, then use the token that the bench printed.',
  },
  'host-not-allowed': {
    status: 403,
    message: (_, where) => `Host ${where} is not served here.`,
    fix: () => 'Use the address that the bench printed.',
  },
  'origin-not-allowed': {
    status: 403,
    message: (_, where) => `Requests from origin ${where} are refused.`,
  },
  'payload-too-large': {
    status: 413,
    message: ({ limitBytes }) => `The request is larger than ${limitBytes} bytes.`,
  },
  'route-unknown': {
    status: 404,
    message: (_, where) => `There is no ${where}.`,
    fix: () => 'The description of the API is at /api/openapi.json.',
  },
  'renderer-not-built': {
    status: 503,
    message: () => 'The user interface is not built.',
    fix: () => 'Run: npm run build',
  },
  internal: {
    status: 500,
    message: () => 'The bench met an error of its own; it is in the program log.',
  },
  ...listenSpecProblems,
  ...chargePointProblemWords,
  ...csmsProblemWords,
  ...filesProblemWords,
  ...recordProblemWords,
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
