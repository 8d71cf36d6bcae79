/**
 * Attempts that fail are explained in words where an engineer looks first: in the frame list, in the details and,
 * with Adopt, on the Security screen.
 */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { certificatesWords } from '../../renderer/features/certificates/words.ts';
import { attemptsWords } from '../../renderer/features/security/words.ts';
import { connectBarePoint } from '../support/csms-role.ts';
import { createAuthority } from '../support/tls-certificates.ts';
import { opensslAvailable, runSClient } from '../support/tls-server.ts';
import { framesPage } from './pages/frames-page.ts';
import { securityPage } from './pages/security-page.ts';
import { shell } from './pages/shell.ts';
import { startListener } from './support/bench.ts';
import { foreignClient } from './support/foreign-client.ts';
import { setUpWorld } from './support/world.ts';

const world = setUpWorld();
let port: number;

beforeAll(async () => {
  port = await startListener(world.bench);
});

function attempt(identity: string, password: string) {
  return foreignClient({ identity, password, endpoint: `ws://127.0.0.1:${port}` });
}

async function bindStation(identity: string): Promise<void> {
  await world.bench.api('PUT', `/csms/stations/${identity}`, {
    securityProfile: 1,
    password: 'the-key-it-should-send',
  });
}

/** Finds the failure in the list by its words and reads its details. */
async function readFailure(page: Page, title: string): Promise<string> {
  const frames = framesPage(page);
  await frames.row(title).first().click();
  await frames.details.getByRole('heading', { name: 'What it means' }).waitFor();
  await frames.details.getByRole('heading', { name: 'What to do' }).waitFor();
  return frames.details.innerText();
}

describe('a refused attempt', () => {
  it('with a wrong password is explained, and Adopt lets the next one in', async () => {
    await bindStation('WRONG-KEY');
    const { page } = await world.open('/frames');
    await expect(attempt('WRONG-KEY', 'another-key-16-bytes').connect()).rejects.toThrow();

    const frames = framesPage(page);
    const row = frames.row('WRONG-KEY', 'Refused (401)').first();
    await row.waitFor();
    expect(await row.textContent()).toMatch(/password|AuthorizationKey/i);
    await row.click();
    await frames.details.getByRole('heading', { name: 'What it means' }).waitFor();
    expect(await frames.details.innerText()).toContain('WWW-Authenticate');

    await shell(page).open('security');
    const security = securityPage(page);
    await security.openTab('attempts');
    const attempts = security.attempts('WRONG-KEY');
    await attempts.getByText('HTTP 401').waitFor();
    await attempts.getByText(/^Stores the key it sent \(20 bytes\)/).waitFor();
    await security.adopt('WRONG-KEY').click();
    await page.getByText(attemptsWords.adopted('WRONG-KEY')).waitFor();

    const client = attempt('WRONG-KEY', 'another-key-16-bytes');
    await client.connect();
    await client.close();
  });

  it('with a certificate nobody trusts: its authority is shown, and trusted in one step', async () => {
    const securePort = await startListener(world.bench, { id: 'secure', securityProfiles: [3] });
    const maker = await createAuthority('ecdsa', 'Maker root');
    const organisation = 'Benchpoint CPO';
    const leaf = await maker.issue({ commonName: 'SN-7', organisation, purpose: 'client' });
    const show = () =>
      connectBarePoint(`wss://127.0.0.1:${securePort}/STRANGER`, {
        clientCertificate: { cert: `${leaf.certPem}\n${maker.certPem}`, key: leaf.keyPem },
      });
    await expect(show()).rejects.toMatchObject({ status: 403 });

    const { page } = await world.open('/security');
    const security = securityPage(page);
    await security.openTab('attempts');
    const attempts = security.attempts('STRANGER');
    await attempts.getByRole('region', { name: attemptsWords.issuerTitle }).waitFor();
    expect(await attempts.innerText()).toContain('Maker root');
    await attempts.getByRole('button', { name: attemptsWords.trustIssuerOf('STRANGER') }).click();
    await page.getByText(attemptsWords.adopted('STRANGER')).waitFor();
    await shell(page).open('certificates');
    await page.getByRole('tab', { name: certificatesWords.tabs.trust }).click();
    await page.getByRole('button', { name: /^Maker root/ }).waitFor();

    const client = await show();
    await client.close();
  });

  it.runIf(opensslAvailable)('of a client that does not know the root is explained', async () => {
    const { page } = await world.open('/frames');
    await runSClient(port, ['-tls1_2', '-verify_return_error', '-no-CAfile', '-no-CApath']);
    const text = await readFailure(page, 'does not trust the Central System');
    expect(text).toContain('alert 48 (unknown_ca), sent by the charge point');
    expect(text).toContain('Install the root certificate');
  });

  it.runIf(opensslAvailable)('of a client with TLS 1.1 is explained', async () => {
    const { page } = await world.open('/frames');
    await runSClient(port, ['-tls1_1', '-cipher', 'DEFAULT@SECLEVEL=0']);
    const text = await readFailure(page, 'No TLS version in common');
    expect(text).toContain('The charge point offers: TLS 1.1');
    expect(text).toMatch(/switch on TLS 1\.2/i);
  });
});
