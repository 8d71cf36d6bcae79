/**
 * RC2 in CBC mode, decryption only (RFC 2268): older Windows and Java seal certificates with 40 bits of it, and OpenSSL 3
 * has it no longer at hand. It protects nothing and is never used to write.
 */

const piTable = Buffer.from(
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2' +
    '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626' +
    '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec' +
    'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9' +
    '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
  'hex',
);

const blockBytes = 8;

/** The plain bytes without their padding, or undefined when the padding shows that the key is another. */
export function decryptRc2(
  key: Uint8Array,
  effectiveBits: number,
  iv: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | undefined {
  if (sealed.length === 0 || sealed.length % blockBytes !== 0) return undefined;
  const words = expandKey(key, effectiveBits);
  const plain = new Uint8Array(sealed.length);
  let previous = iv;
  for (let at = 0; at < sealed.length; at += blockBytes) {
    const block = sealed.subarray(at, at + blockBytes);
    const opened = decryptBlock(words, block);
    for (let index = 0; index < blockBytes; index += 1) {
      plain[at + index] = (opened[index] ?? 0) ^ (previous[index] ?? 0);
    }
    previous = block;
  }
  const padding = plain.at(-1) ?? 0;
  const isPadded =
    padding >= 1 &&
    padding <= blockBytes &&
    plain.subarray(plain.length - padding).every((byte) => byte === padding);
  return isPadded ? plain.subarray(0, plain.length - padding) : undefined;
}

/** RFC 2268 §2. */
function expandKey(key: Uint8Array, effectiveBits: number): Uint16Array {
  const bytes = new Uint8Array(128);
  bytes.set(key.subarray(0, 128));
  const pi = (value: number) => piTable[value & 0xff] ?? 0;
  const at = (index: number) => bytes[index] ?? 0;
  for (let index = key.length; index < 128; index += 1) {
    bytes[index] = pi(at(index - 1) + at(index - key.length));
  }
  const effectiveBytes = Math.ceil(effectiveBits / 8);
  const mask = 0xff >> (8 * effectiveBytes - effectiveBits);
  bytes[128 - effectiveBytes] = pi(at(128 - effectiveBytes) & mask);
  for (let index = 127 - effectiveBytes; index >= 0; index -= 1) {
    bytes[index] = pi(at(index + 1) ^ at(index + effectiveBytes));
  }
  return Uint16Array.from({ length: 64 }, (_, index) => at(2 * index) | (at(2 * index + 1) << 8));
}

/** RFC 2268 §4: five mixing rounds, one mashing, six mixing, one mashing, five mixing, all backwards. */
function decryptBlock(words: Uint16Array, block: Uint8Array): Uint8Array {
  const view = Uint16Array.from({ length: 4 }, (_, index) => {
    return (block[2 * index] ?? 0) | ((block[2 * index + 1] ?? 0) << 8);
  });
  const rotations = [1, 2, 3, 5];
  const word = (index: number) => view[index & 3] ?? 0;
  let next = 63;
  const unmix = () => {
    for (let index = 3; index >= 0; index -= 1) {
      const turn = rotations[index] ?? 0;
      const value = word(index);
      const turned = ((value >> turn) | (value << (16 - turn))) & 0xffff;
      const mixed =
        (word(index - 1 + 4) & word(index - 2 + 4)) + (~word(index - 1 + 4) & word(index - 3 + 4));
      view[index] = turned - (words[next] ?? 0) - mixed;
      next -= 1;
    }
  };
  const unmash = () => {
    for (let index = 3; index >= 0; index -= 1) {
      view[index] = word(index) - (words[word(index - 1 + 4) & 63] ?? 0);
    }
  };
  const rounds = (count: number) => {
    for (let round = 0; round < count; round += 1) unmix();
  };
  rounds(5);
  unmash();
  rounds(6);
  unmash();
  rounds(5);
  return Uint8Array.from({ length: blockBytes }, (_, index) =>
    index % 2 === 0 ? word(index >> 1) & 0xff : word(index >> 1) >> 8,
  );
}
