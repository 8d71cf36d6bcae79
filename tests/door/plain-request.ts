/** HTTP requests with headers that `fetch` would not let through. Imported by tests only. */
import http, { type IncomingHttpHeaders } from 'node:http';
import type { Door } from '../../electron/server/server.ts';
import { testToken } from '../support/composed-bench.ts';

export interface PlainAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface PlainRequest {
  method?: string;
  path?: string;
  /** Undefined leaves one out that is sent otherwise. */
  headers?: Record<string, string | undefined>;
  body?: string;
}

/** Sends one request to a port of 127.0.0.1, with the right Host and token unless told otherwise. */
export function ask(door: Pick<Door, 'port'>, request: PlainRequest = {}): Promise<PlainAnswer> {
  const { method = 'GET', path = '/api/csms', body } = request;
  const wanted: Record<string, string | undefined> = {
    host: `127.0.0.1:${door.port}`,
    authorization: `Bearer ${testToken}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...request.headers,
  };
  const headers = Object.fromEntries(
    Object.entries(wanted).filter(([, value]) => value !== undefined),
  );
  return new Promise((resolve, reject) => {
    const asked = http.request(
      { host: '127.0.0.1', port: door.port, method, path, headers, setHost: false },
      (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += String(chunk);
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    asked.once('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text: '' });
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

/** An upgrade request for the UI's WebSocket. */
export function askSocket(
  door: Pick<Door, 'port'>,
  headers: Record<string, string | undefined> = {},
  path = '/rpc',
): Promise<PlainAnswer> {
  return ask(door, {
    path,
    headers: {
      authorization: undefined,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'sec-websocket-protocol': `benchpoint-rpc-1, ${testToken}`,
      ...headers,
    },
  });
}
