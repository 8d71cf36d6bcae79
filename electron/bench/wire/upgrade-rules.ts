/**
 * The rules of the HTTP upgrade as pure functions: request, identity, sub-protocol, browser or not.
 * Knows nothing of sockets, stations, credentials or what the answer is worded like.
 */
import {
  reachabilityPage,
  type UpgradeRefusalCode,
} from '../../../shared/security/connection-words.ts';

/** Why an upgrade is refused; `headers` belong into the answer. */
export interface UpgradeRefusal {
  kind: 'refused';
  status: number;
  code: UpgradeRefusalCode;
  headers?: Record<string, string>;
  parameters?: Record<string, string | number>;
}

function refuse(
  status: number,
  code: UpgradeRefusalCode,
  extra: Pick<UpgradeRefusal, 'headers' | 'parameters'> = {},
): UpgradeRefusal {
  return { kind: 'refused', status, code, ...extra };
}

/** A request as `node:http` gives it: header names in lower case, text as Latin-1. */
export interface UpgradeRequest {
  method?: string | undefined;
  httpVersion: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * Whether the request may become a WebSocket (wire cases H19 to H24, RFC 6455 §4.2.1).
 * A GET without any wish to upgrade is `plain-get`: answer it with `plainGetAnswer`.
 */
export function checkUpgradeRequest(
  request: UpgradeRequest,
): { kind: 'upgrade' } | { kind: 'plain-get' } | UpgradeRefusal {
  const { method = '', httpVersion, headers } = request;
  if (method !== 'GET')
    return refuse(405, 'method-not-allowed', { headers: { Allow: 'GET' }, parameters: { method } });
  const upgrade = tokens(headers.upgrade);
  if (upgrade.length === 0) return { kind: 'plain-get' };
  if (!upgrade.includes('websocket')) return refuse(400, 'upgrade-not-websocket');
  if (httpVersion === '1.0' || httpVersion === '0.9')
    return refuse(400, 'http-version-too-old', { parameters: { version: httpVersion } });
  if (!tokens(headers.connection).includes('upgrade'))
    return refuse(400, 'connection-upgrade-missing');
  return checkWebSocketHeaders(headers);
}

function checkWebSocketHeaders(
  headers: UpgradeRequest['headers'],
): { kind: 'upgrade' } | UpgradeRefusal {
  const version = single(headers['sec-websocket-version']) ?? '';
  if (version.trim() !== '13')
    return refuse(426, 'websocket-version-unsupported', {
      headers: { 'Sec-WebSocket-Version': '13' },
      parameters: { version },
    });
  const key = single(headers['sec-websocket-key']);
  if (key === undefined) return refuse(400, 'websocket-key-missing');
  // 16 bytes: 22 characters of base64, the last of which holds two bits, and the padding.
  if (!/^[A-Za-z0-9+/]{21}[AQgw]==$/.test(key.trim())) return refuse(400, 'websocket-key-invalid');
  return { kind: 'upgrade' };
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}

function tokens(value: string | string[] | undefined): string[] {
  return (single(value) ?? '')
    .split(',')
    .map((token) => token.trim().toLowerCase())
    .filter((token) => token !== '');
}

/** The answer to a plain GET (wire case H22): 426 with a page a phone can show. */
export function plainGetAnswer(bench: Parameters<typeof reachabilityPage>[0]): {
  status: 426;
  code: UpgradeRefusalCode;
  headers: Record<string, string>;
  body: string;
} {
  const body = reachabilityPage(bench);
  return {
    status: 426,
    code: 'upgrade-missing',
    headers: {
      Upgrade: 'websocket',
      Connection: 'Upgrade, close',
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': String(new TextEncoder().encode(body).length),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
    body,
  };
}

/** Longer than any identity in the field; OCPP-J sets no limit. */
export const identityMaxCharacters = 255;

/** What is odd about a target that is accepted all the same. */
export type TargetFinding = 'absolute-request-target' | 'identity-encoded-slash';

/**
 * The charge point identity: last segment of the path, percent-decoded once, whatever the path before it;
 * one slash at the end is tolerated, a query or fragment is never part of it (OCPP-J 1.6 §3.1, wire cases
 * H7 to H18). The value has no path meaning: `..%2f` is the text `../`.
 */
export function readIdentity(
  requestTarget: string,
): { kind: 'identity'; identity: string; findings: TargetFinding[] } | UpgradeRefusal {
  const absolute = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(requestTarget)?.[0];
  const path = requestTarget.slice(absolute?.length ?? 0).replace(/[?#].*$/s, '');
  if (!path.startsWith('/') && !(absolute !== undefined && path === ''))
    return refuse(400, 'request-target-malformed');
  const withoutFinalSlash = path.endsWith('/') ? path.slice(0, -1) : path;
  const segment = withoutFinalSlash.slice(withoutFinalSlash.lastIndexOf('/') + 1);
  if (segment === '') return refuse(404, 'identity-missing');
  const decoded = decodeSegment(segment);
  if (decoded.kind === 'refused') return decoded;
  const findings: TargetFinding[] = [];
  if (absolute !== undefined) findings.push('absolute-request-target');
  if (decoded.identity.includes('/')) findings.push('identity-encoded-slash');
  return { ...decoded, findings };
}

function decodeSegment(segment: string): { kind: 'identity'; identity: string } | UpgradeRefusal {
  if (/%(?![0-9a-f]{2})/i.test(segment)) return refuse(400, 'identity-not-decodable');
  // Node hands the target over as Latin-1, so unencoded UTF-8 arrives as one character a byte.
  const bytes = Buffer.from(
    segment.replace(/%([0-9a-f]{2})/gi, (_match, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    'latin1',
  );
  const identity = decodeUtf8(bytes);
  if (identity === undefined) return refuse(400, 'identity-not-utf8');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f]/.test(identity))
    return refuse(400, 'identity-control-character');
  if (identity === '.' || identity === '..') return refuse(400, 'identity-dot-segment');
  if ([...identity].length > identityMaxCharacters) return refuse(414, 'identity-too-long');
  return { kind: 'identity', identity };
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    // The decoder's only way of saying "not UTF-8".
    return undefined;
  }
}

export interface SubprotocolRules {
  /** As configured, for example `['ocpp1.6']`. Case counts. */
  supported: readonly string[];
  /** `accept` takes a request without the header as the first supported one, with a finding. */
  whenNone: 'refuse' | 'accept';
  /** `complete-then-close` is what OCPP-J 1.6 §3.2 says; TC_088 wants the refusal. */
  whenUnknown: 'refuse' | 'complete-then-close';
}

export type SubprotocolFinding = 'subprotocol-assumed' | 'subprotocol-offered-twice';

export type SubprotocolChoice =
  /** `echo` goes into the answer's Sec-WebSocket-Protocol; absent when the client offered nothing. */
  | {
      kind: 'agreed';
      subprotocol: string;
      echo: string | undefined;
      offered: string[];
      findings: SubprotocolFinding[];
    }
  | { kind: 'complete-then-close'; offered: string[] }
  | UpgradeRefusal;

/** Chooses the first offered sub-protocol that is supported (wire cases H1 to H6). */
export function negotiateSubprotocol(
  header: string | string[] | undefined,
  rules: SubprotocolRules,
): SubprotocolChoice {
  const offered = (single(header) ?? '')
    .split(',')
    .map((token) => token.trim())
    .filter((token) => token !== '');
  const parameters = {
    offeredSubprotocols: offered.join(', '),
    supportedSubprotocols: rules.supported.join(', '),
  };
  const [preferred] = rules.supported;
  if (offered.length === 0) {
    if (rules.whenNone === 'refuse' || preferred === undefined)
      return refuse(400, 'subprotocol-not-offered', { parameters });
    const findings: SubprotocolFinding[] = ['subprotocol-assumed'];
    return { kind: 'agreed', subprotocol: preferred, echo: undefined, offered, findings };
  }
  const subprotocol = offered.find((token) => rules.supported.includes(token));
  if (subprotocol === undefined) {
    return rules.whenUnknown === 'refuse'
      ? refuse(400, 'subprotocol-unknown', { parameters })
      : { kind: 'complete-then-close', offered };
  }
  const twice = new Set(offered).size < offered.length;
  const findings: SubprotocolFinding[] = twice ? ['subprotocol-offered-twice'] : [];
  return { kind: 'agreed', subprotocol, echo: subprotocol, offered, findings };
}

export type BrowserSign = 'sec-fetch' | 'cookie' | 'user-agent';

export interface OriginReading {
  /** The Origin header: recorded, never a reason to refuse by itself; real chargers send odd ones. */
  origin?: string;
  /** What only a browser sends. */
  browserSigns: BrowserSign[];
}

/** Reads where the request comes from (wire case H29). */
export function readOrigin({ headers }: Pick<UpgradeRequest, 'headers'>): OriginReading {
  const browserSigns: BrowserSign[] = [];
  if (Object.keys(headers).some((name) => name.startsWith('sec-fetch-')))
    browserSigns.push('sec-fetch');
  if (headers.cookie !== undefined) browserSigns.push('cookie');
  if (/^Mozilla\//i.test(single(headers['user-agent']) ?? '')) browserSigns.push('user-agent');
  const origin = single(headers.origin);
  return origin === undefined ? { browserSigns } : { origin, browserSigns };
}

/** The refusal of a browser where the listener wants it, else undefined. */
export function refuseBrowser(
  reading: OriginReading,
  refuseBrowsers: boolean,
): UpgradeRefusal | undefined {
  return refuseBrowsers && reading.browserSigns.length > 0
    ? refuse(403, 'browser-refused', { parameters: { reason: reading.browserSigns.join(', ') } })
    : undefined;
}

/** As charge point: the failure code of an answer other than 101. */
export function upgradeAnswerCode(status: number): UpgradeRefusalCode {
  if (status >= 500) return 'answered-server-error';
  if (status >= 300 && status < 400) return 'answered-redirect';
  return answerCodes.get(status) ?? 'answered-unexpected';
}

const answerCodes: ReadonlyMap<number, UpgradeRefusalCode> = new Map<number, UpgradeRefusalCode>([
  [400, 'answered-bad-request'],
  [401, 'answered-unauthorized'],
  [403, 'answered-forbidden'],
  [404, 'answered-not-found'],
  [426, 'answered-upgrade-required'],
]);
