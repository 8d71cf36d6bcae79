/**
 * Judges the characters of a message: lone surrogates, NUL, text direction marks, byte order mark, and for OCPP 1.6
 * anything that is no printable ASCII. Knows nothing of actions.
 */
import type { Severity } from '../record/judgement.ts';
import type { OcppMessage } from './message-codec.ts';
import type { MessageJudgement, MessageRule } from './message-rules.ts';
import type { OcppVersion } from './versions.ts';

/** Plain ASCII without `\u` escapes needs no closer look; nearly every message is that. */
const needsCloserLook = /[^\t\n\r\x20-\x7e]|\\u/;

/** LRM, RLM, ALM, the embeddings and overrides, and the isolates (UAX #9). */
const directionMark = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/;

const printableAscii = /^[\x20-\x7e\t\n\r]*$/;

interface CharacterRule {
  rule: MessageRule;
  severity: Severity;
  clause: string;
  isBroken(text: string): boolean;
}

const rules: readonly CharacterRule[] = [
  {
    rule: 'lone-surrogate',
    severity: 'warning',
    clause: 'RFC 8259 §8.2',
    isBroken: (text) => !text.isWellFormed(),
  },
  {
    rule: 'nul-character',
    severity: 'warning',
    clause: 'RFC 8259 §7',
    isBroken: (text) => text.includes('\u0000'),
  },
  {
    rule: 'direction-mark',
    severity: 'warning',
    clause: 'UAX #9',
    isBroken: (text) => directionMark.test(text),
  },
];

const asciiRule: CharacterRule = {
  rule: 'not-printable-ascii',
  severity: 'info',
  clause: 'OCPP 1.6 §2.2',
  isBroken: (text) => !printableAscii.test(text),
};

/** The strings of a value in any order, names of properties included, without recursion. */
function stringsOf(root: unknown): string[] {
  const strings: string[] = [];
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string') strings.push(value);
    else if (Array.isArray(value)) for (const element of value) waiting.push(element);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) waiting.push(name, member);
    }
  }
  return strings;
}

/** A broken message has no values: its text is looked at as it came. */
function stringsToJudge(text: string, decoded: OcppMessage): string[] {
  return decoded.kind === 'malformed' ? [text] : stringsOf(decoded);
}

/** The judgements about characters, each rule at most once. */
export function judgeCharacters(
  text: string,
  decoded: OcppMessage,
  version: OcppVersion,
): MessageJudgement[] {
  if (!needsCloserLook.test(text)) return [];
  const judgements: MessageJudgement[] = [];
  const judge = ({ rule, severity, clause }: Omit<CharacterRule, 'isBroken'>) => {
    judgements.push({ rule, severity, clause });
  };
  if (text.startsWith('\ufeff')) {
    judge({ rule: 'byte-order-mark', severity: 'warning', clause: 'RFC 8259 §8.1' });
  }
  const strings = stringsToJudge(text, decoded);
  for (const rule of rules) if (strings.some(rule.isBroken)) judge(rule);
  const isPlainOtherwise = judgements.length === 0;
  if (version === 'ocpp1.6' && isPlainOtherwise && strings.some(asciiRule.isBroken)) {
    judge(asciiRule);
  }
  return judgements;
}
