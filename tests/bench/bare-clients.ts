/**
 * Helper process: bare `ws` clients that connect to an OCPP endpoint and do nothing, as the floor that emulated charge
 * points are measured against. Words: endpoint, how many, how many a second. Sends `ready` once all are connected.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';

const [endpoint = '', countWord = '', rateWord = ''] = process.argv.slice(2);
const count = Number(countWord);
const perStep = Math.max(1, Number(rateWord) / 10);
const open: WebSocket[] = [];

function connect(number: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const id = `WS-${String(number).padStart(5, '0')}`;
    const client = new WebSocket(`${endpoint}/${id}`, ['ocpp1.6'], { perMessageDeflate: false });
    client.on('error', reject);
    client.on('open', () => resolve());
    open.push(client);
  });
}

const startedAt = performance.now();
const connected: Promise<void>[] = [];
while (connected.length < count) {
  const step = Math.min(perStep, count - connected.length);
  for (let one = 0; one < step; one += 1) connected.push(connect(connected.length + 1));
  await delay(100);
}
await Promise.all(connected);
process.send?.({ ready: true, connectMs: performance.now() - startedAt });
