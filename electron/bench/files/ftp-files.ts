/** The FTP server: a session for each connection. Knows no command. */
import { createServer, type Server } from 'node:net';
import { runFtpLine } from './ftp-commands.ts';
import { type FtpOptions, serveFtpSession } from './ftp-session.ts';

export function createFtpFiles(options: FtpOptions): Server {
  return createServer((socket) => serveFtpSession(socket, options, runFtpLine));
}
