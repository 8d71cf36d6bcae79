/**
 * Who may come through the door. Threat model: any web page in the user's browser, any program of another user
 * and any host of the network may send requests to this port. So: exact Host, exact Origin, a bearer token of at
 * least 128 bits compared in constant time, no cookies, wrong tokens throttled per source.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { rpcSubprotocol } from '../../shared/api/contract.ts';
import type { Problem } from '../../shared/api/problem.ts';

const failureLimit = 20;
const failureWindowMs = 60_000;

export interface Guard {
  /** Undefined when the request may come in; `health` needs no token. */
  check(request: IncomingMessage, options: { tokenNeeded: boolean }): Problem | undefined;
  /** For the UI's WebSocket: an Origin must be ours, and the token is the second sub-protocol. */
  checkSocket(request: IncomingMessage): Problem | undefined;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function bearerToken(request: IncomingMessage): string | undefined {
  const match = /^Bearer ([^\s]+)$/.exec(request.headers.authorization ?? '');
  return match?.[1];
}

function socketToken(request: IncomingMessage): string | undefined {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((s) => s.trim());
  return offered[0] === rpcSubprotocol ? offered[1] : undefined;
}

/** Counts wrong tokens per source address and forgets them after a minute. */
function failureCounter(nowMs: () => number) {
  const failures = new Map<string, { count: number; sinceMs: number }>();
  function entry(source: string) {
    const known = failures.get(source);
    if (known && nowMs() - known.sinceMs < failureWindowMs) return known;
    const fresh = { count: 0, sinceMs: nowMs() };
    if (failures.size > 1000) failures.clear();
    failures.set(source, fresh);
    return fresh;
  }
  return {
    exceeded: (source: string) => entry(source).count >= failureLimit,
    add: (source: string) => {
      entry(source).count += 1;
    },
  };
}

/**
 * `hosts` gives the exact values of the Host header that are served, for example `127.0.0.1:7400`; it is asked at
 * every request, because a machine's addresses change. `scheme` is that of our own origin.
 */
export function createGuard(options: {
  token: string;
  hosts: () => readonly string[];
  scheme: 'http' | 'https';
  nowMs?: () => number;
}): Guard {
  const expected = digest(options.token);
  const failures = failureCounter(options.nowMs ?? Date.now);

  function checkPlace(request: IncomingMessage): Problem | undefined {
    const hosts = options.hosts();
    const { host = '', origin } = request.headers;
    if (!hosts.includes(host)) return { code: 'host-not-allowed', where: host };
    if (
      origin !== undefined &&
      !hosts.some((served) => origin === `${options.scheme}://${served}`)
    ) {
      return { code: 'origin-not-allowed', where: origin };
    }
    return undefined;
  }

  function checkToken(request: IncomingMessage, token: string | undefined): Problem | undefined {
    // The right token always passes: else a forgotten page with an old one would lock everybody of this machine out.
    if (token !== undefined && timingSafeEqual(digest(token), expected)) return undefined;
    if (token === undefined) return { code: 'not-authorized' };
    const source = request.socket.remoteAddress ?? '';
    if (failures.exceeded(source)) return { code: 'too-many-attempts' };
    failures.add(source);
    return { code: 'not-authorized' };
  }

  return {
    check: (request, { tokenNeeded }) =>
      checkPlace(request) ?? (tokenNeeded ? checkToken(request, bearerToken(request)) : undefined),
    checkSocket: (request) => {
      const place = checkPlace(request);
      if (place) return place;
      return checkToken(request, socketToken(request));
    },
  };
}
