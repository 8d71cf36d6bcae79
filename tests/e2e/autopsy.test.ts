/**
 * The autopsy of a connection attempt in a browser: failures of different kinds, each with the sentence, the step where
 * it ended and the side that has to act; reached from the list, the frames, a station; by keyboard; clean for axe.
 */
import net from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { attemptListWords, autopsyWords } from '../../renderer/features/security/autopsy/words.ts';
import { firstContactWords } from '../../renderer/features/stations/words.ts';
import { opensslAvailable, runSClient } from '../support/tls-server.ts';
import { attemptPage } from './pages/attempt-page.ts';
import { securityPage } from './pages/security-page.ts';
import { auditLimitMs, auditPlaces } from './support/audit.ts';
import { startListener } from './support/bench.ts';
import { foreignClient } from './support/foreign-client.ts';
import { setUpWorld } from './support/world.ts';

const world = setUpWorld();
let secure: number;
let plain: number;

beforeAll(async () => {
  secure = await startListener(world.bench, {
    id: 'secure',
    securityProfiles: [2, 3],
    handshakeRecording: 'full',
  });
  plain = await startListener(world.bench, { id: 'plain', securityProfiles: [1] });
});

interface Listed {
  connection: number;
  capture: string;
  run: string;
  code?: string;
  station?: string;
}

async function newestWith(code: string): Promise<Listed> {
  // The index is at most a tenth of a second behind; the page itself waits likewise.
  for (;;) {
    const { attempts } = (await world.bench.api('GET', '/attempts?limit=50')) as {
      attempts: Listed[];
    };
    const found = attempts.find((attempt) => attempt.code === code);
    if (found !== undefined) return found;
  }
}

const pathOf = ({ capture, connection, run }: Listed): string =>
  `/attempts/${capture}/${connection}?run=${run}`;

/** Sends bytes and waits until the bench has closed. */
function send(port: number, bytes: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.end(bytes));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.resume();
  });
}

const failures = [
  {
    name: 'no suite in common',
    code: 'tls-no-shared-suite',
    provoke: () => runSClient(secure, ['-tls1_2', '-cipher', 'ECDHE-RSA-CHACHA20-POLY1305']),
    says: 'No cipher suite in common',
    step: 'offered-suites',
  },
  {
    name: 'a root that is not installed',
    code: 'server-certificate-untrusted',
    provoke: () => runSClient(secure, ['-tls1_2', '-verify_return_error']),
    says: 'The charge point does not trust the Central System’s certificate',
    step: 'server-certificate',
  },
  {
    name: 'TLS 1.1',
    code: 'tls-no-shared-version',
    provoke: () => runSClient(secure, ['-tls1_1', '-cipher', 'DEFAULT@SECLEVEL=0']),
    says: 'No TLS version in common',
    step: 'offered-version',
  },
  {
    name: 'HTTP to a TLS port',
    code: 'http-on-tls-port',
    provoke: () =>
      send(secure, 'GET /CP1 HTTP/1.1\r\nAuthorization: Basic Q1AxOnNlY3JldA==\r\n\r\n'),
    says: 'Plain HTTP was spoken to a TLS port',
    step: 'first-byte',
  },
  {
    name: 'TLS to a plain port',
    code: 'tls-on-plain-port',
    provoke: () => runSClient(plain, ['-tls1_2']),
    says: 'TLS was spoken to a port without TLS',
    step: 'first-byte',
  },
  {
    name: 'no credentials',
    code: 'authorization-missing',
    provoke: () =>
      send(
        plain,
        [
          'GET /CP-BARE HTTP/1.1',
          'Host: x',
          'Upgrade: websocket',
          'Connection: Upgrade',
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
          'Sec-WebSocket-Version: 13',
          'Sec-WebSocket-Protocol: ocpp1.6',
          '',
          '',
        ].join('\r\n'),
      ),
    says: 'No credentials were sent',
    step: 'credentials',
  },
] as const;

describe.skipIf(!opensslAvailable)('the page of an attempt that failed', () => {
  it.each(failures)('$name: what happened, where it ended, who has to act', async (failure) => {
    await failure.provoke();
    const attempt = await newestWith(failure.code);
    const { page } = await world.open(pathOf(attempt));
    const autopsy = attemptPage(page);
    await page.getByRole('heading', { name: failure.says }).waitFor();
    const head = autopsy.step(failure.step);
    expect(await head.textContent()).toContain(autopsyWords.endedHere);
    expect(await head.getAttribute('aria-expanded')).toBe('true');
    expect(await page.getByText(/^To act: /).textContent()).toContain('the charge point');
    const text = await page.locator('main').innerText();
    expect(text).not.toContain('Q1AxOnNlY3JldA');
  });

  it('is walked through by keyboard, and by [ and ] to its neighbours', async () => {
    const attempt = await newestWith('tls-no-shared-version');
    const { page } = await world.open(pathOf(attempt));
    const autopsy = attemptPage(page);
    await autopsy.step('tcp').focus();
    await page.keyboard.press('ArrowDown');
    expect(await autopsy.step('clock').evaluate((head) => head === document.activeElement)).toBe(
      true,
    );
    await page.keyboard.press('Enter');
    expect(await autopsy.step('clock').getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('[');
    await page.waitForURL((url) => !url.pathname.endsWith(`/${attempt.connection}`));
    // The neighbour is on screen once it knows its own neighbours.
    const here = page.locator(`a[href*="/${attempt.connection}?"]`, { hasText: autopsyWords.next });
    await here.waitFor();
    await page.keyboard.press(']');
    await page.waitForURL((url) => url.pathname.endsWith(`/${attempt.connection}`));
  });

  it('is reached from the list of attempts and from the details of a frame', async () => {
    const attempt = await newestWith('tls-no-shared-suite');
    const { page } = await world.open('/security');
    await securityPage(page).openTab('attempts');
    await page
      .getByRole('link', { name: attemptListWords.open('Failed', attempt.connection), exact: true })
      .click();
    await page.getByRole('heading', { name: 'No cipher suite in common' }).waitFor();
    const autopsy = attemptPage(page);
    const [frame] = await autopsy.steps.getByRole('link', { name: /^Frame \d+$/ }).all();
    await frame?.click();
    await page.getByRole('link', { name: `Connection ${attempt.connection}` }).click();
    await page.getByRole('heading', { name: 'No cipher suite in common' }).waitFor();
  });
});

describe('other ways to it', () => {
  it('an attempt that worked is listed too, and nothing on it is red', async () => {
    await world.bench.api('PUT', '/csms/stations/GOOD', {
      securityProfile: 1,
      password: 'sixteen-bytes-ok',
    });
    const client = foreignClient({
      identity: 'GOOD',
      password: 'sixteen-bytes-ok',
      endpoint: `ws://127.0.0.1:${plain}`,
    });
    await client.connect();
    const { page } = await world.open('/stations/GOOD');
    await page.getByRole('link', { name: 'Step by step' }).click();
    await page.getByRole('heading', { name: 'Connected', exact: true }).waitFor();
    const tones = await attemptPage(page).steps.locator('li[data-tone="red"]').count();
    expect(tones).toBe(0);
    await client.close();
  });

  it('a station that never came shows what lies before TCP', async () => {
    await world.bench.api('PUT', '/csms/stations/NEVER', { securityProfile: 2 });
    const { page } = await world.open('/stations/NEVER');
    await page.getByRole('heading', { name: firstContactWords.title }).waitFor();
    await page.getByText(firstContactWords.noAttempt).waitFor();
    await page.getByText(firstContactWords.noNameQuery).waitFor();
    await page.getByText(/plain listens on port/).waitFor();
  });

  it.skipIf(!opensslAvailable)(
    'axe finds nothing, at both sizes and in both themes',
    async () => {
      const untrusted = await newestWith('server-certificate-untrusted');
      const suites = await newestWith('tls-no-shared-suite');
      const credentials = await newestWith('authorization-missing');
      const openAll = async (page: Parameters<typeof attemptPage>[0]) => {
        await attemptPage(page).openAll.click();
      };
      const wrong = await auditPlaces(world, 'autopsy', [
        { name: 'untrusted', path: pathOf(untrusted), prepare: openAll },
        { name: 'suites', path: pathOf(suites) },
        { name: 'version', path: pathOf(await newestWith('tls-no-shared-version')) },
        { name: 'plain-http', path: pathOf(await newestWith('http-on-tls-port')) },
        { name: 'credentials', path: pathOf(credentials), prepare: openAll },
        { name: 'list', path: '/security#attempts' },
        { name: 'never-came', path: '/stations/NEVER' },
        { name: 'missing', path: '/attempts/live/999999' },
      ]);
      expect(wrong).toEqual([]);
    },
    auditLimitMs,
  );
});
