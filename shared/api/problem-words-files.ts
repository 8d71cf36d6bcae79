/**
 * The words and HTTP status of problems with files: firmware on the shelf, transfers and why they failed.
 * Makes sentences from parameters only; knows nothing of servers.
 */
import type { ProblemWords } from './problem.ts';

const tryAgain = 'The charge point may try again while the transfer lasts.';

export const filesProblemWords: Readonly<Record<string, ProblemWords>> = {
  'firmware-unknown': {
    status: 404,
    message: (_, where) => `There is no firmware file ${where}.`,
    fix: () => 'List the firmware files, or add this one first.',
  },
  'transfer-unknown': {
    status: 404,
    message: (_, where) => `There is no transfer ${where}.`,
    fix: () => 'Transfers are kept while the bench runs; make a new one.',
  },
  'received-file-unknown': {
    status: 404,
    message: (_, where) => `There is no received file ${where}.`,
  },
  'protocol-not-offered': {
    status: 422,
    message: (_, where) => `Files are not offered over ${where}.`,
    fix: () => 'Choose http, https, ftp, ftps or ftps-implicit.',
  },
  'file-name-invalid': {
    status: 422,
    message: (_, where) => `A file cannot be called ${where}.`,
    fix: () => 'Leave out slashes and control characters, and keep to 255 bytes.',
  },
  'file-disk-full': {
    status: 507,
    message: (_, where) => `The disk of ${where} is full; the file was not kept.`,
    fix: () => 'Free disk space, then add the file again.',
  },
  'file-storage-failed': {
    status: 500,
    message: (_, where) => `The file could not be written to ${where}.`,
    fix: () => 'Check the rights of the folder.',
  },
  'passive-ports-wrong': {
    status: 422,
    message: () => 'Passive ports are a range from 1 upwards, or 0 to 0 for any.',
    fix: () => 'Give the lower port first.',
  },
  'transfer-connection-lost': {
    status: 409,
    message: () => 'The connection was lost before the file was complete.',
    fix: () => tryAgain,
  },
  'transfer-idle-timeout': {
    status: 409,
    message: () => 'Nothing moved for too long, so the connection was ended.',
    fix: () => tryAgain,
  },
  'transfer-aborted': {
    status: 409,
    message: () => 'The charge point aborted the transfer.',
    fix: () => tryAgain,
  },
  'transfer-too-large': {
    status: 413,
    message: () => 'The file is larger than the transfer allows; what came was thrown away.',
    fix: () => 'Raise the limit in the settings of the file servers.',
  },
  'transfer-disk-full': {
    status: 507,
    message: () => 'The disk is full; what came was thrown away.',
    fix: () => 'Free disk space, then ask again.',
  },
  'transfer-storage-failed': {
    status: 500,
    message: () => 'The file could not be read from or written to the data folder.',
    fix: () => 'Check the rights of the folder.',
  },
  'transfer-transfer-ended': {
    status: 409,
    message: () => 'The transfer was ended while it ran.',
  },
  'transfer-upload-malformed': {
    status: 400,
    message: () => 'The upload said that it is a form, but could not be read as one.',
  },
};
