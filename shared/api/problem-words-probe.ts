/** The words and HTTP status of problems with probes. Makes sentences from parameters only. */
import type { ProblemWords } from './problem.ts';

export const probeProblemWords: Readonly<Record<string, ProblemWords>> = {
  'probe-busy': {
    status: 409,
    message: (_, where) => `${where} probes are running already.`,
    fix: () => 'Wait for one of them, or cancel it.',
  },
  'probe-unknown': {
    status: 404,
    message: () => 'There is no such probe.',
    fix: () => 'List the probes: only the latest two of each target are kept.',
  },
  'probe-cut-short': {
    status: 504,
    message: () => 'The time for the probe was over before everything was asked.',
    fix: () => 'Give it more time. What was not asked is shown as not seen.',
  },
  'client-certificate-unusable': {
    status: 422,
    message: ({ raw }) => `The client certificate cannot be used with its key: ${raw}.`,
    fix: () =>
      'Give certificate (leaf first) and key in PEM; they have to belong together, and the key must not be encrypted.',
  },
};
