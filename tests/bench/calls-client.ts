/**
 * The client side of the throughput measurement, a process of its own: keeps one CALL outstanding on each of its
 * connections. Told what to do over IPC, so that one process serves all rounds and its code is warm.
 */
import { RPCClient } from 'ocpp-rpc';
import { WebSocket } from 'ws';

export interface CallsOrder {
  client: 'ws' | 'ocpp-rpc';
  /** `ws://127.0.0.1:PORT` */
  url: string;
  connections: number;
  warmUpMs: number;
  durationMs: number;
  /** CALLs a second of all connections together; as many as possible when absent. `ws` only. */
  callsPerSecond?: number;
}

export interface CallsReport {
  calls: number;
  seconds: number;
}

/** One of so many CALLs is a BootNotification, the others are Heartbeats. */
const bootEvery = 10;
const paceMs = 10;

const bootPayload = {
  chargePointVendor: 'Benchpoint',
  chargePointModel: 'Throughput',
  chargePointSerialNumber: 'BP-0001',
  firmwareVersion: '1.0.0',
};
const bootText = JSON.stringify(bootPayload);

interface Caller {
  /** Sends the next CALL unless one is outstanding. */
  call(): void;
  answered(): number;
  close(): Promise<void>;
}

/** As long as the ids of most charge points: a UUID. */
function messageId(number: number): string {
  return `5f0c3f0e-7d1a-4c39-9a51-${String(number).padStart(12, '0')}`;
}

async function openWebSocket(url: string, goesOn: () => boolean): Promise<Caller> {
  const socket = new WebSocket(url, 'ocpp1.6', { perMessageDeflate: false });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  let number = 0;
  let answered = 0;
  let outstanding = '';
  function call(): void {
    if (outstanding !== '') return;
    number += 1;
    outstanding = messageId(number);
    const isBoot = number % bootEvery === 1;
    const rest = isBoot ? `"BootNotification",${bootText}` : '"Heartbeat",{}';
    socket.send(`[2,"${outstanding}",${rest}]`);
  }
  socket.on('message', (data) => {
    // The echo and the answer carry the id in the same place.
    if (!data.toString().startsWith(outstanding, 4)) throw new Error(`no answer: ${data}`);
    outstanding = '';
    answered += 1;
    if (goesOn()) call();
  });
  return {
    call,
    answered: () => answered,
    close: () =>
      new Promise((resolve) => {
        socket.once('close', () => resolve());
        socket.close();
      }),
  };
}

async function openRpcClient(
  url: string,
  identity: string,
  goesOn: () => boolean,
): Promise<Caller> {
  const options = {
    endpoint: url,
    identity,
    protocols: ['ocpp1.6'],
    strictMode: true,
    reconnect: false,
  };
  // Its types demand every option; its documentation has defaults for them.
  const client = new RPCClient(options as ConstructorParameters<typeof RPCClient>[0]);
  await client.connect();
  let number = 0;
  let answered = 0;
  let loop: Promise<void> | undefined;
  async function callOn(): Promise<void> {
    do {
      number += 1;
      if (number % bootEvery === 1) await client.call('BootNotification', bootPayload);
      else await client.call('Heartbeat', {});
      answered += 1;
    } while (goesOn());
  }
  return {
    call() {
      loop ??= callOn();
    },
    answered: () => answered,
    async close() {
      await loop;
      await client.close();
    },
  };
}

function wait(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

/** Sends at a steady rate over all connections in turn. */
function pace(callers: readonly Caller[], callsPerSecond: number): () => void {
  const startedMs = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - startedMs) / 1000) * callsPerSecond;
    for (; sent < due; sent += 1) callers[sent % callers.length]?.call();
  }, paceMs);
  return () => clearInterval(timer);
}

async function run(order: CallsOrder): Promise<CallsReport> {
  let running = true;
  const isPaced = order.callsPerSecond !== undefined;
  const goesOn = () => running && !isPaced;
  const callers = await Promise.all(
    Array.from({ length: order.connections }, (_, index) =>
      order.client === 'ws'
        ? openWebSocket(`${order.url}/CP${index}`, goesOn)
        : openRpcClient(order.url, `CP${index}`, goesOn),
    ),
  );
  const answered = () => callers.reduce((sum, caller) => sum + caller.answered(), 0);
  const stopPacing =
    order.callsPerSecond === undefined ? () => {} : pace(callers, order.callsPerSecond);
  if (!isPaced) for (const caller of callers) caller.call();
  await wait(order.warmUpMs);
  const before = answered();
  const startedMs = performance.now();
  await wait(order.durationMs);
  const calls = answered() - before;
  const seconds = (performance.now() - startedMs) / 1000;
  running = false;
  stopPacing();
  await Promise.all(callers.map((caller) => caller.close()));
  return { calls, seconds };
}

process.on('message', (order: CallsOrder) => {
  void run(order).then((report) => process.send?.(report));
});
process.send?.('ready');
