/** Small servers for transfer tests: HTTP as the test says, and FTP doubles written with net. They remember uploads. */
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import net, { type Socket } from 'node:net';

export interface FileServer {
  port: number;
  url: string;
  /** What was asked, in order: method and path. */
  requests: string[];
  /** The last upload, by path. */
  uploads: Map<string, string>;
  headers: IncomingMessage['headers'][];
  stop(): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

/** An HTTP server; uploads are kept and answered 201 unless the test answers itself. */
export async function startHttpServer(
  answer: Answer,
  options: { tls?: https.ServerOptions; takesUploads?: boolean } = {},
): Promise<FileServer> {
  const { tls, takesUploads = true } = options;
  const requests: string[] = [];
  const uploads = new Map<string, string>();
  const headers: IncomingMessage['headers'][] = [];
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const { method = '', url = '' } = request;
    requests.push(`${method} ${url}`);
    headers.push(request.headers);
    const isUpload = method === 'PUT' || method === 'POST';
    if (!isUpload || !takesUploads) {
      answer(request, response);
      return;
    }
    bodyOf(request).then(
      (body) => {
        uploads.set(url, body);
        response.writeHead(201).end();
      },
      () => response.destroy(),
    );
  };
  const server =
    tls === undefined ? http.createServer(listener) : https.createServer(tls, listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    requests,
    uploads,
    headers,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Serves one file. */
export const serving =
  (content: Uint8Array | string): Answer =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(content);
  };

export interface FtpDouble {
  port: number;
  commands: string[];
  uploads: Map<string, string>;
  stop(): Promise<void>;
}

/** A control connection of our own: `files` to fetch, replies of the test before the usual ones. */
export async function startFtpDouble(options: {
  files?: Record<string, string>;
  /** A reply instead of the usual one, by verb; an empty one is silence. */
  replies?: Record<string, string>;
}): Promise<FtpDouble> {
  const commands: string[] = [];
  const uploads = new Map<string, string>();
  const sockets = new Set<Socket>();
  const { files = {}, replies = {} } = options;
  const server = net.createServer((control) => {
    keep(control);
    let data: Promise<Socket> | undefined;
    const reply = (text: string): void => {
      control.write(`${text}\r\n`);
    };
    if (replies.greeting !== '') reply('220 ready');
    let rest = '';
    control.setEncoding('utf8');
    control.on('data', (chunk: string) => {
      const lines = `${rest}${chunk}`.split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) obey(line);
    });

    function obey(line: string): void {
      commands.push(line);
      const [verb = '', ...words] = line.split(' ');
      const name = words.join(' ');
      const own = replies[verb];
      if (own !== undefined) {
        if (own !== '') reply(own);
        return;
      }
      if (verb === 'USER') reply('331 password');
      else if (verb === 'PASS') reply('230 in');
      else if (verb === 'FEAT') reply('211 none');
      else if (verb === 'EPSV') passive();
      else if (verb === 'SIZE') size(name);
      else if (verb === 'RETR') retrieve(name);
      else if (verb === 'STOR') store(name);
      else reply('200 ok');
    }

    function passive(): void {
      const passiveServer = net.createServer();
      data = new Promise((resolve) => passiveServer.once('connection', resolve));
      passiveServer.once('connection', (socket: Socket) => {
        keep(socket);
        passiveServer.close();
      });
      passiveServer.listen(0, '127.0.0.1', () => {
        const address = passiveServer.address();
        reply(`229 on (|||${typeof address === 'object' ? address?.port : 0}|)`);
      });
    }

    function size(name: string): void {
      const content = files[name];
      reply(content === undefined ? '550 no such file' : `213 ${content.length}`);
    }

    function retrieve(name: string): void {
      const content = files[name];
      if (content === undefined) {
        reply('550 no such file');
        return;
      }
      reply('150 here it comes');
      void data?.then((socket) => {
        socket.end(content);
        reply('226 done');
      });
    }

    function store(name: string): void {
      reply('150 send it');
      void data?.then((socket) => {
        let content = '';
        socket.setEncoding('utf8');
        socket.on('data', (piece: string) => {
          content += piece;
        });
        socket.once('end', () => {
          uploads.set(name, content);
          socket.end();
          reply('226 stored');
        });
      });
    }
  });

  function keep(socket: Socket): void {
    sockets.add(socket);
    socket.on('error', () => undefined);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    commands,
    uploads,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
