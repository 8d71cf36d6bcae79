/**
 * The autopsy of one connection attempt: reads its frames and says step by step how far it came, where it ended and
 * who has to act. A pure function of the record; what the wire cannot tell is said to be unknown.
 */
import type { ConnectionFailure } from '../../record/connection-facts.ts';
import { sideOfAnswer } from '../answer-sides.ts';
import { clockStep, firstByteStep, nameStep, tcpStep } from './before-tls.ts';
import { clientCertificateStep, serverCertificateStep } from './certificates.ts';
import { type AutopsyInput, type Evidence, gatherEvidence, type RequestFacts } from './evidence.ts';
import { stepOfFailure } from './failure-step.ts';
import { alertStep, serverHelloStep, tlsStep } from './handshake.ts';
import { helloSteps } from './hello.ts';
import type { AttemptEnding, Autopsy, AutopsyStep, StepId } from './model.ts';
import { stepIds } from './model.ts';
import { bootStep, endingStep, messagesStep } from './ocpp.ts';
import { blamedOnOwnCertificate } from './own-certificate.ts';
import { step } from './steps.ts';
import { answerStep, upgradeSteps } from './upgrade.ts';

type Headers = RequestFacts['headers'];

/** Steps that exist inside TLS only. */
const tlsSteps: ReadonlySet<StepId> = new Set([
  'client-hello',
  'offered-version',
  'offered-suites',
  'offered-groups',
  'offered-compression',
  'server-name',
  'server-hello',
  'server-certificate',
  'client-certificate',
  'alert',
  'tls',
]);

/** Reads the frames of one connection. Never throws for what a capture holds. */
export function autopsyOf(input: AutopsyInput): Autopsy {
  const evidence = gatherEvidence(input);
  const told = failureOf(evidence);
  const failure = told && blamedOnOwnCertificate(told, evidence);
  const ending = endingOf(evidence, failure);
  const found = new Map(findings(evidence).map((one) => [one.id, one]));
  const failedAt = failure === undefined ? undefined : stepOfFailure(failure);
  const isPlain = evidence.hello === undefined && evidence.request !== undefined;
  const steps = stepIds
    .filter((id) => !(isPlain && tlsSteps.has(id)))
    .map((id) => {
      const known = found.get(id);
      if (failure !== undefined && id === failedAt) return failedStep(id, failure, evidence, known);
      return known ?? absentStep(id, ending);
    });
  return {
    role: evidence.role,
    ending,
    failure,
    side: failure?.side,
    tampered: evidence.tampered,
    fault: evidence.opened?.value.fault,
    steps,
  };
}

/** What the frames themselves tell, whatever the outcome. */
function findings(evidence: Evidence): AutopsyStep[] {
  return [
    nameStep(evidence),
    tcpStep(evidence),
    evidence.opened === undefined ? undefined : clockStep(evidence),
    firstByteStep(evidence),
    ...helloSteps(evidence),
    serverHelloStep(evidence),
    serverCertificateStep(evidence),
    clientCertificateStep(evidence),
    alertStep(evidence),
    tlsStep(evidence),
    ...upgradeSteps(evidence),
    answerStep(evidence),
    messagesStep(evidence),
    bootStep(evidence),
    endingStep(evidence),
  ].filter((found) => found !== undefined);
}

/** A refusal by HTTP is told by the answer; its code is the reason. */
function failureOf({
  failed,
  response,
  role,
  established,
  request,
}: Evidence): ConnectionFailure | undefined {
  if (failed !== undefined) return defined(failed.value);
  if (response === undefined) return undefined;
  const { status, parameters } = response.value;
  const code = isVisit(response.value.code, request?.value.headers ?? [])
    ? 'upgrade-missing-browser'
    : response.value.code;
  if (status === 101 && code === 'accepted') return undefined;
  const side = role === 'charge-point' ? sideOfAnswer(code) : sideOfRefusal(code);
  // Where the credentials came from is said by the request; how it was secured by TLS.
  const how = { status, transport: established === undefined ? 'plain' : 'tls' };
  const identity = request?.frame.station;
  return {
    stage: 'upgrade',
    code,
    side,
    parameters: { ...(identity === undefined ? {} : { identity }), ...parameters, ...how },
  };
}

/** Without the members that are there and undefined. */
function defined(failure: NonNullable<Evidence['failed']>['value']): ConnectionFailure {
  const entries = Object.entries(failure).filter(([, value]) => value !== undefined);
  // The same members as before, less those without a value.
  return Object.fromEntries(entries) as unknown as ConnectionFailure;
}

/** A visit of a person, told by what only browsers send. */
function isVisit(code: string, headers: Headers): boolean {
  return (
    code === 'upgrade-missing' &&
    headers.some(
      ([name, value]) =>
        /^sec-fetch-/i.test(name) || (/^user-agent$/i.test(name) && /^Mozilla\//i.test(value)),
    )
  );
}

/** Refusals whose cure is on the side of the Central System: something is not set up there. */
const csmsRefusals = new Set([
  'browser-refused',
  'identity-unknown',
  'password-not-set',
  'profile-mismatch',
  'profile-not-offered',
  'password-is-decoded-hex',
  'bench-stopping',
  'recording-impossible',
  'client-certificate-untrusted',
]);

function sideOfRefusal(code: string): ConnectionFailure['side'] {
  return csmsRefusals.has(code) ? 'csms' : 'charge-point';
}

function endingOf(evidence: Evidence, failure: ConnectionFailure | undefined): AttemptEnding {
  const { response, closed } = evidence;
  if (response !== undefined && failure !== undefined) return 'refused';
  if (failure !== undefined) return 'failed';
  if (response !== undefined) return closed === undefined ? 'connected' : 'ended';
  return closed === undefined ? 'begun' : 'failed';
}

/** The step where it ended: red, with the code whose words say why, and whatever the frames tell besides. */
function failedStep(
  id: StepId,
  failure: ConnectionFailure,
  { failed, response, connects }: Evidence,
  known: AutopsyStep | undefined,
): AutopsyStep {
  const evidence = [
    ...(id === 'tcp' ? connects : []),
    failed,
    failed === undefined ? response : undefined,
  ];
  const red = step(id, 'red', failure.code, { evidence, parameters: failure.parameters ?? {} });
  if (known === undefined) return red;
  return {
    ...known,
    tone: 'red',
    code: failure.code,
    parameters: { ...known.parameters, ...red.parameters },
    evidence: [...new Set([...known.evidence, ...red.evidence])],
  };
}

/** Nothing is on record of a step: it lay beyond the end, is still to come, or was encrypted. */
function absentStep(id: StepId, ending: AttemptEnding): AutopsyStep {
  const isOver = ending === 'failed' || ending === 'refused';
  if (isOver) return step(id, 'not-reached', 'not-reached');
  return ending === 'begun'
    ? step(id, 'not-reached', 'not-yet-reached')
    : step(id, 'unknown', 'not-recorded');
}
