/** The words and HTTP status of problems with scenarios and their steps. Makes sentences from parameters only. */
import type { ProblemWords } from './problem.ts';

const expectedFrame = (parameters: Readonly<Record<string, unknown>>): string => {
  const { action, kind } = parameters;
  return action ? `${action} (${kind})` : String(kind);
};

export const scenarioProblemWords: Readonly<Record<string, ProblemWords>> = {
  'scenario-unknown': {
    status: 404,
    message: (_, where) => `There is no scenario ${where}.`,
    fix: () => 'List the scenarios, or save this one first.',
  },
  'scenario-invalid': {
    status: 422,
    message: ({ reason, path }, where) =>
      `${where === '' ? 'The scenario' : where}${path ? ` (${path})` : ''}: ${reason}.`,
    fix: () => 'Correct the text; "scenario check" lists everything that is wrong with it.',
  },
  'scenario-text-missing': {
    status: 422,
    message: () => 'Neither a scenario nor a text was given.',
    fix: () => 'Give "scenario" with the id of one, or "text".',
  },
  'scenario-shipped': {
    status: 409,
    message: (_, where) => `Scenario ${where} comes with the program and cannot be changed.`,
    fix: () => 'Save it under another name.',
  },
  'scenario-too-many': {
    status: 409,
    message: ({ limit }) => `There are ${limit} saved scenarios, and no more are kept.`,
    fix: () => 'Delete one first.',
  },
  'scenario-running': {
    status: 409,
    message: (_, where) => `The scenario ${where} is running.`,
    fix: () => 'Wait for its end, or cancel it.',
  },
  'scenario-run-unknown': {
    status: 404,
    message: (_, where) => `There is no run ${where}.`,
    fix: () => 'Runs are kept while the bench runs, the last twenty of them.',
  },
  'scenario-run-ended': {
    status: 409,
    message: (_, where) => `The run ${where} has ended.`,
  },
  'scenario-station-missing': {
    status: 422,
    message: (_, where) => `The scenario needs a station for ${where}.`,
    fix: (_, where) => `Name one: --station ${where}=ID.`,
  },
  'scenario-identity-taken': {
    status: 409,
    message: (_, where) => `There is a charge point or a station ${where} already.`,
    fix: () => 'Give the charge point of the scenario another id.',
  },
  'scenario-not-ready': {
    status: 409,
    message: (_, where) => `${where} did not connect and boot in time.`,
  },
  'scenario-key-refused': {
    status: 409,
    message: ({ key, status }, where) => `${where} did not take ${key}: ${status}.`,
  },
  'scenario-no-listener': {
    status: 422,
    message: () => 'The set-up has no listener that could be stopped or started.',
  },
  'scenario-not-emulated': {
    status: 422,
    message: (_, where) => `${where} is no emulated charge point: nothing can be done to it here.`,
    fix: () => 'Use "call", or run the scenario with an emulated charge point.',
  },
  'scenario-needs-csms': {
    status: 422,
    message: (_, where) => `${where} is not connected to the local CSMS, which could call it.`,
    fix: () => 'Leave such steps out when the scenario runs against another Central System.',
  },
  'scenario-answer-differs': {
    status: 409,
    message: ({ outcome, path }, where) =>
      outcome === 'result' || outcome === 'error'
        ? `${where} answered otherwise than expected${path ? ` at ${path}` : ''}.`
        : `${where} gave no answer (${outcome}).`,
  },
  'scenario-expect-timeout': {
    status: 409,
    message: (parameters, where) => {
      const { count, found, within } = parameters;
      const amount = count === 1 ? '' : ` (${found} of ${count})`;
      return `${expectedFrame(parameters)} of ${where} did not come within ${within}${amount}.`;
    },
  },
  'scenario-expect-came': {
    status: 409,
    message: (parameters, where) =>
      `${expectedFrame(parameters)} of ${where} came, frame ${parameters.seq}, and should not have.`,
  },
  'scenario-wait-timeout': {
    status: 409,
    message: ({ path }, where) => `${where} did not become as wanted in time, at ${path}.`,
  },
  'scenario-assert-failed': {
    status: 409,
    message: ({ path }, where) => `${where} is not as wanted, at ${path}.`,
  },
  'scenario-operation-timeout': {
    status: 409,
    message: ({ timeoutMs }, where) =>
      `The operation on ${where} did not end within ${Number(timeoutMs) / 1000} s.`,
  },
  'scenario-operation-ended': {
    status: 409,
    message: (_, where) => `The operation on ${where} ended otherwise than expected.`,
  },
  'scenario-step-invalid': {
    status: 422,
    message: ({ path, raw }) => `With its variables the step is wrong, at ${path}: ${raw}.`,
  },
  'scenario-variable-unknown': {
    status: 422,
    message: (_, where) => `The variable ${where} has no value yet.`,
  },
  'scenario-nothing-to-save': {
    status: 409,
    message: ({ path }, where) => `There is no ${path} to save as ${where}.`,
  },
  'scenario-step-inside': {
    status: 409,
    message: () => 'A step inside failed.',
  },
  'scenario-ended': {
    status: 409,
    message: () => 'The run ended before this step did.',
  },
  'scenario-timeout': {
    status: 409,
    message: ({ timeout }) => `The scenario took longer than ${timeout}.`,
    fix: () => 'Give it a longer "timeout", or look at the step it waited in.',
  },
  'scenario-left-over': {
    status: 500,
    message: ({ raw }) => `Something of the set-up could not be put back: ${raw}.`,
  },
};
