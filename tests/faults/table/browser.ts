/** What a browser leaves behind on an OCPP port over TLS: Chromium, which trusts the key of the listener. */
import { createHash, X509Certificate } from 'node:crypto';
import { chromium } from 'playwright-core';
import { findChromium, launchChromium } from '../../support/chromium.ts';
import type { Fault } from './fault.ts';
import type { FaultWorld, ListenerName } from './world.ts';

/** SHA-256 of the public keys, as Chromium takes them for `--ignore-certificate-errors-spki-list`. */
async function keyHashes({ api }: FaultWorld, listener: ListenerName): Promise<string> {
  const { body } = await api('GET', '/pki/certificates');
  // The contract's shape, which the door has checked on its way out.
  const all = body as { listener?: string; certificate: { pem: string } }[];
  return all
    .filter((one) => one.listener === listener)
    .map(({ certificate }) => new X509Certificate(certificate.pem).publicKey)
    .map((key) => key.export({ type: 'spki', format: 'der' }))
    .map((spki) => createHash('sha256').update(spki).digest('base64'))
    .join(',');
}

/** Opens the listener in Chromium and runs a script in the page that it shows. */
async function visit(world: FaultWorld, listener: ListenerName, script?: string): Promise<void> {
  // Installs one where there is none.
  if (findChromium() === undefined) await (await launchChromium()).close();
  const trusted = await keyHashes(world, listener);
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({
    executablePath: findChromium() ?? chromium.executablePath(),
    args: [...root, `--ignore-certificate-errors-spki-list=${trusted}`],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`https://127.0.0.1:${world.ports[listener]}/`);
    if (script !== undefined) await page.evaluate(script);
  } finally {
    await browser.close();
  }
}

/** The connection of the visit with this target; a browser opens more than it needs. */
async function connectionOf(world: FaultWorld, target: string, run: () => Promise<void>) {
  const { composed } = world;
  const after = composed.bench.heads().head;
  await run();
  const ofVisit = async () =>
    (await composed.frames()).filter(({ seq, role }) => seq > after && role === 'csms');
  await world.allClosed(after);
  const asked = (await ofVisit()).find(
    ({ kind, detail }) =>
      kind === 'upgrade-request' && (detail as { target?: string }).target === target,
  );
  return asked?.connection ?? 0;
}

const openSocket = (target: string): string => `new Promise((resolve) => {
  const socket = new WebSocket('wss://' + location.host + '${target}', 'ocpp1.6');
  socket.onclose = socket.onopen = resolve;
})`;

export const browserFaults: readonly Fault[] = [
  {
    id: 'browser',
    wrong: 'Somebody opens the address of the Central System in a browser, over TLS.',
    part: 'upgrade',
    weAre: 'csms',
    peer: 'Chromium',
    seen: {
      step: 'upgrade-headers',
      tone: 'red',
      code: 'upgrade-missing-browser',
      side: 'charge-point',
    },
    provoke: (world) => connectionOf(world, '/', () => visit(world, 'noBrowsers')),
  },
  {
    id: 'browser-socket',
    wrong:
      'A page in a browser tries to open a WebSocket to the Central System, which lets no browsers in.',
    part: 'upgrade',
    weAre: 'csms',
    peer: 'Chromium',
    seen: { step: 'upgrade-headers', tone: 'red', code: 'browser-refused', side: 'csms' },
    provoke: (world) =>
      connectionOf(world, '/CP-PAGE', () => visit(world, 'noBrowsers', openSocket('/CP-PAGE'))),
  },
];
