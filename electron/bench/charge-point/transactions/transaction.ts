/** A charging transaction and the messages that tell of it. Types only. */
import type { RequestPayloads16 } from '../../../../shared/ocpp/generated/payloads-1.6.ts';

export type StopReason = NonNullable<RequestPayloads16['StopTransaction']['reason']>;
export type MeterValue = RequestPayloads16['MeterValues']['meterValue'][number];

export interface Transaction {
  /** Known once StartTransaction was answered; offline that is later. */
  transactionId?: number;
  /** StartTransaction was given up: the id will never be known. */
  startLost?: boolean;
  connectorId: number;
  idTag: string;
  parentIdTag?: string;
  meterStartWh: number;
  startedAtMs: number;
  /** For StopTransaction.transactionData. */
  values: MeterValue[];
  /** The Central System did not accept the identifier, and the setting says to go on without energy. */
  suspended: boolean;
  /** The identifier turned out invalid; energy flows until the register shows this (MaxEnergyOnInvalidId). */
  allowedUntilWh?: number;
  cancelSampling: () => void;
  cancelSupervision: () => void;
}

export type QueuedMessage =
  | {
      action: 'StartTransaction';
      payload: RequestPayloads16['StartTransaction'];
      transaction: Transaction;
    }
  | {
      action: 'MeterValues';
      payload: Omit<RequestPayloads16['MeterValues'], 'transactionId'>;
      transaction: Transaction;
    }
  | {
      action: 'StopTransaction';
      payload: Omit<RequestPayloads16['StopTransaction'], 'transactionId'>;
      transaction: Transaction;
    };
