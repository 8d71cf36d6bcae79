import { describe, expect, it } from 'vitest';
import {
  formerKey,
  identity,
  type MadeMistake,
  madeMistakes,
  mistakenKey,
  neighbour,
  neighbourKey,
  serialNumber,
} from '../../tests/support/credentials-mistakes.ts';
import { bytesToHex } from './authorization-key.ts';
import { authorizationHeader } from './authorization-key-forms.ts';
import { diagnoseBasicCredentials, type ExpectedCredentials } from './basic-diagnosis.ts';
import type { KnownKey } from './basic-key-mistakes.ts';
import { explainCredentialsMistake, isCredentialsMistakeCode } from './basic-mistake-words.ts';

const hashed = (key: Uint8Array): KnownKey => ({
  matches: (candidate) => bytesToHex(candidate) === bytesToHex(key),
});
const kept = (key: Uint8Array): KnownKey => ({ ...hashed(key), bytes: key });

function expected(made: Partial<MadeMistake>, known = kept): ExpectedCredentials {
  return {
    identity: made.station ?? identity,
    identityInUrl: encodeURIComponent(made.station ?? identity),
    serialNumber,
    isStation: (id) => id === neighbour,
    key: known(made.key ?? mistakenKey),
    formerKeys: [{ key: hashed(formerKey), replacedAt: '2026-01-01T00:00:00.000Z' }],
    stationWithKey: (sent) => (known(neighbourKey).matches(sent) ? neighbour : undefined),
  };
}

describe('the right credentials', () => {
  it('match, with the key and with its hash', () => {
    for (const known of [kept, hashed]) {
      const authorization = [authorizationHeader(identity, mistakenKey)];
      expect(diagnoseBasicCredentials(authorization, expected({}, known))).toEqual({
        verdict: 'match',
        mistakes: [],
        passwordBytes: 20,
        userName: identity,
      });
    }
  });
});

describe('H31 each mistake is named', () => {
  it.each(madeMistakes)('$name', (made) => {
    const diagnosis = diagnoseBasicCredentials(made.authorization, expected(made));
    expect(diagnosis.mistakes.map(({ code }) => code)).toEqual(made.codes);
    expect(diagnosis.verdict).not.toBe('match');
    const [first] = diagnosis.mistakes;
    expect(first?.confidence).toBe(made.confidence ?? 'certain');
    if (made.parameters) expect(first?.parameters).toMatchObject(made.parameters);
    for (const { code, parameters } of diagnosis.mistakes) {
      expect(isCredentialsMistakeCode(code)).toBe(true);
      expect(explainCredentialsMistake({ code, parameters }).title).not.toBe(code);
    }
  });

  it.each(madeMistakes.filter(({ needsKey }) => !needsKey))(
    '$name, when only a salted hash is kept',
    (made) => {
      const diagnosis = diagnoseBasicCredentials(made.authorization, expected(made, hashed));
      expect(diagnosis.mistakes.map(({ code }) => code)).toEqual(made.codes);
    },
  );

  it('what loses bytes is called possible at most, when only a salted hash is kept', () => {
    for (const made of madeMistakes.filter(({ needsKey }) => needsKey)) {
      const { mistakes } = diagnoseBasicCredentials(made.authorization, expected(made, hashed));
      const named = mistakes.filter(({ code }) => code !== 'key-other');
      // Letter case is undone by trying lower and upper case; mixed case is not.
      for (const { confidence } of named) expect(confidence).toBe('possible');
    }
  });
});

describe('no secret', () => {
  const spellings = (key: Buffer) => [
    key.toString('hex'),
    key.toString('hex').toUpperCase(),
    key.toString('base64').replace(/=+$/, ''),
    key.toString('latin1'),
    key.toString('utf8'),
  ];
  it.each(madeMistakes)('is in the diagnosis of: $name', (made) => {
    const text = JSON.stringify(diagnoseBasicCredentials(made.authorization, expected(made)));
    const keys = [mistakenKey, formerKey, neighbourKey, made.key ?? mistakenKey];
    for (const spelling of keys.flatMap(spellings)) expect(text).not.toContain(spelling);
  });

  it('a key that nobody knows is not shown as user name', () => {
    const key = 'CANARYkey-of-nobody!';
    for (const sent of [
      `${key}:${identity}`,
      `${key}:`,
      `${key}:x`,
      `ws://a:${key}@b/${identity}:x`,
    ]) {
      const header = `Basic ${Buffer.from(sent).toString('base64')}`;
      const of = { ...expected({}), key: undefined };
      expect(JSON.stringify(diagnoseBasicCredentials([header], of)), sent).not.toContain(key);
    }
  });

  it('a key cannot be guessed byte by byte', () => {
    for (let length = 1; length < 8; length += 1) {
      if (length === 5) continue; // Ends at the zero byte, which is named.
      const header = authorizationHeader(identity, mistakenKey.subarray(0, length));
      const { mistakes } = diagnoseBasicCredentials([header], expected({}));
      expect(mistakes.map(({ code }) => code)).toContain('key-other');
      expect(mistakes.map(({ code }) => code)).not.toContain('key-truncated');
    }
  });
});

describe('without a key on record', () => {
  it('the look of the password is told as possible', () => {
    const header = `Basic ${Buffer.from(`${identity}:${'ab'.repeat(20)}`).toString('base64')}`;
    const { verdict, mistakes } = diagnoseBasicCredentials([header], {
      identity,
    });
    expect(verdict).toBe('incomparable');
    expect(mistakes).toMatchObject([
      { code: 'key-hex-text', confidence: 'possible' },
      { code: 'key-not-set', side: 'csms' },
    ]);
  });
});

describe('bad input', () => {
  it('of any bytes ends in a diagnosis', () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed;
    };
    for (let round = 0; round < 300; round += 1) {
      const bytes = Buffer.from(Array.from({ length: random() % 60 }, () => (random() >> 8) & 255));
      const values = [
        `Basic ${bytes.toString('base64')}`,
        bytes.toString('latin1'),
        `Basic ${bytes.toString('latin1')}`,
      ];
      for (const value of values)
        expect(diagnoseBasicCredentials([value], expected({})).verdict).not.toBe('match');
    }
  });
  it('of nothing but blanks or digits is searched in bounded steps', () => {
    let comparisons = 0;
    const matches = () => {
      comparisons += 1;
      return false;
    };
    const key = { matches, bytes: mistakenKey };
    for (const byte of [0x20, 0x61, 0x00, 0x0a]) {
      const header = authorizationHeader(identity, new Uint8Array(300).fill(byte));
      diagnoseBasicCredentials([header], { ...expected({}), key });
    }
    expect(comparisons).toBeLessThan(4 * 600);
  });
  it('of a large size is answered at once', () => {
    const header = authorizationHeader(identity, new Uint8Array(12_000).fill(0x20));
    expect(diagnoseBasicCredentials([header], expected({})).mistakes.at(-1)?.code).toBe(
      'key-other',
    );
  });
});
