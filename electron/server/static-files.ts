/** Serves the built renderer: files of one folder, nothing above it, with the one Content Security Policy. */
import { createReadStream, type Stats, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream';
import { speakProblem } from '../../shared/api/problem-words.ts';

/** Monaco and Mantine set inline styles; nothing else may leave the door's own origin. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

/** Headers of every answer of the door. */
export const safetyHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

function fileStats(path: string): Stats | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? stats : undefined;
}

/** Path of the file for a request path; undefined when it would leave the folder or is not decodable. */
function containedPath(directory: string, requestPath: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(requestPath);
  } catch {
    // A broken percent escape names no file.
    return undefined;
  }
  if (decoded.includes('\0')) return undefined;
  const path = normalize(join(directory, decoded));
  return path.startsWith(directory + sep) ? path : undefined;
}

/** Whether somebody opens an address of the app, which may end in an identity with a dot, not a file. */
function isNavigation(request: IncomingMessage, path: string | undefined): boolean {
  const accepted = request.headers.accept ?? '';
  return accepted.includes('text/html') && path !== undefined && fileStats(path) === undefined;
}

/** Answers a GET for a page or an asset of the renderer. Paths without an extension are pages of the app. */
export function serveStatic(
  directory: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const requestPath = (request.url ?? '/').split('?')[0] ?? '/';
  const asked = containedPath(directory, requestPath);
  const isPage = extname(requestPath) === '' || isNavigation(request, asked);
  const path = isPage ? join(directory, 'index.html') : asked;
  const stats = path === undefined ? undefined : fileStats(path);
  if (path === undefined || stats === undefined) {
    const problem = isPage
      ? speakProblem({ code: 'renderer-not-built' })
      : speakProblem({ code: 'route-unknown', where: 'such file' });
    response.writeHead(isPage ? 503 : 404, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(problem));
    return;
  }
  response.writeHead(200, {
    'Content-Type': contentTypes[extname(path)] ?? 'application/octet-stream',
    'Content-Length': stats.size,
    'Cache-Control': isPage ? 'no-store' : 'public, max-age=31536000, immutable',
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  pipeline(createReadStream(path), response, (error) => {
    // A build replaced the file, or the browser left: the answer cannot be completed.
    if (error) response.destroy();
  });
}
