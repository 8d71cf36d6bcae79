/**
 * The words and HTTP status of what the doors refuse by themselves: input, files, tokens, addresses.
 * Makes sentences from parameters only.
 */
import type { ProblemWords } from './problem.ts';

export const doorProblemWords: Readonly<Record<string, ProblemWords>> = {
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
};
