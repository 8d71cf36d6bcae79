/**
 * The FTP commands that move data: passive ports, listings, RETR, STOR, APPE, REST, ABOR. RFC 959, 2428, 3659.
 * Knows no disk; content goes through the shelf's own functions.
 */

import type { Socket } from 'node:net';
import { isIPv4 } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { failureOf, type TransferFailure } from './file-errors.ts';
import { listLine, machineLine } from './ftp-listing.ts';
import type { FtpCommand, FtpSession } from './ftp-session.ts';
import { type Received, receiveContent, sendContent } from './move-content.ts';
import { resolveSegments } from './transfer-names.ts';
import { fileNamed, filesIn, findPlace, type Place, type PlaceFile } from './transfer-place.ts';

async function openPassive(session: FtpSession): Promise<number | undefined> {
  const port = await session.data.listen(session.options.passive());
  if (port === undefined) session.reply(425, 'No passive port is free.');
  return port;
}

async function passive(session: FtpSession): Promise<void> {
  if (session.onlyExtendedPassive) {
    session.reply(503, 'EPSV ALL was agreed upon.');
    return;
  }
  const address = session.options.passive().address || session.local;
  if (!isIPv4(address)) {
    session.reply(425, 'This is an IPv6 connection: use EPSV.');
    return;
  }
  const port = await openPassive(session);
  if (port === undefined) return;
  const numbers = [...address.split('.'), port >> 8, port & 0xff].join(',');
  session.reply(227, `Entering Passive Mode (${numbers}).`);
}

async function extendedPassive(session: FtpSession, argument: string): Promise<void> {
  if (/^ALL$/i.test(argument)) {
    session.onlyExtendedPassive = true;
    session.reply(200, 'EPSV only from now on.');
    return;
  }
  if (argument !== '' && argument !== (isIPv4(session.local) ? '1' : '2')) {
    session.reply(522, `Use the network of this connection (${isIPv4(session.local) ? 1 : 2}).`);
    return;
  }
  const port = await openPassive(session);
  if (port !== undefined) session.reply(229, `Entering Extended Passive Mode (|||${port}|).`);
}

/** The data connection after 150; replies and answers undefined when there is none. */
async function openData(session: FtpSession): Promise<Socket | undefined> {
  if (!session.data.isListening()) {
    session.reply(425, 'Use PASV or EPSV first.');
    return undefined;
  }
  session.reply(150, 'Ready for the data connection.');
  try {
    const { dataIsPrivate, options } = session;
    return await session.data.accept(dataIsPrivate ? options.secureContext() : undefined);
  } catch (error) {
    const wasAborted = failureOf(error) === 'aborted';
    session.reply(wasAborted ? 426 : 425, wasAborted ? 'Aborted.' : 'No data connection came.');
    return undefined;
  }
}

const outcomeReplies: Readonly<
  Record<Exclude<Received, { ok: true }>['failure'] | TransferFailure, [number, string]>
> = {
  'connection-lost': [426, 'The data connection was lost.'],
  'idle-timeout': [426, 'Nothing moved for too long.'],
  aborted: [426, 'Aborted.'],
  'transfer-ended': [426, 'The transfer was ended.'],
  'too-large': [552, 'The file is larger than allowed.'],
  'disk-full': [452, 'The disk is full.'],
  'storage-failed': [451, 'The file could not be read or written.'],
  'upload-malformed': [451, 'The file could not be read.'],
  'name-refused': [553, 'A file cannot have this name.'],
  'too-many-files': [552, 'There are too many files.'],
  'offset-wrong': [554, 'REST points behind the end of the file.'],
  busy: [450, 'This file is being written.'],
};

function visitOf(session: FtpSession) {
  return {
    protocol: session.protocol(),
    peer: session.peer,
    cut: () => {
      session.data.abort();
    },
  };
}

function placeOf(session: FtpSession, path: string): Place | undefined {
  return findPlace(session.visible(), resolveSegments(session.folder, path));
}

function takeRestart(session: FtpSession): number {
  const { restartAt } = session;
  session.restartAt = 0;
  return restartAt;
}

async function retrieve(session: FtpSession, path: string): Promise<void> {
  const start = takeRestart(session);
  const place = placeOf(session, path);
  const offered = place?.kind === 'file' ? place.transfer.offered : undefined;
  if (place?.kind !== 'file' || offered?.name !== place.name) {
    session.reply(550, 'No such file.');
    return;
  }
  if (start > offered.bytes) {
    session.reply(554, 'REST points behind the end of the file.');
    return;
  }
  const to = await openData(session);
  if (to === undefined) return;
  // Nothing is to come, but the end of it has to be seen.
  to.resume();
  const request = { ...visitOf(session), start, end: offered.bytes, to };
  const outcome = await sendContent(session.options, place.transfer, offered, request);
  if (outcome === 'done') session.reply(226, 'Sent.');
  else session.reply(...outcomeReplies[outcome]);
}

async function store(session: FtpSession, path: string, append: boolean): Promise<void> {
  const restartAt = takeRestart(session);
  const place = placeOf(session, path);
  if (place?.kind !== 'file' || place.transfer.offered !== undefined) {
    session.reply(place?.kind === 'folder' ? 553 : 550, 'Nothing can be stored there.');
    return;
  }
  const known = fileNamed(place.transfer, place.name)?.bytes ?? 0;
  const content = await openData(session);
  if (content === undefined) return;
  const { name, transfer } = place;
  const offset = append ? known : restartAt;
  const request = { ...visitOf(session), name, offset, content };
  const received = await receiveContent(session.options, transfer, request);
  if (received.ok) {
    session.reply(226, 'Received.');
    return;
  }
  content.destroy();
  session.reply(...outcomeReplies[received.failure]);
}

function listed(session: FtpSession, argument: string): PlaceFile[] | undefined {
  // Clients pass options of `ls`.
  const path = argument.replace(/^(-\S*\s*)+/, '');
  const place = placeOf(session, path);
  if (place?.kind === 'root') return [];
  if (place?.kind === 'folder') return filesIn(place.transfer);
  const file = place && fileNamed(place.transfer, place.name);
  return file && [file];
}

const list =
  (lineOf: (file: PlaceFile) => string): FtpCommand =>
  async (session, argument) => {
    const files = listed(session, argument);
    if (files === undefined) {
      session.reply(550, 'No such folder.');
      return;
    }
    const to = await openData(session);
    if (to === undefined) return;
    to.resume();
    try {
      await pipeline([files.map((file) => `${lineOf(file)}\r\n`).join('')], to);
      session.reply(226, 'Listed.');
    } catch (error) {
      session.reply(...outcomeReplies[failureOf(error)]);
    }
  };

export const transferCommands: Readonly<Record<string, FtpCommand>> = {
  PASV: passive,
  EPSV: extendedPassive,
  REST(session, argument) {
    const offset = /^\d{1,15}$/.test(argument) ? Number(argument) : undefined;
    session.restartAt = offset ?? 0;
    session.reply(
      offset === undefined ? 501 : 350,
      offset === undefined ? 'A number of bytes.' : 'Noted.',
    );
  },
  RETR: retrieve,
  STOR: (session, path) => store(session, path, false),
  APPE: (session, path) => store(session, path, true),
  LIST: list(listLine),
  NLST: list(({ name }) => name),
  MLSD: list(machineLine),
  ABOR(session) {
    session.data.abort();
    session.reply(226, 'Nothing is running any more.');
  },
};
