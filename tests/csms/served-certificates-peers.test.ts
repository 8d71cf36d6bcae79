/** What openssl refuses of a certificate that a listener shows, the listener has said before; and Chromium as TLS client. */
import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOpenSslFolder } from '../../electron/bench/pki/openssl-support.ts';
import { createCertificate } from '../../shared/api/certificate-desk-schemas.ts';
import { judgementWords } from '../../shared/record/judgement-words.ts';
import { launchChromium } from '../support/chromium.ts';
import { type ComposedBench, startComposedBench } from '../support/composed-bench.ts';
import { value } from './support.ts';

let composed: ComposedBench;
const folder = createOpenSslFolder();
beforeAll(async () => {
  composed = await startComposedBench();
  folder.write('root.pem', await composed.bench.pki.rootPem('ecdsa'));
});
afterAll(async () => {
  await composed.close();
  folder.remove();
});

/** What `openssl s_client` says of the certificate that the port shows. */
function opensslVerdict(port: number): Promise<string> {
  const line = ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', 'localhost', '-tls1_2'];
  line.push('-CAfile', folder.path('root.pem'), '-verify_hostname', 'localhost');
  return new Promise((resolve) => {
    execFile('openssl', line, (_, stdout, stderr) => resolve(stdout + stderr)).stdin?.end();
  });
}

const server = {
  role: 'server',
  subject: { commonName: 'localhost', organisation: 'Benchpoint CPO' },
};

const table: readonly {
  what: string;
  request: Record<string, unknown>;
  openssl: RegExp;
  rule: string;
  words: RegExp;
}[] = [
  {
    what: 'an expired one',
    request: { ...server, validForMinutes: -10 },
    openssl: /certificate has expired/,
    rule: 'validity-period',
    words: /expired on/,
  },
  {
    what: 'one that is not valid yet',
    request: { ...server, notBefore: '2099-01-01T00:00:00Z', validForMinutes: 105_120_000 },
    openssl: /certificate is not yet valid/,
    rule: 'validity-period',
    words: /not valid (before|until|yet)/,
  },
  {
    what: 'one for another host',
    request: { ...server, subject: { ...server.subject, commonName: 'elsewhere.example' } },
    openssl: /hostname mismatch/i,
    rule: 'served-name',
    words: /elsewhere\.example.*localhost/,
  },
  {
    what: 'one of a client',
    request: { ...server, role: 'client' },
    openssl: /unsuitable certificate purpose|unsupported certificate purpose/,
    rule: 'served-wrong-purpose',
    words: /does not name serverAuth/,
  },
];

describe('certificates that foreign clients refuse', () => {
  it.each(table)(
    'openssl refuses $what, and the listener has said why',
    async ({ request, openssl, rule, words }) => {
      const { desk } = composed.bench.pki;
      const entry = value(
        await desk.create(createCertificate.parse({ issuer: 'root:ecdsa', ...request })),
      );
      const [port = 0] = await composed.listen({
        securityProfiles: [2],
        hostName: 'localhost',
        certificates: { ecdsa: entry.id },
      });
      expect(await opensslVerdict(port)).toMatch(openssl);
      const { findings = [] } = composed.bench.csms.state().listeners[0] ?? {};
      const finding = findings.find((one) => one.rule === rule);
      expect(finding && judgementWords(finding).what).toMatch(words);
    },
  );

  it('Chromium agrees on TLS with a certificate of less than a day and shows what the port is for', async () => {
    const [port = 0] = await composed.listen({
      securityProfiles: [2, 3],
      hostName: 'localhost',
      certificateValidityHours: 23,
    });
    const browser = await launchChromium();
    try {
      const context = await browser.newContext({ ignoreHTTPSErrors: true });
      const page = await context.newPage();
      const response = await page.goto(`https://localhost:${port}/`);
      expect(response?.status()).toBe(426);
      expect(await page.textContent('body')).toContain('It is meant for charge points');
      const details = await response?.securityDetails();
      expect(details?.protocol).toBe('TLS 1.3');
      expect((details?.validTo ?? 0) - (details?.validFrom ?? 0)).toBeLessThan(24 * 3600);
    } finally {
      await browser.close();
    }
  });
});
