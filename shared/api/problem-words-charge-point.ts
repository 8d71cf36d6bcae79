/** Words and HTTP status of the problems of emulated charge points. */
import type { ProblemWords } from './problem.ts';

export const chargePointProblemWords: Readonly<Record<string, ProblemWords>> = {
  'charge-point-unknown': {
    status: 404,
    message: (_, where) => `There is no emulated charge point ${where}.`,
  },
  'charge-point-profile-unknown': {
    status: 404,
    message: (_, where) => `There is no charge point profile named ${where}.`,
  },
  'fleet-unknown': {
    status: 404,
    message: (_, where) => `There is no fleet ${where}.`,
  },
  'charge-point-not-ready': {
    status: 409,
    message: ({ state }, where) =>
      `Charge point ${where} cannot do this now${state ? ` (${state})` : ''}.`,
  },
  'operator-name-missing': {
    status: 409,
    message: (_parameters, where) => `Charge point ${where} does not know its operator.`,
    fix: () => 'Set its configuration key CpoName first: the name goes into the request.',
  },
  'connector-unknown': {
    status: 422,
    message: ({ connectorId, connectors }) =>
      `There is no connector ${connectorId}; it has ${connectors}.`,
  },
};
