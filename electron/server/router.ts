/** The contract, implemented: each procedure hands its input to the bench and gives back what it says. */
import { implement } from '@orpc/server';
import { contract } from '../../shared/api/contract.ts';
import type { BenchSurface } from '../bench/bench-surface.ts';
import { attemptsRouter } from './attempts-router.ts';
import {
  answersRouter,
  credentialsRouter,
  knowledgeRouter,
  operationsRouter,
} from './csms-router.ts';
import { benchEvents } from './events.ts';
import { faultsRouter } from './faults-router.ts';
import { chargePointProfilesRouter, fleetsRouter } from './fleets-router.ts';
import { namesAndTimeRouter } from './names-and-time-router.ts';
import { pkiRouter } from './pki-router.ts';
import { probeRouter } from './probe-router.ts';
import { valueOrThrow } from './problem-error.ts';
import { secretsRouter } from './secrets-router.ts';
import { signingRequestsRouter } from './signing-requests-router.ts';

const api = implement(contract);

function benchRouter(bench: BenchSurface) {
  return {
    health: api.bench.health.handler(() => bench.state().health),
    state: api.bench.state.handler(() => bench.state()),
    settings: api.bench.settings.handler(() => bench.settings()),
    putSettings: api.bench.putSettings.handler(({ input }) => bench.putSettings(input)),
    network: api.bench.network.handler(() => bench.network()),
    reachability: api.bench.reachability.handler(({ input }) =>
      bench.reachability(input.port, input.protocol),
    ),
    events: api.bench.events.handler(({ signal }) => benchEvents(bench, signal)),
  };
}

function csmsRouter({ csms }: BenchSurface) {
  return {
    get: api.csms.get.handler(() => csms.state()),
    configure: api.csms.configure.handler(({ input }) => csms.configure(input)),
    stop: api.csms.stop.handler(() => csms.stop()),
    startListener: api.csms.startListener.handler(({ input }) => csms.startListener(input)),
    stopListener: api.csms.stopListener.handler(async ({ input }) =>
      valueOrThrow(await csms.stopListener(input.id)),
    ),
    setPolicy: api.csms.setPolicy.handler(({ input }) => csms.setPolicy(input)),
    stations: api.csms.stations.handler(() => csms.stations()),
    station: api.csms.station.handler(({ input }) => valueOrThrow(csms.station(input.id))),
    putStation: api.csms.putStation.handler(({ input: { id, ...request } }) =>
      valueOrThrow(csms.putStation(id, request)),
    ),
    deleteStation: api.csms.deleteStation.handler(({ input }) => ({
      deleted: csms.deleteStation(input.id),
    })),
    disconnectStation: api.csms.disconnectStation.handler(({ input }) =>
      valueOrThrow(csms.disconnectStation(input.id)),
    ),
    call: api.csms.call.handler(async ({ input: { id, ...request } }) =>
      valueOrThrow(await csms.call(id, request)),
    ),
    revealAuthorizationKey: api.csms.revealAuthorizationKey.handler(({ input }) =>
      valueOrThrow(csms.revealAuthorizationKey(input.id)),
    ),
    idTags: api.csms.idTags.handler(() => csms.idTags()),
    putIdTag: api.csms.putIdTag.handler(({ input: { idTag, ...request } }) =>
      csms.putIdTag(idTag, request),
    ),
    deleteIdTag: api.csms.deleteIdTag.handler(({ input }) => ({
      deleted: csms.deleteIdTag(input.idTag),
    })),
    attempts: api.csms.attempts.handler(() => csms.attempts()),
    adopt: api.csms.adopt.handler(({ input: { seq, ...request } }) =>
      valueOrThrow(csms.adopt(seq, request)),
    ),
    ...answersRouter(csms),
    ...credentialsRouter(csms),
    ...knowledgeRouter(csms),
    ...operationsRouter(csms),
  };
}

function chargePointsRouter({ chargePoints }: BenchSurface) {
  return {
    list: api.chargePoints.list.handler(() => chargePoints.list()),
    get: api.chargePoints.get.handler(({ input }) => valueOrThrow(chargePoints.get(input.id))),
    put: api.chargePoints.put.handler(async ({ input: { id, ...request } }) =>
      valueOrThrow(await chargePoints.put(id, request)),
    ),
    delete: api.chargePoints.delete.handler(async ({ input }) => ({
      deleted: await chargePoints.delete(input.id),
    })),
    act: api.chargePoints.act.handler(async ({ input: { params, body } }) =>
      valueOrThrow(await chargePoints.act(params.id, body)),
    ),
    details: api.chargePoints.details.handler(({ input }) =>
      valueOrThrow(chargePoints.details(input.id)),
    ),
    compositeSchedule: api.chargePoints.compositeSchedule.handler(
      async ({ input: { id, ...request } }) =>
        valueOrThrow(await chargePoints.compositeSchedule(id, request)),
    ),
    security: api.chargePoints.security.handler(async ({ input }) =>
      valueOrThrow(await chargePoints.security(input.id)),
    ),
    tryIt: api.chargePoints.tryIt.handler(async ({ input }) =>
      valueOrThrow(await chargePoints.tryIt(input)),
    ),
  };
}

function framesRouter({ frames }: BenchSurface) {
  return {
    list: api.frames.list.handler(async ({ input }) => valueOrThrow(await frames.list(input))),
    get: api.frames.get.handler(async ({ input }) =>
      valueOrThrow(await frames.get(input.capture, input.seq)),
    ),
    reveal: api.frames.reveal.handler(async ({ input }) =>
      valueOrThrow(await frames.reveal(input.capture, input.seq)),
    ),
    head: api.frames.head.handler(async ({ input }) =>
      valueOrThrow(await frames.head(input.capture)),
    ),
    openView: api.frames.openView.handler(async ({ input }) =>
      valueOrThrow(await frames.openView(input)),
    ),
    viewRows: api.frames.viewRows.handler(async ({ input }) =>
      valueOrThrow(await frames.viewRows(input.viewId, input.start, input.count)),
    ),
    locate: api.frames.locate.handler(async ({ input }) =>
      valueOrThrow(await frames.locate(input.viewId, input.seq)),
    ),
    closeView: api.frames.closeView.handler(async ({ input }) => ({
      closed: await frames.closeView(input.viewId),
    })),
  };
}

function capturesRouter({ captures }: BenchSurface) {
  return {
    list: api.captures.list.handler(() => captures.list()),
    begin: api.captures.begin.handler(async ({ input }) =>
      valueOrThrow(await captures.begin(input.name)),
    ),
    rename: api.captures.rename.handler(async ({ input }) =>
      valueOrThrow(await captures.rename(input.id, input.name)),
    ),
    delete: api.captures.delete.handler(async ({ input }) => ({
      deleted: valueOrThrow(await captures.delete(input.id)),
    })),
    check: api.captures.check.handler(async ({ input }) =>
      valueOrThrow(await captures.check(input.id)),
    ),
  };
}

function filesRouter({ files }: BenchSurface) {
  return {
    state: api.files.state.handler(() => files.state()),
    putSettings: api.files.putSettings.handler(async ({ input }) =>
      valueOrThrow(await files.putSettings(input)),
    ),
    start: api.files.start.handler(({ input }) => files.start(input.server)),
    stop: api.files.stop.handler(({ input }) => files.stop(input.server)),
    firmware: api.files.firmware.handler(() => files.firmware()),
    addFirmware: api.files.addFirmware.handler(async ({ input: { query, body } }) =>
      valueOrThrow(await files.addFirmware(query.name, body.stream())),
    ),
    generateFirmware: api.files.generateFirmware.handler(async ({ input }) =>
      valueOrThrow(await files.generateFirmware(input.name, input.bytes)),
    ),
    deleteFirmware: api.files.deleteFirmware.handler(async ({ input }) => ({
      deleted: await files.deleteFirmware(input.id),
    })),
    signFirmware: api.files.signFirmware.handler(async ({ input }) =>
      valueOrThrow(await files.signFirmware(input.id, input.scheme)),
    ),
    manufacturerRoots: api.files.manufacturerRoots.handler(() => files.manufacturerRoots()),
    offer: api.files.offer.handler(async ({ input }) => valueOrThrow(await files.offer(input))),
    ask: api.files.ask.handler(async ({ input }) => valueOrThrow(await files.ask(input))),
    transfers: api.files.transfers.handler(() => files.transfers()),
    transfer: api.files.transfer.handler(async ({ input }) =>
      valueOrThrow(await files.transfer(input.id)),
    ),
    deleteTransfer: api.files.deleteTransfer.handler(async ({ input }) => ({
      deleted: await files.deleteTransfer(input.id),
    })),
    revealTransfer: api.files.revealTransfer.handler(async ({ input }) =>
      valueOrThrow(await files.revealTransfer(input.id)),
    ),
    received: api.files.received.handler(() => files.received()),
    receivedContent: api.files.receivedContent.handler(async ({ input }) =>
      valueOrThrow(await files.receivedContent(input.id)),
    ),
    deleteReceived: api.files.deleteReceived.handler(async ({ input }) => ({
      deleted: await files.deleteReceived(input.id),
    })),
  };
}

function scenariosRouter({ scenarios }: BenchSurface) {
  return {
    list: api.scenarios.list.handler(() => scenarios.list()),
    get: api.scenarios.get.handler(({ input }) => valueOrThrow(scenarios.get(input.id))),
    save: api.scenarios.save.handler(({ input }) =>
      valueOrThrow(scenarios.save(input.id, input.text)),
    ),
    delete: api.scenarios.delete.handler(({ input }) => ({ deleted: scenarios.delete(input.id) })),
    validate: api.scenarios.validate.handler(({ input }) => scenarios.validate(input.text)),
    schema: api.scenarios.schema.handler(() => scenarios.schema()),
    run: api.scenarios.run.handler(({ input }) => valueOrThrow(scenarios.run(input))),
    runs: api.scenarios.runs.handler(() => scenarios.runs()),
    runState: api.scenarios.runState.handler(({ input }) =>
      valueOrThrow(scenarios.runState(input.id)),
    ),
    cancel: api.scenarios.cancel.handler(({ input }) => valueOrThrow(scenarios.cancel(input.id))),
  };
}

/** The router of one bench, for both transports. */
export function createRouter(bench: BenchSurface) {
  return api.router({
    bench: benchRouter(bench),
    pki: pkiRouter(bench.pki),
    csms: csmsRouter(bench),
    chargePoints: chargePointsRouter(bench),
    chargePointProfiles: chargePointProfilesRouter(bench),
    fleets: fleetsRouter(bench),
    frames: framesRouter(bench),
    attempts: attemptsRouter(bench.attempts),
    faults: faultsRouter(bench.faults),
    captures: capturesRouter(bench),
    files: filesRouter(bench),
    namesAndTime: namesAndTimeRouter(bench.namesAndTime),
    scenarios: scenariosRouter(bench),
    probe: probeRouter(bench.probe),
    secrets: secretsRouter(bench.secrets),
    signingRequests: signingRequestsRouter(bench.csms.signingRequests),
  });
}
