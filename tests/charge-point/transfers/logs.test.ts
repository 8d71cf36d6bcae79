/** GetDiagnostics and GetLog: a real upload with a file worth reading, and every status a server can lead to. */
import { afterEach, describe, expect, it } from 'vitest';
import type { ChargePointState } from '../../../shared/api/charge-points-contract.ts';
import { type CentralSystem, startCentralSystem } from '../central-system.ts';
import { createTestBench, type TestBench } from '../support.ts';
import { type FileServer, type FtpDouble, startFtpDouble, startHttpServer } from './file-server.ts';

let bench: TestBench;
let central: CentralSystem;
const servers: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  await bench.chargePoints.close();
  await central.stop();
  for (const server of servers.splice(0)) await server.stop();
  expect(bench.problems).toEqual([]);
});

async function start(settings: Partial<Parameters<TestBench['put']>[1]> = {}): Promise<void> {
  bench = createTestBench();
  central = await startCentralSystem();
  await bench.put('CP-1', { url: central.url, securityProfile: 0, ...settings });
  await bench.when('CP-1', ({ registration }: ChargePointState) => registration === 'Accepted');
}

async function http(...parameters: Parameters<typeof startHttpServer>): Promise<FileServer> {
  const server = await startHttpServer(...parameters);
  servers.push(server);
  return server;
}

async function ftp(options: Parameters<typeof startFtpDouble>[0] = {}): Promise<FtpDouble> {
  const server = await startFtpDouble(options);
  servers.push(server);
  return server;
}

const refusing = (status: number): Parameters<typeof startHttpServer> => [
  (_request, response) => {
    response.writeHead(status).end();
  },
  { takesUploads: false },
];

const getLog = (remoteLocation: string, more: object = {}, log: object = {}) =>
  central.ask('GetLog', {
    log: { remoteLocation, ...log },
    logType: 'SecurityLog',
    requestId: 7,
    ...more,
  });

async function logStatuses(count: number): Promise<unknown[]> {
  const told: unknown[] = [];
  while (told.length < count) {
    const { payload } = await central.next('LogStatusNotification');
    told.push([payload.status, payload.requestId]);
  }
  return told;
}

async function diagnosticsStatuses(count: number): Promise<unknown[]> {
  const told: unknown[] = [];
  while (told.length < count) {
    told.push((await central.next('DiagnosticsStatusNotification')).payload.status);
  }
  return told;
}

describe('GetDiagnostics', () => {
  it('GetDiagnostics: TC_045_1 names the file and uploads into the folder what the charge point did', async () => {
    await start({ password: 'never in any log' });
    const server = await http(() => undefined);
    await central.ask('ChangeConfiguration', { key: 'MeterValueSampleInterval', value: '17' });
    const { fileName } = await central.ask('GetDiagnostics', { location: `${server.url}/dir` });
    expect(fileName).toMatch(/^CP-1-diagnostics-\d{8}T\d{6}Z\.log$/);
    expect(await diagnosticsStatuses(2)).toEqual(['Uploading', 'Uploaded']);
    expect(server.requests).toEqual([`PUT /dir/${fileName}`]);
    const text = server.uploads.get(`/dir/${fileName}`) ?? '';
    expect(text).toContain('# charge point  CP-1');
    expect(text).toContain('MeterValueSampleInterval=17');
    expect(text).toMatch(/Z link {5}connected on profile 0/);
    expect(text).toMatch(/Z ocpp {5}sent BootNotification: result/);
    expect(text).toMatch(/Z ocpp {5}ChangeConfiguration: Accepted/);
    expect(text).not.toContain('never in any log');
    expect(text).not.toContain('AuthorizationKey');
    expect(bench.state('CP-1').transfers).toEqual([
      expect.objectContaining({ kind: 'diagnostics', running: false, fileName }),
    ]);
  });

  it('GetDiagnostics: TC_045_2 tells UploadFailed when the server is not there', async () => {
    await start();
    await central.ask('GetDiagnostics', { location: 'http://127.0.0.1:1/dir/' });
    expect(await diagnosticsStatuses(2)).toEqual(['Uploading', 'UploadFailed']);
    expect(bench.state('CP-1').transfers[0]?.fault).toBe('unreachable');
  });

  it('GetDiagnostics: startTime and stopTime choose what is in the file', async () => {
    await start();
    const server = await http(() => undefined);
    bench.clock.advance(60_000);
    const startTime = new Date(bench.clock.nowMs()).toISOString();
    await central.ask('ChangeConfiguration', { key: 'ConnectionTimeOut', value: '17' });
    await central.ask('GetDiagnostics', { location: `${server.url}/`, startTime });
    await diagnosticsStatuses(2);
    const [later = ''] = [...server.uploads.values()];
    expect(later).toContain('ChangeConfiguration: Accepted');
    expect(later).not.toContain('BootNotification');
    bench.clock.advance(1000);
    await central.ask('GetDiagnostics', { location: `${server.url}/`, stopTime: past });
    await diagnosticsStatuses(2);
    const earlier = [...server.uploads.values()].at(-1) ?? '';
    expect(earlier).not.toContain('ChangeConfiguration');
  });
  const past = '2020-01-01T00:00:00Z';

  it('GetDiagnostics: tries as often as retries says, retryInterval apart', async () => {
    await start();
    const server = await http(...refusing(500));
    await central.ask('GetDiagnostics', {
      location: `${server.url}/x.log`,
      retries: 2,
      retryInterval: 4,
    });
    await bench.clock.armed(4000);
    expect(server.requests).toEqual(['PUT /x.log']);
    bench.clock.advance(4000);
    expect(await diagnosticsStatuses(2)).toEqual(['Uploading', 'UploadFailed']);
    expect(server.requests).toHaveLength(2);
  });

  it('GetDiagnostics: a server without PUT gets a POST', async () => {
    await start();
    const server = await http(
      (request, response) => {
        response.writeHead(request.method === 'POST' ? 200 : 405).end();
      },
      { takesUploads: false },
    );
    await central.ask('GetDiagnostics', { location: `${server.url}/x.log` });
    expect(await diagnosticsStatuses(2)).toEqual(['Uploading', 'Uploaded']);
    expect(server.requests).toEqual(['PUT /x.log', 'POST /x.log']);
  });

  it('GetDiagnostics: uploads over FTP, its name in the folder', async () => {
    await start();
    const server = await ftp();
    const { fileName } = await central.ask('GetDiagnostics', {
      location: `ftp://user:secret@127.0.0.1:${server.port}/incoming/`,
    });
    expect(await diagnosticsStatuses(2)).toEqual(['Uploading', 'Uploaded']);
    expect(server.uploads.get(`incoming/${fileName}`)).toContain('# Diagnostics');
    expect(server.commands).toContain('USER user');
    expect(JSON.stringify(bench.chargePoints.list())).not.toContain('secret');
  });

  it('TriggerMessage: DiagnosticsStatusNotification says Uploading while it uploads, else Idle', async () => {
    await start();
    const trigger = () =>
      central.ask('TriggerMessage', { requestedMessage: 'DiagnosticsStatusNotification' });
    await trigger();
    expect(await diagnosticsStatuses(1)).toEqual(['Idle']);
    const silent = await http(() => undefined, { takesUploads: false });
    await central.ask('GetDiagnostics', { location: `${silent.url}/` });
    await trigger();
    expect(await diagnosticsStatuses(2)).toEqual(['Uploading', 'Uploading']);
  });
});

describe('GetLog', () => {
  it('N01.FR.01–03 N01.FR.07–09 GetLog: TC_079 uploads the security log, every status with the requestId', async () => {
    await start();
    const server = await http(() => undefined);
    await bench.act('CP-1', {
      action: 'raise-security-event',
      type: 'TamperDetectionActivated',
      techInfo: 'door',
    });
    await bench.act('CP-1', { action: 'raise-security-event', type: 'InvalidMessages' });
    const answer = await getLog(`${server.url}/logs/`);
    expect(answer).toMatchObject({ status: 'Accepted' });
    expect(String(answer.filename)).toMatch(/^CP-1-security-/);
    expect(await logStatuses(2)).toEqual([
      ['Uploading', 7],
      ['Uploaded', 7],
    ]);
    const text = server.uploads.get(`/logs/${answer.filename}`) ?? '';
    expect(text).toMatch(/Z critical TamperDetectionActivated door\n/);
    expect(text).toMatch(/Z info {5}InvalidMessages\n/);
  });

  it('N01.FR.04 GetLog: DiagnosticsLog uploads diagnostics', async () => {
    await start();
    const server = await http(() => undefined);
    const answer = await getLog(`${server.url}/logs/`, { logType: 'DiagnosticsLog' });
    await logStatuses(2);
    expect(server.uploads.get(`/logs/${answer.filename}`)).toContain('[configuration]');
  });

  it.each([
    [400, 'BadMessage'],
    [401, 'PermissionDenied'],
    [403, 'PermissionDenied'],
    [405, 'NotSupportedOperation'],
    [501, 'NotSupportedOperation'],
    [404, 'UploadFailure'],
    [500, 'UploadFailure'],
    [302, 'UploadFailure'],
  ])('N01.FR.10 GetLog: an HTTP %i is told as %s', async (status, told) => {
    await start();
    const server = await http(...refusing(status));
    await getLog(`${server.url}/x.log`);
    expect(await logStatuses(2)).toEqual([
      ['Uploading', 7],
      [told, 7],
    ]);
  });

  it.each([
    [{ PASS: '530 no' }, 'PermissionDenied'],
    [{ STOR: '553 not here' }, 'PermissionDenied'],
    [{ STOR: '550 not yours' }, 'PermissionDenied'],
    [{ STOR: '502 what' }, 'NotSupportedOperation'],
    [{ STOR: '501 how' }, 'BadMessage'],
    [{ STOR: '452 full' }, 'UploadFailure'],
  ])('N01.FR.10 GetLog: an FTP reply %o is told as %s', async (replies, told) => {
    await start();
    const server = await ftp({ replies });
    await getLog(`ftp://127.0.0.1:${server.port}/`);
    expect(await logStatuses(2)).toEqual([
      ['Uploading', 7],
      [told, 7],
    ]);
  });

  it('GetLog: a protocol it does not speak is told as NotSupportedOperation', async () => {
    await start();
    await getLog('sftp://127.0.0.1/logs/');
    expect(await logStatuses(2)).toEqual([
      ['Uploading', 7],
      ['NotSupportedOperation', 7],
    ]);
  });

  it('GetLog: a location that is no URL is told as BadMessage', async () => {
    await start();
    await getLog('somewhere');
    expect(await logStatuses(2)).toEqual([
      ['Uploading', 7],
      ['BadMessage', 7],
    ]);
  });

  it('GetLog: a period that ends before it begins is Rejected', async () => {
    await start();
    const answer = await getLog(
      'http://127.0.0.1:1/',
      {},
      {
        oldestTimestamp: '2026-02-01T00:00:00Z',
        latestTimestamp: '2026-01-01T00:00:00Z',
      },
    );
    expect(answer).toEqual({ status: 'Rejected' });
    expect(central.of('LogStatusNotification')).toEqual([]);
  });

  it('GetLog: a server that hangs ends in UploadFailure', async () => {
    await start();
    const silent = await http(() => undefined, { takesUploads: false });
    await getLog(`${silent.url}/`);
    await logStatuses(1);
    await bench.clock.armed(30_000);
    bench.clock.advance(60_000);
    expect(await logStatuses(1)).toEqual([['UploadFailure', 7]]);
  });

  it('N01.FR.11 GetLog: a second request is AcceptedCanceled and the first says nothing more', async () => {
    await start();
    const silent = await http(() => undefined, { takesUploads: false });
    const good = await http(() => undefined);
    await getLog(`${silent.url}/`);
    expect(await logStatuses(1)).toEqual([['Uploading', 7]]);
    const second = await getLog(`${good.url}/`, { requestId: 8 });
    expect(second).toMatchObject({ status: 'AcceptedCanceled' });
    expect(await logStatuses(2)).toEqual([
      ['Uploading', 8],
      ['Uploaded', 8],
    ]);
  });

  it('N01.FR.12 ExtendedTriggerMessage: LogStatusNotification says Uploading with the requestId, or Idle without one', async () => {
    await start();
    const trigger = () =>
      central.ask('ExtendedTriggerMessage', { requestedMessage: 'LogStatusNotification' });
    await trigger();
    expect(await logStatuses(1)).toEqual([['Idle', undefined]]);
    const silent = await http(() => undefined, { takesUploads: false });
    await getLog(`${silent.url}/`);
    expect(await logStatuses(1)).toEqual([['Uploading', 7]]);
    await trigger();
    expect(await logStatuses(1)).toEqual([['Uploading', 7]]);
  });
});

/** Ends the bench and starts another one over the same store. */
async function restartBench(): Promise<void> {
  await bench.chargePoints.close();
  expect(bench.problems).toEqual([]);
  bench = { ...createTestBench({ store: bench.store }), store: bench.store };
  bench.chargePoints.restore();
  await bench.when('CP-1', ({ registration }: ChargePointState) => registration === 'Accepted');
}

describe('an upload that the end of the bench cuts', () => {
  it('GetLog: ends in UploadFailure with its requestId once the bench is back, told once', async () => {
    await start();
    const silent = await http(() => undefined, { takesUploads: false });
    await getLog(`${silent.url}/`, { requestId: 41 });
    expect(await logStatuses(1)).toEqual([['Uploading', 41]]);
    await settled();
    await restartBench();
    expect(await logStatuses(1)).toEqual([['UploadFailure', 41]]);
    const order = central.calls.map(({ action, payload }) => [action, payload.status]);
    const [boot, failure] = [
      ['BootNotification', undefined],
      ['LogStatusNotification', 'UploadFailure'],
    ].map((one) => order.findLastIndex((told) => String(told) === String(one)));
    expect(failure).toBeGreaterThan(boot ?? 0);
    await settled();
    await restartBench();
    await central.ask('ExtendedTriggerMessage', { requestedMessage: 'LogStatusNotification' });
    await central.next('LogStatusNotification', ({ status }) => status === 'Idle');
    expect(central.of('LogStatusNotification')).toHaveLength(3);
  });

  it('GetDiagnostics: ends in UploadFailed once the bench is back', async () => {
    await start();
    const silent = await http(() => undefined, { takesUploads: false });
    await central.ask('GetDiagnostics', { location: `${silent.url}/` });
    expect(await diagnosticsStatuses(1)).toEqual(['Uploading']);
    await settled();
    await restartBench();
    expect(await diagnosticsStatuses(1)).toEqual(['UploadFailed']);
  });

  it('GetLog: what was delivered before the end of the bench is not told again', async () => {
    await start();
    const server = await http(() => undefined);
    await getLog(`${server.url}/`);
    expect(await logStatuses(2)).toEqual([
      ['Uploading', 7],
      ['Uploaded', 7],
    ]);
    await settled();
    await restartBench();
    await central.ask('ExtendedTriggerMessage', { requestedMessage: 'LogStatusNotification' });
    await central.next('LogStatusNotification', ({ status }) => status === 'Idle');
    expect(central.of('LogStatusNotification')).toHaveLength(3);
  });

  /** The answer to what was told before has arrived. */
  async function settled(): Promise<void> {
    const payload = { vendorId: 'settled' };
    await bench.act('CP-1', { action: 'send', ocppAction: 'DataTransfer', payload });
  }
});
