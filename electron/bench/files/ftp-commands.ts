/**
 * The FTP commands that move no data: login, TLS, folders, facts of files, refusals. RFC 959, 2228, 2389, 3659, 4217.
 * Knows no socket.
 */

import type { FtpLine } from './ftp-lines.ts';
import { ftpTime, machineLine, quotedPath } from './ftp-listing.ts';
import type { FtpCommand, FtpSession } from './ftp-session.ts';
import { transferCommands } from './ftp-transfer-commands.ts';
import { resolveSegments } from './transfer-names.ts';
import { fileNamed, findPlace, type PlaceFile } from './transfer-place.ts';

const maxFailedLogins = 3;
const anonymousUsers = new Set(['anonymous', 'ftp']);

function logIn(session: FtpSession, password: string): void {
  const { user, options } = session;
  if (user === undefined) {
    session.reply(503, 'USER comes first.');
    return;
  }
  const login = { user, password };
  const visible = options.book.visibleTo(session.protocol(), login);
  // Transfers that ask for no login are open to those who claim to be nobody.
  const isOwn = visible.some((transfer) => transfer.user === user);
  const isAnonymous = anonymousUsers.has(user.toLowerCase()) && visible.length > 0;
  if (isOwn || isAnonymous) {
    session.login = login;
    session.folder = [];
    session.reply(230, 'Logged in.');
    return;
  }
  session.failedLogins += 1;
  if (session.failedLogins < maxFailedLogins) {
    session.reply(530, 'Login incorrect.');
    return;
  }
  session.reply(421, 'Too many wrong logins.');
  session.end();
}

/** The file a path names, if there is one. */
function fileAt(session: FtpSession, path: string): PlaceFile | undefined {
  const place = findPlace(session.visible(), resolveSegments(session.folder, path));
  return place?.kind === 'file' ? fileNamed(place.transfer, place.name) : undefined;
}

function changeFolder(session: FtpSession, path: string): void {
  const segments = resolveSegments(session.folder, path);
  const place = findPlace(session.visible(), segments);
  if (place === undefined || place.kind === 'file') {
    session.reply(550, 'No such folder.');
    return;
  }
  session.folder = segments;
  session.reply(250, 'Folder changed.');
}

function startTls(session: FtpSession, mechanism: string): void {
  const secureContext = session.options.secureContext();
  if (session.protocol() !== 'ftp') session.reply(503, 'This connection is secured already.');
  else if (!/^(TLS|TLS-C|SSL)$/i.test(mechanism)) session.reply(504, 'Only AUTH TLS is known.');
  else if (secureContext === undefined) session.reply(431, 'There is no certificate.');
  else {
    // Whoever logged in in clear has to do it again (RFC 4217 §4).
    session.user = undefined;
    session.login = undefined;
    session.reply(234, 'Go on with TLS.');
    session.startTls(secureContext);
  }
}

function protect(session: FtpSession, level: string): void {
  const asked = level.toUpperCase();
  if (session.protocol() === 'ftp') session.reply(503, 'AUTH TLS comes first.');
  else if (!session.bufferSizeKnown) session.reply(503, 'PBSZ comes first.');
  else if (asked !== 'P' && asked !== 'C') {
    session.reply(/^[SE]$/.test(asked) ? 536 : 504, 'Only PROT P and PROT C are known.');
  } else {
    session.dataIsPrivate = asked === 'P';
    session.reply(200, asked === 'P' ? 'Data goes through TLS.' : 'Data goes in clear.');
  }
}

const features = [
  'AUTH TLS',
  'EPSV',
  'MDTM',
  'MLST type*;size*;modify*;',
  'PBSZ',
  'PROT',
  'REST STREAM',
  'SIZE',
  'UTF8',
];

const refuse =
  (code: number, text: string): FtpCommand =>
  (session) =>
    session.reply(code, text);

const notAllowed = refuse(550, 'Nothing is changed or deleted here.');
const noActive = refuse(502, 'Active mode is not offered: use PASV or EPSV.');

/** One choice of several that means nothing here but has to be accepted. */
const only =
  (accepted: RegExp, text: string): FtpCommand =>
  (session, argument) =>
    accepted.test(argument) ? session.reply(200, text) : session.reply(504, 'Not known.');

const commands: Readonly<Record<string, FtpCommand>> = {
  ...transferCommands,
  USER(session, user) {
    session.login = undefined;
    session.user = user;
    session.reply(331, 'The password, please.');
  },
  PASS: logIn,
  ACCT: refuse(202, 'Not needed.'),
  REIN: refuse(502, 'Connect anew instead.'),
  AUTH: startTls,
  PBSZ(session) {
    if (session.protocol() === 'ftp') {
      session.reply(503, 'AUTH TLS comes first.');
      return;
    }
    session.bufferSizeKnown = true;
    session.reply(200, 'PBSZ=0');
  },
  PROT: protect,
  CCC: refuse(534, 'The connection stays secured.'),
  // Everything goes as it is: a firmware file must not be translated.
  TYPE: only(/^(A( N)?|I|L 8)$/i, 'Files go as they are.'),
  MODE: only(/^S$/i, 'Stream.'),
  STRU: only(/^F$/i, 'File.'),
  ALLO: refuse(202, 'Not needed.'),
  FEAT: (session) => session.replyLines(211, 'Features:', features, 'End'),
  OPTS(session, argument) {
    const isKnown = /^(UTF-?8( ON)?|MLST.*)$/i.test(argument);
    session.reply(isKnown ? 200 : 501, isKnown ? 'As it is.' : 'Not known.');
  },
  SYST: refuse(215, 'UNIX Type: L8'),
  NOOP: refuse(200, 'Here.'),
  HELP: (session) =>
    session.replyLines(214, 'Commands:', [Object.keys(commands).sort().join(' ')], 'End'),
  STAT: refuse(211, 'Ready.'),
  CLNT: refuse(200, 'Noted.'),
  CWD: changeFolder,
  XCWD: changeFolder,
  CDUP: (session) => changeFolder(session, '..'),
  XCUP: (session) => changeFolder(session, '..'),
  PWD: (session) => session.reply(257, quotedPath(session.folder)),
  XPWD: (session) => session.reply(257, quotedPath(session.folder)),
  SIZE(session, path) {
    const file = fileAt(session, path);
    session.reply(file ? 213 : 550, file ? String(file.bytes) : 'No such file.');
  },
  MDTM(session, path) {
    const file = fileAt(session, path);
    session.reply(file ? 213 : 550, file ? ftpTime(file.modifiedMs) : 'No such file.');
  },
  MLST(session, path) {
    const file = fileAt(session, path);
    if (file) session.replyLines(250, 'Facts:', [machineLine(file)], 'End');
    else session.reply(550, 'No such file.');
  },
  DELE: notAllowed,
  RMD: notAllowed,
  XRMD: notAllowed,
  MKD: notAllowed,
  XMKD: notAllowed,
  RNFR: notAllowed,
  RNTO: notAllowed,
  SITE: notAllowed,
  SMNT: notAllowed,
  STOU: refuse(502, 'Choose a name and use STOR.'),
  PORT: noActive,
  EPRT: noActive,
  LPRT: noActive,
  QUIT(session) {
    session.reply(221, 'Goodbye.');
    session.end();
  },
};

const withoutLogin = new Set([
  ...['USER', 'PASS', 'AUTH', 'PBSZ', 'PROT', 'FEAT', 'OPTS', 'SYST', 'NOOP', 'HELP', 'CLNT'],
  ...['QUIT', 'ACCT', 'CCC', 'PORT', 'EPRT', 'LPRT'],
]);

/** Commands that mean nothing without an argument. */
const needArgument = new Set([
  ...['USER', 'AUTH', 'PROT', 'TYPE', 'MODE', 'STRU', 'OPTS', 'CWD', 'SIZE', 'MDTM', 'REST'],
  ...['RETR', 'STOR', 'APPE'],
]);

/** Runs one line of a session, with a reply in any case. */
export async function runFtpLine(session: FtpSession, line: FtpLine): Promise<void> {
  if (line.kind === 'refused') {
    session.reply(500, line.reason === 'too-long' ? 'Line too long.' : 'Not a command.');
    return;
  }
  const { verb, argument } = line;
  const command = Object.hasOwn(commands, verb) ? commands[verb] : undefined;
  if (command === undefined) session.reply(502, 'Command not known.');
  else if (session.login === undefined && !withoutLogin.has(verb)) {
    session.reply(530, 'Log in first.');
  } else if (argument === '' && needArgument.has(verb)) session.reply(501, 'Argument missing.');
  else await command(session, argument);
}
