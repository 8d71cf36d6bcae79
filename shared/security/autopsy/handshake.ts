/** The rest of the handshake: what the Central System chose, alerts and who sent them, and what TLS came to. */
import { isWhitepaperSuite } from '../tls-registry.ts';
import type { Evidence } from './evidence.ts';
import type { AutopsyStep } from './model.ts';
import { clauseOf, step } from './steps.ts';

const oldVersion = /^(SSL|TLS 1\.[01])/;

/** Version and suite that the Central System chose. */
export function serverHelloStep(evidence: Evidence): AutopsyStep | undefined {
  const { serverHello, established } = evidence;
  const told = serverHello ?? established;
  if (told === undefined) return undefined;
  const version = established?.value.version ?? serverHello?.value.version ?? '';
  const suite = established?.value.suite ?? serverHello?.value.suite.name ?? '';
  const parameters = {
    version,
    suite,
    group: serverHello?.value.group?.name ?? '',
    compression: (serverHello?.value.compressionMethod ?? 0) !== 0,
  };
  const judged = (tone: AutopsyStep['tone'], code: string, clause: string) =>
    step('server-hello', tone, code, { parameters, clause, evidence: [serverHello, established] });
  if (oldVersion.test(version)) return judged('red', 'chosen-version-too-low', clauseOf(314, 418));
  if (parameters.compression) return judged('red', 'chosen-compression', clauseOf(320, 424));
  const isWanted = version === 'TLS 1.3' || isWhitepaperSuite(suite);
  if (!isWanted) return judged('amber', 'chosen-other-suite', clauseOf(317, 421));
  const code = version === 'TLS 1.3' ? 'chosen-tls-13' : 'chosen-wanted';
  return judged('green', code, clauseOf(317, 421));
}

/** Alert 0 (close_notify) ends a connection in order; anything else of a fatal kind is a reason. */
export function alertStep(evidence: Evidence): AutopsyStep | undefined {
  const { failed, alerts, encryptedAlerts, hello, established, inFull } = evidence;
  const fatal = alerts.find(({ value }) => value.level === 'fatal' || value.number !== 0);
  const named = failed?.value.alert;
  if (named !== undefined || fatal !== undefined) {
    const number = named?.number ?? fatal?.value.number ?? 0;
    const name = named?.name ?? fatal?.value.name ?? '';
    const sentBy = named?.sentBy ?? fatal?.frame.sender ?? '';
    const isFatal = named !== undefined || fatal?.value.level === 'fatal';
    return step('alert', isFatal ? 'red' : 'amber', 'alert-sent', {
      parameters: { number, name, sentBy },
      evidence: [fatal, failed],
    });
  }
  if (hello === undefined) return undefined;
  const [encrypted] = encryptedAlerts;
  if (encrypted !== undefined && established === undefined) {
    return step('alert', 'amber', 'alert-encrypted', {
      parameters: { sentBy: encrypted.frame.sender ?? '' },
      evidence: [encrypted],
    });
  }
  if (established !== undefined)
    return step('alert', 'green', 'alert-none', { evidence: [established] });
  // Only a handshake that was watched can be said to have had none.
  return inFull && failed !== undefined
    ? step('alert', 'green', 'alert-none', { evidence: [failed] })
    : step('alert', 'unknown', 'alert-not-seen');
}

export function tlsStep({ established }: Evidence): AutopsyStep | undefined {
  if (established === undefined) return undefined;
  const { version, suite, handshakeMs, resumed = false } = established.value;
  return step('tls', 'green', resumed ? 'tls-resumed' : 'tls-agreed', {
    parameters: { version, suite, handshakeMs },
    evidence: [established],
  });
}
