/** The probe of our own CSMS on every profile, at its doors, and the same table for chargers that connect to it. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ProbeReport, StationReport } from '../../shared/api/probe-contract.ts';
import {
  type ComposedBench,
  type OpenedDoor,
  openTestDoor,
  startComposedBench,
} from '../support/composed-bench.ts';
import { runSClient } from '../support/tls-server.ts';

let started: ComposedBench;
let opened: OpenedDoor;
beforeEach(async () => {
  started = await startComposedBench();
  opened = await openTestDoor(started);
});
afterEach(async () => {
  await opened.door.close();
  await started.close();
});

const password = 'a-password-of-16';

async function probed(request: object): Promise<ProbeReport> {
  const answer = await opened.api('POST', '/probe/runs', { ...request, wait: true });
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

const broken = ({ lines }: ProbeReport, profile: 0 | 1 | 2 | 3): string[] =>
  lines
    .filter(({ weight, verdict }) => weight === 'must' && verdict === 'breaks')
    .filter(({ profiles }) => profiles.includes(profile))
    .map(({ id, finding }) => `${id} ${finding}`);

const verdictOf = ({ summaries }: ProbeReport, profile: number) =>
  summaries.find((summary) => summary.profile === profile)?.verdict;

it('A00.FR.317 A00.FR.320 our CSMS on profile 2 holds every line, each with its frames', async () => {
  const { hostName } = started.bench.settings();
  const [port] = await started.listen({ securityProfiles: [2] });
  await opened.api('PUT', '/csms/stations/P-2', { securityProfile: 2, password });
  const report = await probed({
    url: `wss://${hostName}:${port}/ocpp`,
    connectTo: { host: '127.0.0.1' },
    identity: 'P-2',
    password,
  });
  expect(broken(report, 2)).toEqual([]);
  expect(verdictOf(report, 2)).toBe('holds');
  expect(report.connections).toBeLessThanOrEqual(report.plannedConnections);
  expect(JSON.stringify(report)).not.toContain(password);
  const last = Math.max(...report.lines.flatMap(({ evidence }) => evidence));
  const frame = await started.bench.frames.get(report.capture, last);
  expect(frame.ok && frame.value.role).toBe('charge-point');
});

it('A00.FR.402 our CSMS on profile 3 holds every line with a client certificate of the bench', async () => {
  const { hostName } = started.bench.settings();
  const [port] = await started.listen({ securityProfiles: [3] });
  await opened.api('POST', '/charge-points/try-it', { securityProfile: 3 });
  const certificates = await opened.api('GET', '/pki/certificates');
  const client = certificates.body.find(({ kind }: { kind: string }) => kind === 'client');
  const [point] = started.bench.chargePoints.list();
  const report = await probed({
    url: `wss://${hostName}:${port}/ocpp`,
    connectTo: { host: '127.0.0.1' },
    identity: point?.id,
    certificateId: client.id,
  });
  expect(broken(report, 3)).toEqual([]);
  expect(verdictOf(report, 3)).toBe('holds');
});

it('A00.FR.203 our CSMS on profile 1 holds every line, profile 0 gets in without a password', async () => {
  const [one, zero] = await started.listen({ securityProfiles: [1] }, { securityProfiles: [0] });
  await opened.api('PUT', '/csms/stations/P-1', { securityProfile: 1, password });
  await opened.api('PUT', '/csms/stations/P-0', { securityProfile: 0 });
  const basic = await probed({ url: `ws://localhost:${one}/ocpp`, identity: 'P-1', password });
  expect(broken(basic, 1)).toEqual([]);
  expect(verdictOf(basic, 1)).toBe('holds');
  const open = await probed({ url: `ws://localhost:${zero}/ocpp`, identity: 'P-0' });
  expect(verdictOf(open, 0)).toBe('holds');
  expect(broken(open, 1)).toContain('basic-demanded switched');
});

it('reports are kept without secrets, two of a target, and forgotten with it', async () => {
  const [port] = await started.listen({ securityProfiles: [1] });
  const url = `ws://localhost:${port}/ocpp`;
  for (let time = 0; time < 3; time += 1) await probed({ url, identity: 'P-1', password });
  const runs = await opened.api('GET', '/probe/runs');
  expect(runs.body).toHaveLength(2);
  expect(runs.text).not.toContain(password);
  const forgotten = await opened.api('DELETE', `/probe/runs/${runs.body[0].id}`);
  expect(forgotten.body).toEqual({ deleted: true });
  expect((await opened.api('GET', '/probe/runs')).body).toEqual([]);
  expect((await opened.api('GET', '/probe/runs/none')).status).toBe(404);
});

it.each([
  [{ url: 'https://localhost' }, 'url-invalid'],
  [{ url: 'wss://user:secret@localhost' }, 'url-with-credentials'],
  [{ url: 'wss://localhost', profiles: [1] }, 'profile-does-not-fit-url'],
  [{ url: 'wss://localhost', rootsPem: ['nonsense'] }, 'certificate-unreadable'],
  [{ url: 'wss://localhost', certificateId: 'nobody' }, 'certificate-unknown'],
  [
    { url: 'wss://localhost', certificate: { certPem: 'x', keyPem: 'y' } },
    'client-certificate-unusable',
  ],
])('bad input %j is refused as %s', async (request, code) => {
  const answer = await opened.api('POST', '/probe/runs', request);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.body.code).toBe(code);
});

async function stationReport(id: string): Promise<StationReport> {
  return (await opened.api('GET', `/probe/stations/${encodeURIComponent(id)}`)).body;
}

it('A00.FR.318 A00.FR.303 a charger that connects on profile 2: its hello, its request, its answer', async () => {
  await started.listen({ securityProfiles: [2] });
  const made = await opened.api('POST', '/charge-points/try-it', { securityProfile: 2 });
  await started.frame(({ kind, role }) => kind === 'upgrade-response' && role === 'csms');
  const report = await stationReport(made.body.id);
  const found = report.lines.map(({ id, verdict, finding }) => `${id} ${verdict} ${finding}`);
  expect(found).toContain('hello-versions holds modern');
  expect(found).toContain('hello-unfit-suites holds none');
  expect(found).toContain('behaviour-handshake holds established');
  expect(found).toContain('behaviour-basic holds identity');
  expect(found).toContain('behaviour-subprotocol holds offered');
  expect(report.lines.every(({ evidence }) => evidence.length > 0)).toBe(true);
  expect((await opened.api('GET', '/probe/stations')).body[0]).toMatchObject({ identified: true });
});

it('A00.FR.422 a charger with one suite that gives up at our certificate is known by its address', async () => {
  const [port = 0] = await started.listen({ securityProfiles: [3] });
  const cipher = ['-tls1_2', '-cipher', 'ECDHE-ECDSA-AES128-GCM-SHA256'];
  await runSClient(port, [...cipher, '-verify_return_error']);
  await started.frame(({ kind, role }) => kind === 'connection-failed' && role === 'csms');
  const report = await stationReport('127.0.0.1');
  const found = report.lines.map(({ id, verdict, finding }) => `${id} ${verdict} ${finding}`);
  expect(found).toContain('hello-suites breaks neither-pair');
  expect(found).toContain('behaviour-server-certificate holds refused');
  expect(report.verdict).toBe('breaks');
  expect((await opened.api('GET', '/probe/stations/nobody')).status).toBe(404);
});
