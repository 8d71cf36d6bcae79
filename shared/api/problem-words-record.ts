/**
 * The words and HTTP status of problems with the record: writing the journal, reading, checking and copying captures.
 * Makes sentences from parameters only; knows nothing of files.
 */
import type { ProblemWords } from './problem.ts';

function place(where: string): string {
  return where === '' ? 'The capture' : where;
}

const damaged = 'Keep the file as it is; a copy from a backup may be whole.';
const freeSpace = 'Free disk space or make the folder writable; recording goes on by itself.';

export const recordProblemWords: Readonly<Record<string, ProblemWords>> = {
  'journal-write-failed': {
    status: 503,
    message: ({ errorCode, strict }, where) =>
      `Frames cannot be written to ${where} (${errorCode}). ${
        strict === true
          ? 'Recording is strict: stations get no answers until it works again.'
          : 'Traffic goes on unrecorded.'
      }`,
    fix: () => freeSpace,
  },
  'journal-write-recovered': {
    status: 503,
    message: ({ errorCode, lostFrames }, where) =>
      `Writing to ${where} works again after ${errorCode}; ${lostFrames} frames are missing from the record.`,
  },
  'journal-tail-repaired': {
    status: 500,
    message: ({ bytes }, where) =>
      `The last run ended in the middle of a line: ${bytes} bytes without a line end were put aside in ${where}.`,
    fix: () => 'Nothing needs doing; every complete line was kept.',
  },
  'journal-sync-failed': {
    status: 503,
    message: ({ errorCode }, where) =>
      `The system could not bring ${where} to the disk (${errorCode}); a power cut now could lose frames.`,
    fix: () => 'Check the disk and its free space.',
  },
  'journal-open-failed': {
    status: 500,
    message: ({ errorCode }, where) => `No journal can be written in ${where} (${errorCode}).`,
    fix: () => 'Make the folder writable, or choose another one with --data-dir.',
  },
  'clock-jumped': {
    status: 500,
    message: ({ byMs, pausedMs }) =>
      pausedMs === undefined
        ? `The clock of this machine was moved by ${byMs} ms.`
        : `The machine slept or stood still for ${pausedMs} ms; its clock differs by ${byMs} ms.`,
    fix: () => 'Order and latency are not affected: they come from another clock.',
  },
  'capture-is-another': {
    status: 409,
    message: ({ capture }, where) => `${place(where)} holds another capture (${capture}).`,
    fix: () => 'Rename the folder to the name of the capture in it.',
  },
  'capture-older-version': {
    status: 409,
    message: ({ version }, where) =>
      `${place(where)} has record format ${version}, which can be read but not continued.`,
    fix: () => 'Begin a new capture.',
  },
  'capture-damaged': {
    status: 422,
    message: (_, where) => `The first line of ${place(where)} is damaged.`,
    fix: () => damaged,
  },
  'capture-empty': { status: 422, message: (_, where) => `There are no frames in ${where}.` },
  'capture-torn': {
    status: 422,
    message: (_, where) => `${place(where)} ends in the middle of a line.`,
    fix: () => 'Everything before it is intact. It is repaired when recording goes on.',
  },
  'capture-read-failed': {
    status: 500,
    message: ({ raw }) =>
      `The captures cannot be read${raw === undefined || raw === '' ? '.' : `: ${raw}.`}`,
    fix: () => 'Ask again; if it stays, look into the program log.',
  },
  'chain-broken': {
    status: 422,
    message: ({ fromLine, toLine }, where) =>
      `The hash chain breaks at ${place(where)}: something between lines ${fromLine} and ${toLine} was changed after it was written.`,
    fix: () => damaged,
  },
  'seq-not-dense': {
    status: 422,
    message: ({ expected, found }, where) =>
      `${place(where)} has frame ${found} where frame ${expected} belongs.`,
    fix: () => damaged,
  },
  'line-unreadable': {
    status: 422,
    message: (_, where) => `${place(where)} is not a line of a capture.`,
    fix: () => damaged,
  },
  'segment-missing': {
    status: 422,
    message: (_, where) => `The segment before ${place(where)} is missing.`,
    fix: () => 'A capture is one folder with all its numbered files.',
  },
  'index-missing': {
    status: 503,
    message: (_, where) => `The index of ${place(where)} is not there yet.`,
    fix: () => 'Ask again in a moment; it is made from the journal.',
  },
  'index-failed': {
    status: 500,
    message: ({ raw }) => `The index could not be made${raw === undefined ? '.' : `: ${raw}.`}`,
    fix: () => 'The journal is complete; the index is made anew at the next start.',
  },
  'capture-too-large': {
    status: 413,
    message: ({ limitBytes }, where) =>
      `${place(where)} is larger than ${Number(limitBytes) / 1024 ** 3} GiB, the most that is taken this way.`,
    fix: () => 'On the command line, benchpoint capture import takes files of any size.',
  },
  'copy-failed': {
    status: 500,
    message: ({ errorCode }, where) => `The copy ${where} could not be written (${errorCode}).`,
    fix: () => 'Check free space and rights of the folder.',
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
};
