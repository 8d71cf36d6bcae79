/** What an answer to a ClientHello means as a fact. Pure. */
import type { TlsMessageFacts } from '../../../shared/record/connection-facts.ts';
import type { HelloFact } from '../../../shared/security/probe/probe-facts.ts';
import { tlsVersion, tlsVersionName } from '../../../shared/security/tls-registry.ts';
import type { HelloAnswer } from '../wire/ask-hello.ts';

type Message<Name extends TlsMessageFacts['message']> = Extract<TlsMessageFacts, { message: Name }>;

/** The first message of that kind. */
export function messageOf<Name extends TlsMessageFacts['message']>(
  { messages }: HelloAnswer,
  name: Name,
): Message<Name> | undefined {
  const found = messages.find(({ facts }) => facts.message === name)?.facts;
  // The name decides the shape, which `find` cannot tell the compiler.
  return found as Message<Name> | undefined;
}

const versionIds = new Map<string, number>(
  Object.values(tlsVersion).map((id) => [tlsVersionName(id), id]),
);

/** Whether it was taken: a ServerHello with a suite that was offered is an acceptance, whatever came after it. */
export function factOf(answer: HelloAnswer, offeredSuites: readonly number[]): HelloFact {
  const { evidence, reached, ended } = answer;
  if (!reached.ok) return { outcome: 'unreachable', code: reached.failure.code, evidence };
  const hello = messageOf(answer, 'server-hello');
  if (hello !== undefined) {
    const { suite, compressionMethod } = hello;
    const versionId = versionIds.get(hello.version) ?? 0;
    if (!offeredSuites.includes(suite.id) || versionId === 0) {
      return { outcome: 'garbled', reason: 'suite-not-offered', evidence };
    }
    return { outcome: 'accepted', versionId, suiteId: suite.id, compressionMethod, evidence };
  }
  switch (ended) {
    case 'alert':
      return { outcome: 'refused', how: 'alert', alert: answer.alert ?? 0, evidence };
    case 'closed':
    case 'reset':
      return { outcome: 'refused', how: ended, evidence };
    case 'silent':
    case 'aborted':
    case 'unreachable':
      return { outcome: 'silent', evidence };
    default:
      return { outcome: 'garbled', reason: answer.reason ?? ended, evidence };
  }
}
