/** What a door can do to an emulated charge point, action by action. */
import type { ChargePointAction } from '../../../shared/api/charge-points-contract.ts';
import type { Outcome, Problem } from '../../../shared/api/problem.ts';
import { findAction16 } from '../../../shared/ocpp/actions.ts';
import type { CallOutcome } from '../wire/call-engine.ts';
import { sendBadFrame, sendBadHandshake } from './behaviour/bad-input.ts';
import { setBehaviour } from './behaviour/behaviour.ts';
import { breakConnector, mendConnector, stopInEmergency } from './connectors/breakdown.ts';
import { plugIn, presentIdTag, releaseCable, setVehicle, unplug } from './connectors/driver.ts';
import { type Connector, type Emulation, outlets } from './emulation.ts';
import { configurationHandlers } from './handlers/configuration-handlers.ts';
import { powerCycle, restartInOrder } from './restart.ts';
import { operatorName, requestCertificate } from './security/client-certificate.ts';
import { clearSecurityLog, reportSecurityEvent } from './security/security-events.ts';

type Result = Outcome<unknown>;

const done: Result = { ok: true, value: undefined };

function failure(problem: Problem): Result {
  return { ok: false, problem };
}

function onConnector(
  emulation: Emulation,
  connectors: readonly Connector[],
  connectorId: number,
  act: (connector: Connector) => Result | Promise<Result>,
): Result | Promise<Result> {
  const connector = connectors.find(({ id }) => id === connectorId);
  if (connector !== undefined) return act(connector);
  const parameters = { connectorId, connectors: emulation.connectors.length - 1 };
  return failure({ code: 'connector-unknown', where: 'connectorId', parameters });
}

function notConnected(emulation: Emulation): Result {
  const parameters = { state: emulation.link.status };
  return failure({ code: 'charge-point-not-ready', where: emulation.id, parameters });
}

function shownOutcome(outcome: CallOutcome): Result {
  switch (outcome.outcome) {
    case 'result': {
      const { payload, frames } = outcome;
      return { ok: true, value: { outcome: 'result', payload, frames } };
    }
    case 'error': {
      const { code, description, details } = outcome.error;
      const error = { code, description, details };
      return { ok: true, value: { outcome: 'error', error, frames: outcome.frames } };
    }
    case 'timeout':
    case 'not-connected':
      return { ok: true, value: outcome };
    case 'queue-full':
      return failure({ code: 'call-queue-full' });
    case 'invalid': {
      const [first] = outcome.violations;
      const parameters = { ...first?.parameters, keyword: first?.keyword ?? '' };
      const where = first === undefined ? {} : { where: first.path };
      return failure({ code: 'payload-invalid', ...where, parameters });
    }
  }
}

async function send(
  emulation: Emulation,
  { ocppAction, payload, validate }: Extract<ChargePointAction, { action: 'send' }>,
): Promise<Result> {
  const { session } = emulation;
  if (session === undefined) return notConnected(emulation);
  if (validate && findAction16(ocppAction) === undefined) {
    return failure({ code: 'action-unknown', where: ocppAction });
  }
  const isObject = typeof payload === 'object' && payload !== null;
  if (!isObject && payload !== undefined && validate) {
    const parameters = { action: ocppAction, keyword: 'type' };
    return failure({ code: 'payload-invalid', parameters });
  }
  const content = isObject ? payload : {};
  return shownOutcome(await session.engine.call(ocppAction, content, { validate }));
}

/** What was sent as it was, by the frame it is recorded as. */
function sentAs(emulation: Emulation, seq: number | undefined): Result {
  return seq === undefined ? notConnected(emulation) : { ok: true, value: { frames: [seq] } };
}

type OnConnector = Extract<ChargePointAction, { connectorId: number }>;

/** What is done to one connector; faults strike the charge point itself too, as number 0. */
function actOnConnector(emulation: Emulation, action: OnConnector): Result | Promise<Result> {
  const { connectors } = emulation;
  const at = (all: readonly Connector[], act: (connector: Connector) => Result | Promise<Result>) =>
    onConnector(emulation, all, action.connectorId, act);
  switch (action.action) {
    case 'plug-in':
      return at(outlets(emulation), (connector) => plugIn(emulation, connector));
    case 'unplug':
      return at(outlets(emulation), (connector) => unplug(emulation, connector));
    case 'unlock':
      return at(outlets(emulation), (connector) => releaseCable(emulation, connector));
    case 'set-vehicle': {
      const { vehicle } = action;
      return at(outlets(emulation), (connector) => setVehicle(emulation, connector, vehicle));
    }
    case 'present-id-tag': {
      const { idTag } = action;
      return at(outlets(emulation), (connector) => presentIdTag(emulation, connector, idTag));
    }
    case 'fault': {
      const { action: _name, connectorId: _place, ...fault } = action;
      return at(connectors, (connector) => breakConnector(emulation, connector, fault));
    }
    case 'clear-fault':
      return at(connectors, (connector) => mendConnector(emulation, connector));
  }
}

/** As the charge point does by itself a month before the end (Whitepaper A03). */
async function renewCertificate(emulation: Emulation): Promise<Result> {
  if (emulation.session === undefined) return notConnected(emulation);
  const operator = operatorName(emulation);
  if (operator === undefined) {
    return failure({ code: 'operator-name-missing', where: emulation.id });
  }
  await requestCertificate(emulation, operator);
  return done;
}

/** As ChangeConfiguration, at the charge point itself. */
async function setConfiguration(emulation: Emulation, key: string, value: string): Promise<Result> {
  const answer = await configurationHandlers.ChangeConfiguration(emulation, { key, value });
  if (!('payload' in answer)) return { ok: true, value: { status: answer.errorCode } };
  answer.afterwards?.();
  emulation.changed();
  return { ok: true, value: answer.payload };
}

/** Does it. Waits for an answer where one decides: the authorisation of an identifier, the CALL that is sent. */
export async function act(emulation: Emulation, action: ChargePointAction): Promise<Result> {
  const { link } = emulation;
  switch (action.action) {
    case 'connect':
    case 'go-online':
      link.connect();
      return done;
    case 'disconnect':
      await link.disconnect();
      return done;
    case 'go-offline':
      link.drop();
      return done;
    case 'power-cycle':
      powerCycle(emulation);
      return done;
    case 'restart':
      emulation.background(restartInOrder(emulation, 'Reboot'));
      return done;
    case 'emergency-stop':
      return stopInEmergency(emulation);
    case 'send':
      return send(emulation, action);
    case 'send-raw':
      return sentAs(emulation, emulation.session?.engine.sendRaw(action.text));
    case 'send-bad-frame':
      return sentAs(emulation, sendBadFrame(emulation, action.name));
    case 'send-bad-handshake':
      return { ok: true, value: await sendBadHandshake(emulation, action.name) };
    case 'raise-security-event':
      reportSecurityEvent(emulation, action.type, action.techInfo);
      return done;
    case 'clear-security-log':
      clearSecurityLog(emulation);
      return done;
    case 'set-configuration':
      return setConfiguration(emulation, action.key, action.value);
    case 'set-behaviour':
      setBehaviour(emulation, action.behaviour);
      return done;
    case 'renew-certificate':
      return renewCertificate(emulation);
    default:
      return actOnConnector(emulation, action);
  }
}
