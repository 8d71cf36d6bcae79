/**
 * The words and HTTP status of problems with the data folder, the store and the key that seals its secrets.
 * Makes sentences from parameters only.
 */
import type { ProblemWords } from './problem.ts';

export const storageProblemWords: Readonly<Record<string, ProblemWords>> = {
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
};
