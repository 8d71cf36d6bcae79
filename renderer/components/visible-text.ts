/**
 * Shows text from the wire without letting it play tricks: control characters become pictures, characters that turn
 * the reading direction or are invisible become their code. Pure; knows no screen.
 */

/** A run of text, or one character that is shown as something else. */
export type VisiblePart = { text: string } | { shown: string; code: string };

/** C0 except line feed and tab, DEL, C1, bidirectional controls, invisible characters, lone surrogates. */
const tricky =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const controlPictures = 0x2400;

function shownAs(character: string): VisiblePart {
  const code = character.charCodeAt(0);
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  if (code < 0x20) return { shown: String.fromCharCode(controlPictures + code), code: name };
  if (code === 0x7f) return { shown: '\u2421', code: name };
  return { shown: `<${name}>`, code: name };
}

export function visibleParts(text: string): VisiblePart[] {
  const parts: VisiblePart[] = [];
  let last = 0;
  for (const { index, 0: character } of text.matchAll(tricky)) {
    if (index > last) parts.push({ text: text.slice(last, index) });
    parts.push(shownAs(character));
    last = index + character.length;
  }
  if (last < text.length) parts.push({ text: text.slice(last) });
  return parts;
}

/** The same in one string, for editors and attributes. */
export function visibleText(text: string): string {
  return visibleParts(text)
    .map((part) => ('text' in part ? part.text : part.shown))
    .join('');
}

/** Lines of 16 bytes: offset, hexadecimal, ASCII. */
export function hexLines(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  for (let offset = 0; offset < bytes.length; offset += 16) {
    const line = bytes.subarray(offset, offset + 16);
    const hex = Array.from(line, (byte) => byte.toString(16).padStart(2, '0'));
    const left = hex.slice(0, 8).join(' ').padEnd(23);
    const right = hex.slice(8).join(' ').padEnd(23);
    const ascii = Array.from(line, (byte) =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.',
    ).join('');
    lines.push(`${offset.toString(16).padStart(8, '0')}  ${left}  ${right}  ${ascii}`);
  }
  return lines;
}
