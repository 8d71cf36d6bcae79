/** The certificates in a text somebody pasted, each by itself. Knows PEM armour, not what is in it. */

const block = /-----BEGIN ((?:X509 |TRUSTED )?CERTIFICATE)-----[\s\S]*?-----END \1-----/g;

/** In the order in which they stand there; the same one twice is once. */
export function certificateBlocks(text: string): string[] {
  return [...new Set([...text.matchAll(block)].map(([whole]) => whole))];
}
