/** Words for the rules of an AuthorizationKey by edition, and for what cannot be read as one. Knows codes only. */
import type { KeyEdition, KeyRule, KeyRuleLine } from './authorization-key-editions.ts';
import type { KeyFieldProblem } from './authorization-key-forms.ts';

export const keyEditionWords: Readonly<Record<KeyEdition, string>> = {
  'ocpp-j-1.6': 'OCPP-J 1.6',
  whitepaper: 'Security whitepaper',
  'test-document-2024': 'Test cases 2024-04',
  'test-document-2025-11': 'Test cases 2025-11',
};

const ruleWords: Readonly<Record<KeyRule, { rule: string; why: string }>> = {
  'exactly-20-bytes': {
    rule: 'Exactly 20 bytes, 40 hexadecimal digits',
    why: 'Chargers from before the whitepaper may take no other length.',
  },
  'bytes-16-to-20': {
    rule: '16 to 20 bytes, 32 to 40 hexadecimal digits',
    why: 'A00.FR.205 and A00.FR.304. Shorter keys can be tried out; longer ones do not fit the configuration key.',
  },
  'digits-20-to-40': {
    rule: '20 to 40 hexadecimal digits in ChangeConfiguration',
    why: 'The laboratory’s tool writes the key as digits.',
  },
  'characters-at-least-16': {
    rule: 'A key of at least 16 characters',
    why: 'The laboratory’s tool refuses a shorter one.',
  },
  'digits-32-to-40': {
    rule: 'Written as hexadecimal: 32 to 40 digits',
    why: 'A value of this length is read as digits and decoded.',
  },
  'text-16-to-20': {
    rule: 'Or written as text: 16 to 20 bytes of UTF-8',
    why: 'A value of this length is taken as it is. Only readable text can be written so.',
  },
  'not-guessable': {
    rule: 'Random',
    why: 'A01.FR.07. A key of few different bytes, a run (00 01 02 …) or a repeated piece can be guessed.',
  },
};

export function keyRuleWords({ rule, edition }: Pick<KeyRuleLine, 'rule' | 'edition'>): {
  edition: string;
  rule: string;
  why: string;
} {
  return { edition: edition ? keyEditionWords[edition] : 'Every edition', ...ruleWords[rule] };
}

export const keyFieldProblemWords: Readonly<Record<KeyFieldProblem, string>> = {
  'key-not-hex': 'Only the digits 0–9 and a–f, two for each byte.',
  'key-too-long': 'At most 128 bytes.',
  'header-not-basic': 'A header that begins with “Basic”.',
  'header-not-base64': 'What follows “Basic” is not base64.',
  'header-without-colon': 'Decoded, there is no colon between identity and key.',
  'header-without-key': 'Nothing follows the colon.',
};
