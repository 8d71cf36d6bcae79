/**
 * Sends the messages of transactions in order and never loses one: kept while offline, tried again when the Central
 * System cannot process them (OCPP 1.6 §3.7.1). Fills in transaction ids as they become known.
 */
import type { ResponsePayloads16 } from '../../../../shared/ocpp/generated/payloads-1.6.ts';
import { rememberIdTag } from '../authorization.ts';
import { integerValue } from '../configuration.ts';
import { type Emulation, isInService, type TransactionQueue } from '../emulation.ts';
import { type Reply, request } from '../messages.ts';
import type { QueuedMessage } from './transaction.ts';

/** Above this, readings in between make way: the start and the end of a transaction must not. */
const mostQueued = 1000;
/** Stands for the id that the Central System never told (errata 3.18). */
const unknownTransactionId = -1;

export function createTransactionQueue(onJudged: TransactionQueue['onJudged']): TransactionQueue {
  return { messages: [], busy: false, attempts: 0, onIdle: [], onJudged };
}

/** Appends a message and sends what can be sent. */
export function enqueue(emulation: Emulation, message: QueuedMessage): void {
  const { messages } = emulation.queue;
  messages.push(message);
  if (messages.length > mostQueued) {
    // The first one may be on its way.
    const dropped = messages.findIndex(
      ({ action }, index) => index > 0 && action === 'MeterValues',
    );
    if (dropped > 0) messages.splice(dropped, 1);
  }
  emulation.saveSoon();
  sendQueued(emulation);
}

/** Starts sending, if there is something to send and a Central System to take it. */
export function sendQueued(emulation: Emulation): void {
  const { queue } = emulation;
  if (queue.busy) return;
  if (queue.messages.length === 0 || !isInService(emulation)) {
    settleIdle(queue);
    return;
  }
  queue.busy = true;
  const proceed = (): void => {
    queue.busy = false;
    sendQueued(emulation);
  };
  emulation.background(
    sendFirst(emulation).then((waitMs) => {
      if (waitMs === 0) proceed();
      else emulation.timers.after(waitMs, proceed);
    }),
  );
}

/** Resolves when everything is sent, or cannot be sent now. */
export function whenIdle(emulation: Emulation): Promise<void> {
  const { queue } = emulation;
  if (!queue.busy) return Promise.resolve();
  return new Promise((resolve) => queue.onIdle.push(resolve));
}

function settleIdle(queue: TransactionQueue): void {
  for (const resolve of queue.onIdle.splice(0)) resolve();
}

/** Sends the first message once; gives the wait before the next attempt in milliseconds. */
async function sendFirst(emulation: Emulation): Promise<number> {
  const { queue } = emulation;
  const [message] = queue.messages;
  if (message === undefined) return 0;
  const reply = await sendMessage(emulation, message);
  if (reply.ok) {
    settle(emulation, message);
    noteAnswer(emulation, message, reply.payload);
    return 0;
  }
  // Not an attempt: it goes out again after the next connection, which starts the queue.
  if (reply.reason === 'offline') return 0;
  queue.attempts += 1;
  if (queue.attempts >= integerValue(emulation, 'TransactionMessageAttempts')) {
    if (message.action === 'StartTransaction') message.transaction.startLost = true;
    settle(emulation, message);
    return 0;
  }
  return queue.attempts * integerValue(emulation, 'TransactionMessageRetryInterval') * 1000;
}

function settle({ queue, saveSoon }: Emulation, message: QueuedMessage): void {
  queue.messages.splice(queue.messages.indexOf(message), 1);
  queue.attempts = 0;
  saveSoon();
}

function sendMessage(
  emulation: Emulation,
  message: QueuedMessage,
): Promise<Reply<QueuedMessage['action']>> {
  const { startLost, transactionId = startLost ? unknownTransactionId : undefined } =
    message.transaction;
  switch (message.action) {
    case 'StartTransaction':
      return request(emulation, message.action, message.payload);
    case 'MeterValues': {
      const known = transactionId === undefined ? {} : { transactionId };
      return request(emulation, message.action, { ...message.payload, ...known });
    }
    case 'StopTransaction': {
      // Its start went before it, so that an id which is missing here was never told.
      const id = transactionId ?? unknownTransactionId;
      return request(emulation, message.action, { ...message.payload, transactionId: id });
    }
  }
}

function noteAnswer(
  emulation: Emulation,
  message: QueuedMessage,
  answer: ResponsePayloads16[QueuedMessage['action']],
): void {
  const { action, transaction } = message;
  // Answers were validated against the schema of their action.
  if (action === 'StartTransaction') {
    const { transactionId, idTagInfo } = answer as ResponsePayloads16['StartTransaction'];
    transaction.transactionId = transactionId;
    emulation.queue.onJudged(transaction, idTagInfo);
  }
  if (action === 'StopTransaction') {
    const { idTagInfo } = answer as ResponsePayloads16['StopTransaction'];
    const { idTag = transaction.idTag } = message.payload;
    if (idTagInfo !== undefined) rememberIdTag(emulation, idTag, idTagInfo);
  }
  emulation.changed();
}
