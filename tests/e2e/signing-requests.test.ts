/** The tab Requests: nothing yet, by hand from the request to the reconnect, what cannot be signed; with axe. */
import { afterEach, describe, expect, it } from 'vitest';
import {
  requestActionWords as actions,
  policyWords,
  signWords,
  requestWords as words,
} from '../../renderer/features/certificates/requests/words.ts';
import { certificatesWords } from '../../renderer/features/certificates/words.ts';
import { signingStateWords } from '../../shared/security/signing-request-state-words.ts';
import { connectBarePoint, cutBarePoints } from '../support/csms-role.ts';
import { auditLimitMs, auditPlaces } from './support/audit.ts';
import { startListener } from './support/bench.ts';
import { setUpWorld } from './support/world.ts';

const world = setUpWorld();
const path = '/certificates#requests';
const title = (state: Parameters<typeof signingStateWords>[0]) => signingStateWords(state).title;

interface Row {
  id: string;
  state: string;
}

/** What the API says of a station's requests. */
async function rowsOf(station: string): Promise<Row[]> {
  // The shape that the contract promises for this route.
  const answer = (await world.bench.api('GET', `/csms/signing-requests?station=${station}`)) as {
    requests: Row[];
  };
  return answer.requests;
}

/** An emulated charge point on profile 3 of the bench itself. */
async function chargePoint(): Promise<string> {
  await startListener(world.bench);
  // The shape that the contract promises for this route.
  const { id } = (await world.bench.api('POST', '/charge-points/try-it', {
    securityProfile: 3,
  })) as { id: string };
  return id;
}

async function askForCertificate(station: string): Promise<void> {
  await world.bench.api('POST', `/csms/stations/${station}/calls`, {
    action: 'ExtendedTriggerMessage',
    payload: { requestedMessage: 'SignChargePointCertificate' },
  });
}

async function openRequests(search = '') {
  const { page } = await world.open(`/certificates${search}`);
  await page.getByRole('tab', { name: certificatesWords.tabs.requests, exact: true }).click();
  return page;
}

afterEach(cutBarePoints);

describe('the tab Requests', () => {
  it(
    'without a request it says how one comes about',
    async () => {
      const page = await openRequests();
      await page.getByText(words.emptyTitle).waitFor();
      const places = [{ name: 'requests', path }];
      expect(await auditPlaces(world, 'requests-empty', places)).toEqual([]);
    },
    auditLimitMs,
  );

  it(
    'by hand: policy, request, preview, signed, sent, in use',
    async () => {
      const id = await chargePoint();
      const page = await openRequests();
      await page.getByRole('button', { name: policyWords.change }).click();
      const policy = page.getByRole('dialog', { name: policyWords.title });
      await policy.getByLabel(policyWords.mode).selectOption('by-hand');
      await policy.getByRole('button', { name: policyWords.save }).click();
      await policy.waitFor({ state: 'detached' });
      await page.getByText(policyWords.modeHints['by-hand']).waitFor();

      await askForCertificate(id);
      const list = page.getByRole('navigation', { name: words.list });
      await list.getByText(title('waiting')).waitFor();
      await page.getByText(words.waiting(1)).waitFor();
      const waiting = [
        { name: 'requests', path },
        {
          name: 'requests-sign',
          path,
          prepare: async (opened: typeof page) => {
            await opened.getByRole('button', { name: actions.sign, exact: true }).click();
            const dialog = opened.getByRole('dialog');
            await dialog.getByText(/of 10,000 characters/).waitFor();
          },
        },
      ];
      expect(await auditPlaces(world, 'requests-waiting', waiting)).toEqual([]);

      await page.getByRole('button', { name: actions.sign, exact: true }).click();
      const dialog = page.getByRole('dialog', { name: signWords.title(id) });
      await dialog.getByText(/of 10,000 characters/).waitFor();
      await dialog.getByRole('button', { name: signWords.sign }).click();
      await dialog.waitFor({ state: 'detached' });
      await list.getByText(title('in-use')).waitFor();
      await page.getByText('Connected with the new certificate').waitFor();
      const [row] = await rowsOf(id);
      expect(row?.state).toBe('in-use');
      expect(await auditPlaces(world, 'requests-in-use', [{ name: 'requests', path }])).toEqual([]);
    },
    auditLimitMs,
  );

  it(
    'what cannot be signed names why and who must act',
    async () => {
      const port = await startListener(world.bench, { id: 'open', securityProfiles: [0] });
      const point = await connectBarePoint(`ws://127.0.0.1:${port}/CP-BROKEN`);
      const answer = await point.call('SignCertificate', { csr: 'no\r\nrequest \u0007 at all' });
      expect(answer).toMatchObject({ payload: { status: 'Rejected' } });
      const [row] = await rowsOf('CP-BROKEN');
      const place = `/certificates?request=${row?.id}#requests`;
      const page = await openRequests(`?request=${row?.id}`);
      const detail = page.getByRole('region', { name: words.rules });
      await detail.getByText(/It is no PKCS#10 request/).waitFor();
      await page.getByText(signingStateWords('refused').meaning).waitFor();
      const sign = page.getByRole('button', { name: actions.sign, exact: true });
      expect(await sign.isDisabled()).toBe(true);
      const places = [{ name: 'requests', path: place }];
      expect(await auditPlaces(world, 'requests-refused', places)).toEqual([]);
    },
    auditLimitMs,
  );
});
