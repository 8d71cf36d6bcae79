/**
 * PEM files as they are handed in: every block, or why one cannot be read. Stricter than `pem.ts`, which takes what it
 * finds, because whoever imports a file wants to hear that half of it is missing.
 * Knows nothing of what the blocks contain.
 */
import type { Outcome } from '../../../../shared/api/problem.ts';

/** One block; `headers` are those of RFC 1421, in which older keys say how they are encrypted. */
export interface HandedBlock {
  label: string;
  headers: Record<string, string>;
  der: Uint8Array;
  /** From BEGIN to END, LF only. */
  text: string;
}

const marker = /-----(BEGIN|END) ([A-Z0-9 #]*)-----/g;

export function looksLikePem(text: string): boolean {
  return /-----(BEGIN|END) /.test(text);
}

/** All blocks in order. Problems: `pem-truncated`, `pem-mixed`, `pem-damaged`, each with the label. */
export function readHandedPem(text: string): Outcome<HandedBlock[]> {
  const blocks: HandedBlock[] = [];
  let open: { label: string; start: number; bodyStart: number } | undefined;
  for (const match of text.matchAll(marker)) {
    const [whole, kind, label = ''] = match;
    if (kind === 'BEGIN') {
      if (open !== undefined) return failed('pem-truncated', open.label);
      open = { label, start: match.index, bodyStart: match.index + whole.length };
      continue;
    }
    if (open === undefined) return failed('pem-truncated', label);
    if (open.label !== label) return failed('pem-mixed', `${open.label} / ${label}`);
    const block = blockOf(label, text.slice(open.bodyStart, match.index));
    if (block === undefined) return failed('pem-damaged', label);
    blocks.push(block);
    open = undefined;
  }
  if (open !== undefined) return failed('pem-truncated', open.label);
  return blocks.length === 0 ? failed('pem-truncated', '') : { ok: true, value: blocks };
}

function failed(code: string, label: string): Outcome<never> {
  return { ok: false, problem: { code, parameters: { label } } };
}

function blockOf(label: string, inside: string): HandedBlock | undefined {
  const lines = inside
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const firstBody = lines.findIndex((line) => !line.includes(':'));
  const headerLines = firstBody < 0 ? lines : lines.slice(0, firstBody);
  const body = firstBody < 0 ? [] : lines.slice(firstBody);
  const base64 = body.join('');
  if (base64 === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 === 1) {
    return undefined;
  }
  const headers = headerLines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const head = headerLines.length === 0 ? [] : [...headerLines, ''];
  return {
    label,
    headers: Object.fromEntries(headers),
    der: new Uint8Array(Buffer.from(base64, 'base64')),
    text: [`-----BEGIN ${label}-----`, ...head, ...body, `-----END ${label}-----`, ''].join('\n'),
  };
}
