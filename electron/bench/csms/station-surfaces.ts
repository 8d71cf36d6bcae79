/**
 * The parts of the CSMS's surface that concern one station's knowledge and operations, and chosen answers: finds the
 * station and hands over. Decides nothing.
 */
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import { maskPayload } from '../../../shared/ocpp/secret-masking.ts';
import type { AnswerRules } from './answer-rules.ts';
import type { AnswersSurface, OperationsSurface, StationKnowledgeSurface } from './csms-surface.ts';
import type { Operations } from './operations/operations.ts';
import {
  changeConfiguration,
  compareSnapshots,
  findSnapshot,
  type KnowledgeParts,
  knowledgeOf,
  meterOf,
  readCertificates,
  readCompositeSchedule,
  readConfiguration,
  readLocalListVersion,
} from './station-knowledge.ts';
import type { Station, Stations } from './stations.ts';

export function stationUnknown(id: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { code: 'station-unknown', where: id } };
}

export function answersSurface(rules: AnswerRules): AnswersSurface {
  return {
    answers: rules.list,
    addAnswer: rules.add,
    putAnswer: rules.put,
    deleteAnswer: rules.remove,
    deleteAnswers: rules.clear,
    replaceAnswers: rules.replaceAll,
  };
}

export function knowledgeSurface(
  stations: Stations,
  parts: KnowledgeParts,
): StationKnowledgeSurface {
  const { notes, store } = parts;

  function of<T>(id: string, look: (station: Station) => T): Outcome<T> {
    const station = stations.find(id);
    return station ? { ok: true, value: look(station) } : stationUnknown(id);
  }

  async function ask<T>(
    id: string,
    question: (station: Station) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const station = stations.find(id);
    return station ? question(station) : stationUnknown(id);
  }

  return {
    knowledge: (id) => of(id, (station) => knowledgeOf(station, parts)),
    transactionMeter: (id, transactionId) => of(id, (station) => meterOf(station, transactionId)),
    securityEvents: (id, limit) => of(id, (station) => notes.securityEvents(station, limit)),
    readConfiguration: (id) => ask(id, (station) => readConfiguration(station, parts)),
    configurationSnapshot(id, snapshot) {
      const station = stations.find(id);
      return station ? findSnapshot(station, snapshot, parts) : stationUnknown(id);
    },
    changeConfiguration: (id, change) =>
      ask(id, async (station) => ({
        ok: true,
        value: await changeConfiguration(station, change, parts),
      })),
    compareConfiguration(id, { snapshot, otherSnapshot, otherStation = id }) {
      const station = stations.find(id);
      const other = stations.find(otherStation);
      if (!station) return stationUnknown(id);
      if (!other) return stationUnknown(otherStation);
      const left = findSnapshot(station, snapshot, parts);
      if (!left.ok) return left;
      const right = findSnapshot(other, otherSnapshot, parts);
      if (!right.ok) return right;
      return { ok: true, value: compareSnapshots(left.value, right.value) };
    },
    readLocalListVersion: (id) => ask(id, (station) => readLocalListVersion(station, parts)),
    readCompositeSchedule: (id, request) =>
      ask(id, async (station) => ({
        ok: true,
        value: await readCompositeSchedule(station, request, parts),
      })),
    readCertificates: (id) => ask(id, (station) => readCertificates(station, parts)),
    recentCalls: (id, action) => of(id, (station) => notes.recentCalls(station, action)),
    savedPayloads: (action) =>
      store.savedPayloads.all().filter((saved) => action === undefined || saved.action === action),
    savePayload({ action, name, payload }) {
      // What doors give back must not hold a key: it is entered anew each time.
      const saved = { action, name, payload: maskPayload(payload) };
      store.savedPayloads.save(saved);
      parts.moved();
      return saved;
    },
    deletePayload(action, name) {
      const removed = store.savedPayloads.remove(action, name);
      parts.moved();
      return removed;
    },
  };
}

export function operationsSurface(stations: Stations, operations: Operations): OperationsSurface {
  function of<T>(id: string, look: (station: Station) => Outcome<T>): Outcome<T> {
    const station = stations.find(id);
    return station ? look(station) : stationUnknown(id);
  }
  return {
    operations: (id) => of(id, (station) => ({ ok: true, value: operations.list(station) })),
    operation: (id, operation) => of(id, (station) => operations.find(station, operation)),
    startOperation: (id, request) => of(id, (station) => operations.start(station, request)),
    cancelOperation: (id, operation) => of(id, (station) => operations.cancel(station, operation)),
    recoverOperation: (id, operation, recovery) =>
      of(id, (station) => operations.recover(station, operation, recovery)),
  };
}
