/**
 * Lays out JSON text for reading without parsing it: numbers stay as written, duplicate keys stay, broken text comes
 * out as far as it goes. Never throws, needs no recursion. Knows nothing of OCPP.
 */

const closing = new Set(['}', ']']);
/**
 * What lies deeper stays on the line it is on: no message is meant to, and an editor takes time for every line by its
 * depth, so that hostile nesting would hold the page.
 */
const deepestLaidOut = 60;

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '"') return at + 1;
  }
  return text.length;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && /\s/.test(text[at] ?? '')) at += 1;
  return at;
}

export function prettyJson(text: string): string {
  const parts: string[] = [];
  let depth = 0;
  const newLine = (inside = depth) => {
    if (inside <= deepestLaidOut) parts.push(`\n${'  '.repeat(depth)}`);
  };

  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    const character = text[at] ?? '';
    if (character === '"') {
      const end = endOfString(text, at);
      parts.push(text.slice(at, end));
      at = end;
      continue;
    }
    at += 1;
    if (character === '{' || character === '[') {
      const next = skipSpace(text, at);
      parts.push(character);
      if (closing.has(text[next] ?? '')) {
        parts.push(text[next] ?? '');
        at = next + 1;
      } else {
        depth += 1;
        newLine();
      }
    } else if (closing.has(character)) {
      const inside = depth;
      depth = Math.max(0, depth - 1);
      newLine(inside);
      parts.push(character);
    } else if (character === ',') {
      parts.push(',');
      newLine();
    } else {
      parts.push(character === ':' ? ': ' : character);
    }
  }
  return parts.join('');
}
