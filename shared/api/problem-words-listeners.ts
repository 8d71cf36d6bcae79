/**
 * The words and HTTP status of problems with listeners: ports, addresses, certificates.
 * Makes sentences from parameters only.
 */
import type { ProblemWords } from './problem.ts';

export const listenerProblemWords: Readonly<Record<string, ProblemWords>> = {
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
};
