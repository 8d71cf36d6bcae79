/** TriggerMessage and its extended form (OCPP 1.6 §5.17; Whitepaper §4.5): sends what is asked for, after the answer. */
import type { RequestPayloads16 } from '../../../../shared/ocpp/generated/payloads-1.6.ts';
import { refreshConnector, reportStatus } from '../connectors/connector-status.ts';
import { type Connector, type Emulation, outlets, type TransferMessage } from '../emulation.ts';
import { request } from '../messages.ts';
import { beat, boot } from '../registration.ts';
import { operatorName, requestCertificate } from '../security/client-certificate.ts';
import { sendTriggeredReading } from '../transactions/readings.ts';
import type { HandlerAnswer, Handlers } from './handler.ts';

type Trigger = RequestPayloads16['TriggerMessage'] | RequestPayloads16['ExtendedTriggerMessage'];
type Answer = HandlerAnswer<'TriggerMessage'> & HandlerAnswer<'ExtendedTriggerMessage'>;

const rejected: Answer = { payload: { status: 'Rejected' } };

function accepted(afterwards: () => void): Answer {
  return { payload: { status: 'Accepted' }, afterwards };
}

/** The connectors a trigger is about; undefined when there is no such connector. */
function concerned(
  all: readonly Connector[],
  connectorId: number | undefined,
): readonly Connector[] | undefined {
  if (connectorId === undefined) return all;
  const connector = all.find(({ id }) => id === connectorId);
  return connector && [connector];
}

function signCertificate(emulation: Emulation): Answer {
  // The operator's name is a prerequisite: it goes into the request (A02).
  const operator = operatorName(emulation);
  if (operator === undefined) return rejected;
  return accepted(() => emulation.background(requestCertificate(emulation, operator)));
}

/** Says once more how a transfer stands. */
function repeatReport(emulation: Emulation, message: TransferMessage): Answer {
  return accepted(() =>
    emulation.background(request(emulation, message, emulation.transferReport(message))),
  );
}

function reportConnectors(emulation: Emulation, connectors: readonly Connector[]): void {
  for (const connector of connectors) {
    // Reports by itself when there is news; then once is enough.
    const before = connector.reported;
    refreshConnector(emulation, connector);
    if (connector.reported === before) reportStatus(emulation, connector);
  }
}

function answerTrigger(emulation: Emulation, trigger: Trigger): Answer {
  const { requestedMessage, connectorId } = trigger;
  switch (requestedMessage) {
    case 'BootNotification':
      return accepted(() => emulation.background(boot(emulation)));
    case 'Heartbeat':
      return accepted(() => emulation.background(beat(emulation)));
    case 'StatusNotification': {
      const connectors = concerned(emulation.connectors, connectorId);
      if (connectors === undefined) return rejected;
      return accepted(() => reportConnectors(emulation, connectors));
    }
    case 'MeterValues': {
      const connectors = concerned(outlets(emulation), connectorId);
      if (connectors === undefined) return rejected;
      return accepted(() => {
        for (const connector of connectors) sendTriggeredReading(emulation, connector);
      });
    }
    case 'SignChargePointCertificate':
      return signCertificate(emulation);
    case 'DiagnosticsStatusNotification':
    case 'FirmwareStatusNotification':
    case 'LogStatusNotification':
      return repeatReport(emulation, requestedMessage);
  }
}

export const triggerHandlers: Handlers<'TriggerMessage' | 'ExtendedTriggerMessage'> = {
  TriggerMessage: answerTrigger,
  ExtendedTriggerMessage(emulation, trigger) {
    // The extended trigger belongs to the signed update (Whitepaper §4.5.2).
    return trigger.requestedMessage === 'FirmwareStatusNotification'
      ? repeatReport(emulation, 'SignedFirmwareStatusNotification')
      : answerTrigger(emulation, trigger);
  },
};
