/**
 * Walks over JSON text token by token without building values, also when the text is cut short or broken.
 * Never throws, needs no recursion. Knows nothing of OCPP.
 */

/** Called in the order of the text. Positions are UTF-16 units; strings include their quotes. */
export interface JsonVisitor {
  open(isObject: boolean, at: number): void;
  /** `end` is the position after the bracket. */
  close(end: number): void;
  key(start: number, end: number): void;
  /** A string, number or literal; in broken text also a run of anything else. */
  scalar(start: number, end: number): void;
}

const quote = 0x22;
const backslash = 0x5c;

/** Position after the closing quote of the string that starts at `start`, or the end of the text. */
function endOfString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at !== -1) {
    let escapes = at - 1;
    while (escapes > start && text.charCodeAt(escapes) === backslash) escapes -= 1;
    if ((at - 1 - escapes) % 2 === 0) return at + 1;
    at = text.indexOf('"', at + 1);
  }
  return text.length;
}

function isDelimiter(unit: number): boolean {
  // Space and control characters, quote, comma, colon, brackets and braces.
  return (
    unit <= 0x20 ||
    unit === quote ||
    unit === 0x2c ||
    unit === 0x3a ||
    unit === 0x5b ||
    unit === 0x5d ||
    unit === 0x7b ||
    unit === 0x7d
  );
}

function endOfRun(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && !isDelimiter(text.charCodeAt(at))) at += 1;
  return at;
}

/** Walks over the text once. */
export function scanJson(text: string, visitor: JsonVisitor): void {
  const enclosing: boolean[] = [];
  let expectsKey = false;
  let at = 0;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    if (unit === quote) {
      const end = endOfString(text, at);
      if (expectsKey) visitor.key(at, end);
      else visitor.scalar(at, end);
      expectsKey = false;
      at = end;
    } else if (unit === 0x2c) {
      expectsKey = enclosing[enclosing.length - 1] === true;
      at += 1;
    } else if (unit === 0x7b || unit === 0x5b) {
      expectsKey = unit === 0x7b;
      enclosing.push(expectsKey);
      visitor.open(expectsKey, at);
      at += 1;
    } else if (unit === 0x7d || unit === 0x5d) {
      expectsKey = false;
      enclosing.pop();
      at += 1;
      visitor.close(at);
    } else if (unit <= 0x20 || unit === 0x3a) {
      at += 1;
    } else {
      const end = endOfRun(text, at);
      visitor.scalar(at, end);
      at = end;
    }
  }
}

/** What a string token says; a broken one is given without its quotes, escapes as they are. */
export function readStringToken(text: string, start: number, end: number): string {
  const token = text.slice(start, end);
  const inner = token.slice(1, token.length > 1 && token.endsWith('"') ? -1 : undefined);
  if (!inner.includes('\\')) return inner;
  try {
    const value: unknown = JSON.parse(token);
    return typeof value === 'string' ? value : inner;
  } catch {
    // A string with a broken escape has no other reading than its raw text.
    return inner;
  }
}
