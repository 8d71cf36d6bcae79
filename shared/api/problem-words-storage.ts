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
  'secrets-locked': {
    status: 423,
    message: () => 'The secrets of this bench are locked.',
    fix: () =>
      'Unlock them in Settings > Secrets or with POST /api/secrets/unlock. Captures can be read meanwhile.',
  },
  'secrets-open': {
    status: 409,
    message: () => 'The secrets of this bench are open: there is nothing to start over.',
  },
  'secrets-changing': {
    status: 409,
    message: () => 'The secrets are being opened at this moment.',
    fix: () => 'Wait until the bench is back.',
  },
  'passphrase-needed': {
    status: 409,
    message: (_, where) =>
      where
        ? `The secrets in ${where} are kept by a passphrase.`
        : 'The passphrase that keeps the secrets now is needed.',
    fix: () => 'Give it with --passphrase-file or BENCHPOINT_PASSPHRASE, or in Settings > Secrets.',
  },
  'passphrase-wrong': {
    status: 403,
    message: () => 'The passphrase does not open the secrets.',
    fix: () => 'Nothing was changed: try again.',
  },
  'passphrase-too-short': {
    status: 422,
    message: ({ minimumLength }) => `A passphrase has at least ${minimumLength} characters.`,
  },
  'passphrase-not-in-use': {
    status: 409,
    message: (_, where) =>
      `A passphrase was given, but the secrets in ${where} are not kept by one.`,
    fix: () => 'Set one with: npx benchpoint secrets set-passphrase',
  },
  'passphrase-file-damaged': {
    status: 500,
    message: (_, where) => `The file of the passphrase, ${where}, is damaged.`,
    fix: () => 'Restore it from a backup, or start over with new secrets.',
  },
  'keychain-has-no-fitting-key': {
    status: 409,
    message: () => 'The keychain does not hold the key of these secrets.',
    fix: () => 'Keep it with a passphrase or in the key file.',
  },
  'key-file-readable-by-others': {
    status: 500,
    message: (_, where) => `Other users can read the key file ${where}.`,
    fix: (_, where) => `Run: chmod 600 "${where}"`,
  },
  'key-file-damaged': {
    status: 500,
    message: (_, where) => `The key file ${where} is damaged.`,
    fix: () => 'Restore it from a backup, or start over with new secrets.',
  },
  'key-file-does-not-fit': {
    status: 500,
    message: (_, where) => `${where} is the key of other secrets.`,
    fix: () => 'Put the key of this folder in its place, or start over with new secrets.',
  },
  'key-file-missing': {
    status: 500,
    message: (_, where) => `The key file ${where} is missing.`,
    fix: () => 'Restore it from a backup, or start over with new secrets.',
  },
  'data-key-damaged': {
    status: 500,
    message: () => 'The data key of the keychain is damaged.',
    fix: () => 'Restore the keychain, or start over with new secrets.',
  },
  'data-key-does-not-fit': {
    status: 500,
    message: (_, where) => `The keychain's key does not open the secrets in ${where}.`,
    fix: () =>
      'Use the account and the keychain that made the folder, or start over with new secrets.',
  },
  'secrets-kept-in-keychain': {
    status: 500,
    message: (_, where) => `The secrets in ${where} are sealed by a key in the desktop's keychain.`,
    fix: () =>
      'Start the desktop program with that keychain unlocked, or start over with new secrets.',
  },
};
