/**
 * Signing requests as the doors see them: rows, one with everything about it, and what a person does with it.
 * Expected errors are values; nothing is decided by itself here.
 */
import type { Outcome, Problem } from '../../../../shared/api/problem.ts';
import type {
  DeliveryChoices,
  IssueForRequest,
  IssuePreview,
  SigningPolicies,
  SigningPolicyChanges,
  SigningRequestDetail,
  SigningRequestRow,
  SigningState,
} from '../../../../shared/api/signing-requests-contract.ts';
import { certificateReport } from '../../../../shared/security/certificate-report.ts';
import { isSignedBy, parseCertificate } from '../../pki/certificate-view.ts';
import { readSigningRequest, requestPem } from '../../pki/read-signing-request.ts';
import { addFinding } from '../stations.ts';
import {
  type ChainForm,
  chainForm,
  chainLimitOf,
  chainText,
  deliver,
  momentOf,
  tell,
} from './delivery.ts';
import type { RequestDesk } from './request-desk.ts';
import { addStep, type IssuedCertificate, type KeptRequest } from './request-list.ts';
import { issueFor, type Proposal, proposalFor, takeForeign } from './signing.ts';

/** Problem of all that take an id: `signing-request-unknown`. */
export interface SigningRequestsSurface {
  list(query: { station?: string | undefined; state?: SigningState | undefined; limit: number }): {
    requests: SigningRequestRow[];
    total: number;
    waiting: number;
  };
  get(id: string): Outcome<SigningRequestDetail>;
  /** PEM, and a name for the file. Problem: `signing-request-unsignable`. */
  requestPem(id: string): Outcome<{ name: string; pem: string }>;
  preview(id: string, wanted: IssueForRequest & DeliveryChoices): Promise<Outcome<IssuePreview>>;
  /** Problems: those of `issueFor`, `signing-request-busy`, `chain-too-long`. */
  sign(
    id: string,
    wanted: IssueForRequest & DeliveryChoices & { send: boolean },
  ): Promise<Outcome<SigningRequestDetail>>;
  /** Problems: `certificate-unreadable`, `signed-certificate-other-key`, `signing-request-busy`, `chain-too-long`. */
  importCertificate(
    id: string,
    request: DeliveryChoices & { pem: string; send: boolean },
  ): Outcome<SigningRequestDetail>;
  /** Problems: `signing-request-without-certificate`, `signing-request-busy`, `chain-too-long`. */
  send(id: string, choices: DeliveryChoices): Outcome<SigningRequestDetail>;
  /** Problems: `signing-request-busy`, `signing-request-decided`. */
  refuse(id: string): Outcome<SigningRequestDetail>;
  delete(id: string): boolean;
  policies(): SigningPolicies;
  putPolicy(changes: SigningPolicyChanges): SigningPolicies;
  putStationPolicy(station: string, changes: SigningPolicyChanges): SigningPolicies;
  deleteStationPolicy(station: string): SigningPolicies;
}

const problem = (code: string, where: string): { ok: false; problem: Problem } => ({
  ok: false,
  problem: { code, where },
});

function rowOf(kept: KeptRequest): SigningRequestRow {
  const { id, station, receivedAt, seq, capture, state, answer, request, rules, steps } = kept;
  const fails = (severity: string) =>
    rules.filter((one) => one.state === 'fails' && one.severity === severity).length;
  const lastStep = steps.at(-1);
  if (lastStep === undefined) throw new Error(`the signing request ${id} has no step`);
  return {
    ...{ id, station, receivedAt, seq, state, lastStep },
    ...(capture === undefined ? {} : { capture }),
    ...(answer === undefined ? {} : { answer }),
    ...(request === undefined ? {} : { key: request.key }),
    subject: request?.subject.text ?? '',
    failing: { errors: fails('error'), warnings: fails('warning') },
  };
}

function issuedView(issued: IssuedCertificate, form: ChainForm) {
  const parsed = parseCertificate(issued.certificatePem);
  if (!parsed.ok) return undefined;
  const { text, certificates } = chainText(issued, form);
  return {
    certificate: parsed.certificate.view,
    chainPem: text,
    characters: text.length,
    certificates,
    by: issued.by,
  };
}

function proposal(kept: KeptRequest, { stations, cpoName }: RequestDesk): Proposal {
  const serialNumber = stations.find(kept.station)?.stored.serialNumber;
  return proposalFor(kept, serialNumber, cpoName());
}

function detailOf(kept: KeptRequest, desk: RequestDesk): SigningRequestDetail {
  const policy = desk.policies.of(kept.station);
  const issued = kept.issued && issuedView(kept.issued, policy);
  const { csr, form, request, unreadable, rules, steps } = kept;
  const readable = readSigningRequest(csr).request;
  return {
    ...rowOf(kept),
    ...{ csr, form, rules, steps, policy },
    ...(request === undefined ? {} : { request }),
    ...(readable === undefined ? {} : { requestPem: requestPem(readable) }),
    ...(unreadable === undefined ? {} : { unreadable }),
    ...(issued === undefined ? {} : { issued }),
    chainLimit: chainLimitOf(kept.station, desk),
    proposal: proposal(kept, desk),
    connected: desk.stations.find(kept.station)?.session !== undefined,
  };
}

/** Each demand on the certificate that would go out, with those above it. */
function rulesOf(issued: IssuedCertificate, kept: KeptRequest, desk: RequestDesk) {
  const parsed = parseCertificate(issued.certificatePem);
  if (!parsed.ok) return [];
  const above = [...issued.chain, ...(issued.rootPem === undefined ? [] : [issued.rootPem])]
    .map((pem) => parseCertificate(pem))
    .flatMap((one) => (one.ok ? [one.certificate] : []));
  const { certificate } = parsed;
  const [issuer] = above;
  const serialNumber = desk.stations.find(kept.station)?.stored.serialNumber;
  return certificateReport(certificate.view, {
    role: 'client',
    issuers: above.map(({ view }) => view),
    ...(issuer === undefined ? {} : { signatureIsGood: isSignedBy(certificate, issuer) }),
    basicConstraintsCritical: true,
    derBytes: certificate.der.length,
    cpoName: desk.cpoName(),
    ...(serialNumber === undefined ? {} : { serialNumber }),
    nowMs: desk.nowMs(),
  });
}

/** Why the chain cannot be sent as it is. */
function chainProblem(
  issued: IssuedCertificate,
  kept: KeptRequest,
  form: ChainForm,
  desk: RequestDesk,
): Problem | undefined {
  const { length: characters } = chainText(issued, form).text;
  const { characters: most, source } = chainLimitOf(kept.station, desk);
  if (characters <= most) return undefined;
  return { code: 'chain-too-long', where: kept.station, parameters: { characters, most, source } };
}

type Wanted = IssueForRequest & DeliveryChoices;

/** Nothing was sent for these yet: what the station has taken cannot be refused any more. */
const refusable: ReadonlySet<SigningState> = new Set(['waiting', 'signed', 'failed']);

function actions(desk: RequestDesk) {
  const { list, policies, stations, onError } = desk;

  function of(id: string): Outcome<KeptRequest> {
    const kept = list.find(id);
    return kept === undefined ? problem('signing-request-unknown', id) : { ok: true, value: kept };
  }

  /** One that is on its way must not be changed under it. */
  function free(id: string): Outcome<KeptRequest> {
    const found = of(id);
    return found.ok && found.value.state === 'sending'
      ? problem('signing-request-busy', id)
      : found;
  }

  /** Begins to send; the answer comes later. */
  function begin(kept: KeptRequest, choices: DeliveryChoices): void {
    const station = stations.find(kept.station);
    if (station === undefined) return;
    const form = chainForm(policies.of(kept.station), choices);
    deliver(station, kept, { ...form, evenTooLong: choices.evenTooLong }, desk).catch(onError);
  }

  function issued(
    kept: KeptRequest,
    value: IssuedCertificate,
    choices: DeliveryChoices & { send: boolean },
  ): Outcome<SigningRequestDetail> {
    const form = chainForm(policies.of(kept.station), choices);
    const tooLong = chainProblem(value, kept, form, desk);
    if (tooLong !== undefined && choices.send && !choices.evenTooLong) {
      return { ok: false, problem: tooLong };
    }
    kept.issued = value;
    kept.state = 'signed';
    kept.sendWhenConnected = false;
    const { serialNumber, by } = value;
    addStep(kept, 'decided', momentOf(desk), { decision: 'signed', by: 'person' });
    addStep(kept, by === 'foreign' ? 'imported' : 'signed', momentOf(desk), { serialNumber });
    desk.desk?.keepSigned(value.certificatePem, kept.station);
    list.changed(kept);
    if (choices.send) begin(kept, choices);
    return { ok: true, value: detailOf(kept, desk) };
  }

  const issue = (kept: KeptRequest, wanted: Wanted) =>
    issueFor(desk, kept, wanted, policies.of(kept.station), proposal(kept, desk));

  return {
    async preview(id: string, wanted: Wanted): Promise<Outcome<IssuePreview>> {
      const found = of(id);
      if (!found.ok) return found;
      const kept = found.value;
      const made = await issue(kept, wanted);
      if (!made.ok) return made;
      const form = chainForm(policies.of(kept.station), wanted);
      const view = issuedView(made.value, form);
      if (view === undefined) return problem('certificate-unreadable', id);
      const tooLong = chainProblem(made.value, kept, form, desk);
      const rules = rulesOf(made.value, kept, desk);
      return {
        ok: true,
        value: { ...view, rules, ...(tooLong === undefined ? {} : { problem: tooLong }) },
      };
    },
    async sign(
      id: string,
      wanted: Wanted & { send: boolean },
    ): Promise<Outcome<SigningRequestDetail>> {
      const found = free(id);
      if (!found.ok) return found;
      const made = await issue(found.value, wanted);
      // Another window may have sent one meanwhile.
      const still = free(id);
      if (!still.ok) return still;
      return made.ok ? issued(still.value, made.value, wanted) : made;
    },
    importCertificate(
      id: string,
      { pem, ...choices }: DeliveryChoices & { pem: string; send: boolean },
    ): Outcome<SigningRequestDetail> {
      const found = free(id);
      if (!found.ok) return found;
      const taken = takeForeign(found.value, pem);
      return taken.ok ? issued(found.value, taken.value, choices) : taken;
    },
    send(id: string, choices: DeliveryChoices): Outcome<SigningRequestDetail> {
      const found = free(id);
      if (!found.ok) return found;
      const kept = found.value;
      if (kept.issued === undefined) return problem('signing-request-without-certificate', id);
      const form = chainForm(policies.of(kept.station), choices);
      const tooLong = choices.evenTooLong ? undefined : chainProblem(kept.issued, kept, form, desk);
      if (tooLong !== undefined) return { ok: false, problem: tooLong };
      begin(kept, choices);
      return { ok: true, value: detailOf(kept, desk) };
    },
    refuse(id: string): Outcome<SigningRequestDetail> {
      const found = free(id);
      if (!found.ok) return found;
      const kept = found.value;
      if (!refusable.has(kept.state)) return problem('signing-request-decided', id);
      kept.state = 'refused';
      kept.sendWhenConnected = false;
      const reason = 'refused-by-person';
      addStep(kept, 'decided', momentOf(desk), { decision: 'refused', by: 'person', reason });
      list.changed(kept);
      const station = stations.find(kept.station);
      if (station) {
        addFinding(station, {
          rule: 'signing-request-refused',
          severity: 'info',
          clause: 'Whitepaper A02.FR.12',
          parameters: { reason },
        });
        tell(station, { accepted: false, reason, frames: [] });
      }
      return { ok: true, value: detailOf(kept, desk) };
    },
  };
}

/** Only what every file system takes. */
function fileName(station: string): string {
  const plain = station.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '');
  return `${plain.slice(0, 80) || 'request'}.csr.pem`;
}

export function signingRequestsSurface(desk: RequestDesk): SigningRequestsSurface {
  const { list, policies } = desk;
  return {
    list({ station, state, limit }) {
      const found = list
        .all()
        .filter(
          (one) =>
            (station === undefined || one.station === station) &&
            (state === undefined || one.state === state),
        );
      return {
        requests: found.slice(0, limit).map(rowOf),
        total: found.length,
        waiting: list.all().filter((one) => one.state === 'waiting').length,
      };
    },
    get(id) {
      const kept = list.find(id);
      return kept === undefined
        ? problem('signing-request-unknown', id)
        : { ok: true, value: detailOf(kept, desk) };
    },
    requestPem(id) {
      const kept = list.find(id);
      if (kept === undefined) return problem('signing-request-unknown', id);
      const { request } = readSigningRequest(kept.csr);
      if (request === undefined) return problem('signing-request-unsignable', id);
      return { ok: true, value: { name: fileName(kept.station), pem: requestPem(request) } };
    },
    ...actions(desk),
    delete: (id) => list.remove(id),
    policies: () => policies.state(),
    putPolicy: policies.put,
    putStationPolicy: policies.putStation,
    deleteStationPolicy: policies.removeStation,
  };
}
