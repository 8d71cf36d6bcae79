/**
 * Name server messages (RFC 1035) as bytes: reads queries however broken, writes answers. Knows no table and no socket.
 */
import dnsPacket, { type Answer, type OptAnswer, type Question } from 'dns-packet';
import type { NameDecision, NameQuestion } from './name-table.ts';

const headerBytes = 12;
/** RFC 1035 §4.2.1, where the asker says nothing of a size. */
const smallestUdpBytes = 512;
/** Fits every path without fragments; what `DNS flag day 2020` settled on. */
const ownUdpBytes = 1232;
const optType = 'OPT';

export interface ReadQuery {
  id: number;
  recursionDesired: boolean;
  /** EDNS (RFC 6891): what the asker takes over UDP. */
  edns?: { udpBytes: number; version: number };
}

export type NameReading =
  | ({ kind: 'query'; question: NameQuestion } & ReadQuery)
  /** Broken, or asking for what there is not; `rcode` is the answer. */
  | ({ kind: 'refusable'; rcode: 'FORMERR' | 'NOTIMP' | 'BADVERS'; reason: string } & ReadQuery & {
        question?: NameQuestion;
      })
  /** Nothing that may be answered. */
  | { kind: 'unanswerable'; reason: string };

const responseFlag = 0x8000;
const recursionDesiredFlag = 0x0100;
const authoritativeFlag = 0x0400;
const truncatedFlag = 0x0200;
const recursionAvailableFlag = 0x0080;
const opcodeShift = 11;

/** Response codes (RFC 1035, RFC 6891); BADVERS has its upper bits in the OPT record. */
const rcodes = { NOERROR: 0, FORMERR: 1, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5, BADVERS: 16 } as const;
export type ResponseCode = keyof typeof rcodes;

function questionOf({ name, type, class: questionClass = 'IN' }: Question): NameQuestion {
  return { name, type, class: questionClass };
}

/** The question in its plain form again; what does not come out the same cannot be repeated in an answer. */
function isPlain(question: Question, bytes: Buffer): boolean {
  const again = dnsPacket.encode({ type: 'query', questions: [question] }).subarray(headerBytes);
  return again.equals(bytes.subarray(headerBytes, headerBytes + again.length));
}

function ednsOf(additionals: readonly Answer[]): ReadQuery['edns'] {
  const option = additionals.find((record): record is OptAnswer => record.type === optType);
  return option && { udpBytes: option.udpPayloadSize, version: option.ednsVersion };
}

/** Reads what came in one datagram, or in one message over TCP. Never throws. */
export function readNameQuery(bytes: Buffer): NameReading {
  if (bytes.length < headerBytes) return { kind: 'unanswerable', reason: 'too-short' };
  const flags = bytes.readUInt16BE(2);
  if ((flags & responseFlag) !== 0) return { kind: 'unanswerable', reason: 'is-a-response' };
  const query = {
    id: bytes.readUInt16BE(0),
    recursionDesired: (flags & recursionDesiredFlag) !== 0,
  };
  const refusable = (rcode: 'FORMERR' | 'NOTIMP', reason: string): NameReading => ({
    ...query,
    kind: 'refusable',
    rcode,
    reason,
  });
  if (((flags >> opcodeShift) & 0xf) !== 0) return refusable('NOTIMP', 'opcode-unknown');
  const questions = bytes.readUInt16BE(4);
  if (questions === 0) return refusable('FORMERR', 'no-question');
  if (questions > 1) return refusable('FORMERR', 'several-questions');
  try {
    const { questions: [first] = [], additionals = [] } = dnsPacket.decode(bytes);
    if (first === undefined || !isPlain(first, bytes))
      return refusable('FORMERR', 'question-unreadable');
    const edns = ednsOf(additionals);
    const question = questionOf(first);
    if (edns !== undefined && edns.version !== 0) {
      const reason = 'edns-version-unknown';
      return { ...query, kind: 'refusable', rcode: 'BADVERS', reason, question, edns };
    }
    return { ...query, kind: 'query', question, ...(edns && { edns }) };
  } catch {
    // The library throws for whatever it cannot read: loops, lengths beyond the end, labels that are none.
    return refusable('FORMERR', 'unreadable');
  }
}

export const responseCodes: Readonly<Record<NameDecision['outcome'], ResponseCode>> = {
  answered: 'NOERROR',
  'no-data': 'NOERROR',
  'not-found': 'NXDOMAIN',
  refused: 'REFUSED',
};

export interface NameAnswer {
  rcode: ResponseCode;
  question?: NameQuestion;
  addresses: readonly string[];
  ttlS: number;
}

/** The OPT record that an asker with EDNS gets back (RFC 6891 §6.1.1). */
function optRecord(rcode: ResponseCode): OptAnswer {
  const extendedRcode = rcodes[rcode] >> 4;
  return {
    name: '.',
    type: optType,
    udpPayloadSize: ownUdpBytes,
    extendedRcode,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  };
}

function encode(query: ReadQuery, answer: NameAnswer, truncated: boolean): Buffer {
  const { rcode, question, addresses, ttlS } = answer;
  const { name = '' } = question ?? {};
  const answers = truncated
    ? []
    : addresses.map(
        (data): Answer => ({ name, type: data.includes(':') ? 'AAAA' : 'A', ttl: ttlS, data }),
      );
  return dnsPacket.encode({
    type: 'response',
    id: query.id,
    flags:
      // A charger whose resolver wants recursion must not think that this server is of no use.
      recursionAvailableFlag |
      (rcode === 'REFUSED' || question === undefined ? 0 : authoritativeFlag) |
      (query.recursionDesired ? recursionDesiredFlag : 0) |
      (truncated ? truncatedFlag : 0) |
      (rcodes[rcode] & 0xf),
    // What was decoded is encoded again: the type has no names for numbers, the library has.
    questions: question === undefined ? [] : [question as Question],
    answers,
    additionals: query.edns === undefined ? [] : [optRecord(rcode)],
  });
}

/** Writes an answer; over UDP one that does not fit says so instead (TC), and the asker comes again over TCP. */
export function writeNameAnswer(
  query: ReadQuery,
  answer: NameAnswer,
  transport: 'udp' | 'tcp',
): Buffer {
  const whole = encode(query, answer, false);
  if (transport === 'tcp') return whole;
  const askers = Math.max(smallestUdpBytes, query.edns?.udpBytes ?? smallestUdpBytes);
  return whole.length <= Math.min(askers, ownUdpBytes) ? whole : encode(query, answer, true);
}
