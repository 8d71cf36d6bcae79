/** The contract of chosen answers, stations' knowledge and operations, implemented over the CSMS's surface. */
import { implement } from '@orpc/server';
import { contract } from '../../shared/api/contract.ts';
import type {
  AnswersSurface,
  CredentialsSurface,
  OperationsSurface,
  StationKnowledgeSurface,
} from '../bench/csms/csms-surface.ts';
import { valueOrThrow } from './problem-error.ts';

const api = implement(contract).csms;

export function answersRouter(csms: AnswersSurface) {
  return {
    answers: api.answers.handler(() => csms.answers()),
    addAnswer: api.addAnswer.handler(({ input }) => csms.addAnswer(input)),
    putAnswer: api.putAnswer.handler(({ input: { id, ...rule } }) => csms.putAnswer(id, rule)),
    deleteAnswer: api.deleteAnswer.handler(({ input }) => ({
      deleted: csms.deleteAnswer(input.id),
    })),
    deleteAnswers: api.deleteAnswers.handler(() => ({ deleted: csms.deleteAnswers() })),
  };
}

export function knowledgeRouter(csms: StationKnowledgeSurface) {
  return {
    knowledge: api.knowledge.handler(({ input }) => valueOrThrow(csms.knowledge(input.id))),
    transactionMeter: api.transactionMeter.handler(({ input }) =>
      valueOrThrow(csms.transactionMeter(input.id, input.transactionId)),
    ),
    securityEvents: api.securityEvents.handler(({ input }) =>
      valueOrThrow(csms.securityEvents(input.id, input.limit)),
    ),
    readConfiguration: api.readConfiguration.handler(async ({ input }) =>
      valueOrThrow(await csms.readConfiguration(input.id)),
    ),
    configurationSnapshot: api.configurationSnapshot.handler(({ input }) =>
      valueOrThrow(csms.configurationSnapshot(input.id, input.snapshot)),
    ),
    changeConfiguration: api.changeConfiguration.handler(async ({ input: { id, ...change } }) =>
      valueOrThrow(await csms.changeConfiguration(id, change)),
    ),
    compareConfiguration: api.compareConfiguration.handler(({ input: { id, ...other } }) =>
      valueOrThrow(csms.compareConfiguration(id, other)),
    ),
    readLocalListVersion: api.readLocalListVersion.handler(async ({ input }) =>
      valueOrThrow(await csms.readLocalListVersion(input.id)),
    ),
    readCompositeSchedule: api.readCompositeSchedule.handler(
      async ({ input: { id, ...request } }) =>
        valueOrThrow(await csms.readCompositeSchedule(id, request)),
    ),
    readCertificates: api.readCertificates.handler(async ({ input }) =>
      valueOrThrow(await csms.readCertificates(input.id)),
    ),
    recentCalls: api.recentCalls.handler(({ input }) =>
      valueOrThrow(csms.recentCalls(input.id, input.action)),
    ),
    savedPayloads: api.savedPayloads.handler(({ input }) => csms.savedPayloads(input.action)),
    savePayload: api.savePayload.handler(({ input }) => csms.savePayload(input)),
    deletePayload: api.deletePayload.handler(({ input }) => ({
      deleted: csms.deletePayload(input.action, input.name),
    })),
  };
}

export function operationsRouter(csms: OperationsSurface) {
  return {
    operations: api.operations.handler(({ input }) => valueOrThrow(csms.operations(input.id))),
    operation: api.operation.handler(({ input }) =>
      valueOrThrow(csms.operation(input.id, input.operation)),
    ),
    startOperation: api.startOperation.handler(({ input: { params, body } }) =>
      valueOrThrow(csms.startOperation(params.id, body)),
    ),
    cancelOperation: api.cancelOperation.handler(({ input }) =>
      valueOrThrow(csms.cancelOperation(input.id, input.operation)),
    ),
    recoverOperation: api.recoverOperation.handler(({ input }) =>
      valueOrThrow(csms.recoverOperation(input.id, input.operation, input.recovery)),
    ),
  };
}

export function credentialsRouter(csms: CredentialsSurface) {
  return {
    compareCredentials: api.compareCredentials.handler(({ input: { id, ...request } }) =>
      valueOrThrow(csms.compareCredentials(id, request)),
    ),
    compareAttempt: api.compareAttempt.handler(({ input: { seq, ...request } }) =>
      valueOrThrow(csms.compareAttempt(seq, request)),
    ),
    revealAttempt: api.revealAttempt.handler(({ input }) =>
      valueOrThrow(csms.revealAttempt(input.seq)),
    ),
  };
}
