/**
 * PEM in and out: tolerant of CRLF, indentation and text around the blocks when reading, LF only when writing.
 * Knows nothing of what the blocks contain.
 */

/** One PEM block. */
export interface PemBlock {
  label: string;
  der: Uint8Array;
}

const blockPattern = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]*)-----END \1-----/g;

/** All blocks in the order of the text; text that is not a block is skipped. */
export function readPemBlocks(text: string): PemBlock[] {
  return Array.from(text.matchAll(blockPattern), ([, label = '', body = '']) => ({
    label,
    der: new Uint8Array(Buffer.from(body, 'base64')),
  }));
}

/** One block with LF line ends and a final LF; CR upsets some chargers and test tools. */
export function writePem(label: string, der: Uint8Array): string {
  const body =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${body.join('\n')}\n-----END ${label}-----\n`;
}
