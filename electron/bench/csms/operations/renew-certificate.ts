/**
 * A02: the charge point is asked to make a key pair and a request, gets its certificate and comes back with it on
 * profile 3; on a lower profile it keeps it for later.
 */
import type { OperationOf } from '../../../../shared/api/csms-operations-contract.ts';
import type { CallOutcome } from '../../wire/call-engine.ts';
import type { StationEvent } from '../station-events.ts';
import { failed, type OperationEnd, type Procedure, type Run, succeeded } from './operation.ts';
import { connection, refusedEnd, reset, statusOf } from './reconnection.ts';

type Request = OperationOf<'renew-certificate'>;
type Answered = Extract<StationEvent, { kind: 'certificate-answered' }>;
type Awaiting = Extract<StationEvent, { kind: 'certificate-awaits-decision' }>;

async function waitForRequest(run: Run, { requestTimeoutMs }: Request): Promise<boolean> {
  run.begin('await-request');
  const seq = await run.wait(
    (event) =>
      event.kind === 'message' && event.action === 'SignCertificate' ? event.seq : undefined,
    requestTimeoutMs,
  );
  if (seq === 'timeout') return false;
  run.note({}, [seq]);
  return true;
}

/** The end of the request at the desk; while a person decides there, no time runs. */
async function waitForAnswer(run: Run, request: Request): Promise<Answered | 'timeout'> {
  const isAnswer = (event: StationEvent) =>
    event.kind === 'certificate-answered' ? event : undefined;
  const first = await run.wait<Answered | Awaiting>(
    (event) => (event.kind === 'certificate-awaits-decision' ? event : isAnswer(event)),
    request.requestTimeoutMs,
  );
  if (first === 'timeout' || first.kind === 'certificate-answered') return first;
  run.note({ awaitsDecision: true, request: first.request });
  return run.wait(isAnswer);
}

async function waitForUse(run: Run, answered: Answered, request: Request): Promise<OperationEnd> {
  let timeoutMs: number | undefined = request.reconnectTimeoutMs;
  const isConnected = connection(run);
  run.begin('reconnect-with-new-certificate', { serialNumber: answered.serialNumber ?? '' });
  for (;;) {
    run.offer(['reset-station', 'stop-waiting']);
    const next = await run.wait((event) => {
      const connected = isConnected(event);
      if (connected) {
        const isNew = connected.certificateSerialNumber === answered.serialNumber;
        if (!isNew) run.note({ withOldCertificate: true });
        return isNew ? 'new' : undefined;
      }
      return event.kind === 'recovery' ? event.recovery : undefined;
    }, timeoutMs);
    if (next === 'new') return succeeded;
    if (next === 'stop-waiting') return failed('operation-certificate-not-used');
    if (next === 'reset-station') {
      await reset(run, 'Soft');
      run.begin('reconnect-with-new-certificate', { serialNumber: answered.serialNumber ?? '' });
    } else {
      // It may wait for notBefore or for its next reconnect: from here on a person decides.
      run.note({ overdue: true });
      timeoutMs = undefined;
    }
  }
}

async function askForRequest(run: Run): Promise<CallOutcome> {
  run.begin('request-renewal');
  run.forgetEvents();
  const outcome = await run.call('ExtendedTriggerMessage', {
    requestedMessage: 'SignChargePointCertificate',
  });
  run.note({ answer: statusOf(outcome) });
  return outcome;
}

/** Sets CpoName where the charge point has none: without it there can be no request (A02). True when it took it. */
async function setCpoName(run: Run, cpoName: string): Promise<boolean> {
  run.begin('set-cpo-name', { cpoName });
  const reading = await run.call('GetConfiguration', { key: ['CpoName'] });
  const list: unknown = reading.outcome === 'result' ? reading.payload.configurationKey : [];
  const [entry]: unknown[] = Array.isArray(list) ? list : [];
  const known: unknown =
    typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'value') : '';
  run.note({ before: typeof known === 'string' ? known : '' });
  if (entry === undefined || (typeof known === 'string' && known !== '')) return false;
  const outcome = await run.call('ChangeConfiguration', { key: 'CpoName', value: cpoName });
  run.note({ answer: statusOf(outcome) });
  return statusOf(outcome) === 'Accepted';
}

export interface RenewalParts {
  cpoName(): string;
}

export function renewCertificateOperation(request: Request, parts: RenewalParts): Procedure {
  return {
    steps: [
      'request-renewal',
      'await-request',
      'send-certificate',
      'reconnect-with-new-certificate',
    ],
    async run(run) {
      let outcome = await askForRequest(run);
      // Asked only then: a charge point under test must not get messages it need not have.
      if (statusOf(outcome) === 'Rejected' && request.setCpoName === 'when-refused') {
        if (await setCpoName(run, parts.cpoName())) outcome = await askForRequest(run);
      }
      if (statusOf(outcome) !== 'Accepted') return refusedEnd('ExtendedTriggerMessage', outcome);
      if (!(await waitForRequest(run, request))) return failed('operation-no-signing-request');
      run.begin('send-certificate');
      const answered = await waitForAnswer(run, request);
      if (answered === 'timeout')
        return failed('operation-call-timeout', { action: 'CertificateSigned' });
      run.note(
        { answer: answered.accepted ? 'Accepted' : (answered.reason ?? '') },
        answered.frames,
      );
      if (!answered.accepted) {
        return failed('operation-refused', {
          action: 'CertificateSigned',
          status: answered.reason ?? '',
        });
      }
      const securityProfile = run.station.session?.securityProfile;
      if (securityProfile === 3 || securityProfile === undefined) {
        return waitForUse(run, answered, request);
      }
      // The certificate is used from profile 3 on (Whitepaper A02): here it waits for the raise.
      run.note({ keptForProfile: 3, securityProfile });
      return succeeded;
    },
  };
}
