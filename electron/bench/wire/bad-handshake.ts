/**
 * Upgrade requests that a Central System has to refuse, or at least survive, each wrong in the way its name says.
 * Makes requests only; knows no socket.
 */
import { randomBytes } from 'node:crypto';
import type { BadHandshakeName } from '../../../shared/ocpp/bad-input.ts';
import { basicAuthorization } from './basic-credentials.ts';
import type { DialRequest } from './dial-request.ts';

/** A request as it goes out, nothing checked. */
export interface RawRequest {
  method: string;
  target: string;
  httpVersion: string;
  headers: [name: string, value: string][];
}

const longIdentity = 256;
const largeHeaderBytes = 80 * 1024;

type Change = Partial<Omit<RawRequest, 'headers'>> & {
  /** The last segment of the target. */
  segment?: string;
  /** In place of those of the same name; undefined leaves them out. */
  headers?: Record<string, string | readonly string[] | undefined>;
};

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

function changeOf(name: BadHandshakeName, own: DialRequest): Change {
  const { userName, password } = own.credentials ?? {
    userName: own.station,
    password: new Uint8Array(),
  };
  const authorization = (value: string | readonly string[] | undefined): Change => ({
    headers: { Authorization: value },
  });
  const subprotocol = (value: string | undefined): Change => ({
    headers: { 'Sec-WebSocket-Protocol': value },
  });
  switch (name) {
    case 'wrong-transport':
      return {};
    case 'subprotocol-missing':
      return subprotocol(undefined);
    case 'subprotocol-unknown':
      return subprotocol('ocpp9.9');
    case 'subprotocol-upper-case':
      return subprotocol('OCPP1.6');
    case 'subprotocol-twice':
      return subprotocol('ocpp1.6, ocpp1.6');
    case 'version-8':
      return { headers: { 'Sec-WebSocket-Version': '8' } };
    case 'key-missing':
      return { headers: { 'Sec-WebSocket-Key': undefined } };
    case 'key-short':
      return { headers: { 'Sec-WebSocket-Key': 'c2hvcnQ=' } };
    case 'no-upgrade':
      return { headers: { Upgrade: undefined, Connection: 'close' } };
    case 'method-post':
      return { method: 'POST', headers: { 'Content-Length': '0' } };
    case 'http-1.0':
      return { httpVersion: '1.0' };
    case 'header-too-large':
      return { headers: { 'X-Padding': 'x'.repeat(largeHeaderBytes) } };
    case 'identity-empty':
      return { target: '/' };
    case 'identity-too-long':
      return { segment: 'A'.repeat(longIdentity) };
    case 'identity-bad-escape':
      return { segment: '%zz' };
    case 'identity-not-utf8':
      return { segment: '%ff%fe' };
    case 'identity-parent-folder':
      return { segment: `..%2f${encodeURIComponent(own.station)}` };
    case 'identity-nul':
      return { segment: `${encodeURIComponent(own.station)}%00` };
    case 'identity-line-end':
      return { segment: `${encodeURIComponent(own.station)}%0d%0aX-Injected:%201` };
    case 'browser':
      return {
        headers: {
          Origin: 'https://attacker.example',
          'Sec-Fetch-Mode': 'websocket',
          'User-Agent': 'Mozilla/5.0',
        },
      };
    case 'authorization-missing':
      return authorization(undefined);
    case 'authorization-wrong':
      return authorization(basicAuthorization(userName, randomBytes(20)));
    case 'authorization-twice': {
      const right = basicAuthorization(userName, password);
      return authorization([right, right]);
    }
    case 'authorization-not-base64':
      return authorization('Basic ***');
    case 'authorization-without-colon':
      return authorization(basic(userName));
    case 'authorization-empty-password':
      return authorization(basic(`${userName}:`));
    case 'authorization-line-end':
      return authorization(basicAuthorization(userName, Buffer.concat([password, endOfLine])));
  }
}

const endOfLine = Buffer.from('\n');

/** The request of this charge point, wrong in one way. */
export function badRequest(name: BadHandshakeName, own: DialRequest): RawRequest {
  const { url, credentials } = own;
  const change = changeOf(name, own);
  const { method = 'GET', httpVersion = '1.1', segment, headers = {} } = change;
  const folder = url.pathname.slice(0, url.pathname.lastIndexOf('/') + 1);
  const sound: Record<string, string | readonly string[] | undefined> = {
    Host: url.host,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    'Sec-WebSocket-Protocol': own.subprotocols.join(', '),
    Authorization: credentials && basicAuthorization(credentials.userName, credentials.password),
  };
  const all = Object.entries({ ...sound, ...headers }).flatMap(([header, value]) =>
    [value ?? []].flat().map((one): [string, string] => [header, one]),
  );
  const path = segment === undefined ? url.pathname : folder + segment;
  const { target = `${path}${url.search}` } = change;
  return { method, target, httpVersion, headers: all };
}

/** As it stands on the wire. */
export function requestText({ method, target, httpVersion, headers }: RawRequest): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return `${[`${method} ${target} HTTP/${httpVersion}`, ...lines].join('\r\n')}\r\n\r\n`;
}
