/** UpdateFirmware: a real download from servers that behave and servers that do not, each status in its place. */
import { afterEach, describe, expect, it } from 'vitest';
import type { ChargePointState } from '../../../shared/api/charge-points-contract.ts';
import { type CentralSystem, startCentralSystem } from '../central-system.ts';
import { createTestBench, type TestBench } from '../support.ts';
import { type FileServer, serving, startFtpDouble, startHttpServer } from './file-server.ts';

let bench: TestBench;
let central: CentralSystem;
const servers: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  await bench.chargePoints.close();
  await central.stop();
  for (const server of servers.splice(0)) await server.stop();
  expect(bench.problems).toEqual([]);
});

const accepted = ({ registration }: ChargePointState) => registration === 'Accepted';

async function start(settings: Partial<Parameters<TestBench['put']>[1]> = {}): Promise<void> {
  bench = createTestBench();
  central = await startCentralSystem();
  await bench.put('CP-1', { url: central.url, securityProfile: 0, ...settings });
  await bench.when('CP-1', accepted);
}

/** Ends the bench and starts another one over the same store. */
async function restartBench(): Promise<void> {
  await bench.chargePoints.close();
  expect(bench.problems).toEqual([]);
  bench = { ...createTestBench({ store: bench.store }), store: bench.store };
  bench.chargePoints.restore();
  await bench.when('CP-1', accepted);
}

async function serve(...parameters: Parameters<typeof startHttpServer>): Promise<FileServer> {
  const server = await startHttpServer(...parameters);
  servers.push(server);
  return server;
}

const past = '2020-01-01T00:00:00Z';

function update(location: string, more: object = {}): Promise<Record<string, unknown>> {
  return central.ask('UpdateFirmware', { location, retrieveDate: past, ...more });
}

async function nextStatus(): Promise<unknown> {
  return (await central.next('FirmwareStatusNotification')).payload.status;
}

async function statuses(count: number): Promise<unknown[]> {
  const told: unknown[] = [];
  while (told.length < count) told.push(await nextStatus());
  return told;
}

describe('UpdateFirmware', () => {
  it('UpdateFirmware: TC_044_1 downloads, installs, restarts with the new version and tells Installed', async () => {
    await start();
    const server = await serve(serving('a firmware'));
    expect(await update(`${server.url}/evse-2.1.0.bin`)).toEqual({});
    expect(await statuses(3)).toEqual(['Downloading', 'Downloaded', 'Installing']);
    await bench.clock.armed(5000);
    expect(bench.state('CP-1').connectors.map(({ status }) => status)).toEqual([
      'Unavailable',
      'Unavailable',
    ]);
    bench.clock.advance(5000);
    expect(await nextStatus()).toBe('Installed');
    expect(central.of('BootNotification').map(({ payload }) => payload.firmwareVersion)).toEqual([
      '1.0.0',
      '2.1.0',
    ]);
    const { firmware, connectors, transfers } = bench.state('CP-1');
    expect(firmware).toMatchObject({ version: '2.1.0', status: 'Installed' });
    expect(connectors.map(({ status }) => status)).toEqual(['Available', 'Available']);
    expect(transfers).toEqual([
      expect.objectContaining({ kind: 'firmware', running: false, bytes: 10, attempt: 1 }),
    ]);
    expect(JSON.stringify(bench.store.saved.get('CP-1'))).toContain('"firmwareVersion":"2.1.0"');
  });

  it('UpdateFirmware: TC_044_2 tells DownloadFailed for a file that is not there (404)', async () => {
    await start();
    const server = await serve((_request, response) => response.writeHead(404).end());
    await update(`${server.url}/none.bin`);
    expect(await statuses(2)).toEqual(['Downloading', 'DownloadFailed']);
    expect(bench.state('CP-1').transfers[0]?.fault).toBe('not-found');
  });

  it('UpdateFirmware: TC_044_3 tells InstallationFailed and keeps the old version', async () => {
    await start({ firmware: { installResult: 'InstallationFailed', installS: 0 } });
    const server = await serve(serving('a firmware'));
    await update(`${server.url}/evse-2.1.0.bin`);
    expect(await statuses(3)).toEqual(['Downloading', 'Downloaded', 'Installing']);
    await bench.clock.armed(0);
    bench.clock.advance(0);
    expect(await nextStatus()).toBe('InstallationFailed');
    const { firmware, connectors } = await bench.when('CP-1', (state) =>
      state.connectors.every(({ status }) => status === 'Available'),
    );
    expect(firmware.version).toBe('1.0.0');
    expect(connectors).toHaveLength(2);
    expect(central.of('BootNotification')).toHaveLength(1);
  });

  it('UpdateFirmware: waits for retrieveDate before it downloads', async () => {
    await start();
    const server = await serve(serving('a firmware'));
    const retrieveDate = new Date(bench.clock.nowMs() + 3_600_000).toISOString();
    await update(`${server.url}/f.bin`, { retrieveDate });
    const wait = bench.state('CP-1').firmware.status;
    expect(wait).toBe('DownloadScheduled');
    expect(server.requests).toEqual([]);
    expect(central.of('FirmwareStatusNotification')).toEqual([]);
    bench.clock.advance(3_600_000);
    expect(await nextStatus()).toBe('Downloading');
  });

  it('UpdateFirmware: tries as often as retries says, retryInterval apart, then tells DownloadFailed once', async () => {
    await start();
    const server = await serve((_request, response) => response.writeHead(503).end());
    await update(`${server.url}/f.bin`, { retries: 3, retryInterval: 7 });
    for (const attempt of [1, 2]) {
      await bench.clock.armed(7000);
      expect(server.requests).toHaveLength(attempt);
      bench.clock.advance(7000);
    }
    expect(await statuses(2)).toEqual(['Downloading', 'DownloadFailed']);
    expect(server.requests).toHaveLength(3);
    expect(bench.state('CP-1').transfers[0]).toMatchObject({ attempt: 3, fault: 'refused' });
  });

  it('UpdateFirmware: a later attempt that works ends in Downloaded', async () => {
    await start();
    let asked = 0;
    const server = await serve((request, response) => {
      asked += 1;
      if (asked === 1) request.socket.destroy();
      else serving('a firmware')(request, response);
    });
    await update(`${server.url}/f.bin`, { retries: 2, retryInterval: 2 });
    await bench.clock.armed(2000);
    bench.clock.advance(2000);
    expect(await statuses(2)).toEqual(['Downloading', 'Downloaded']);
  });

  it('UpdateFirmware: lets a transaction end before it installs, and nobody begin another', async () => {
    await start({ connectors: 2 });
    const server = await serve(serving('a firmware'));
    await bench.act('CP-1', { action: 'plug-in' });
    await bench.act('CP-1', { action: 'present-id-tag', idTag: 'TAG' });
    await central.next('StartTransaction');
    await update(`${server.url}/f.bin`);
    expect(await statuses(2)).toEqual(['Downloading', 'Downloaded']);
    await bench.when('CP-1', ({ connectors }) => connectors[2]?.status === 'Unavailable');
    expect(bench.state('CP-1').connectors[0]?.status).toBe('Available');
    const other = await bench.act('CP-1', {
      action: 'present-id-tag',
      idTag: 'TAG',
      connectorId: 2,
    });
    expect(other).toMatchObject({ ok: false });
    expect(await central.ask('RemoteStartTransaction', { idTag: 'T', connectorId: 2 })).toEqual({
      status: 'Rejected',
    });
    await bench.act('CP-1', { action: 'present-id-tag', idTag: 'TAG' });
    await central.next('StopTransaction');
    bench.clock.advance(1000);
    expect(await nextStatus()).toBe('Installing');
  });

  it('UpdateFirmware: a second request takes the place of a download, and gets a CALLERROR GenericError during an installation', async () => {
    await start();
    const silent = await serve(() => undefined);
    const good = await serve(serving('a firmware'));
    await update(`${silent.url}/f.bin`);
    expect(await nextStatus()).toBe('Downloading');
    await update(`${good.url}/f.bin`);
    expect(await statuses(3)).toEqual(['Downloading', 'Downloaded', 'Installing']);
    const answer = await central.call('UpdateFirmware', { location: good.url, retrieveDate: past });
    expect(answer).toMatchObject({ outcome: 'error', error: { code: 'GenericError' } });
  });

  it('L01.FR.20 UpdateFirmware: refused by switch with CALLERROR NotSupported', async () => {
    await start({ refuseUnsignedFirmware: true });
    const answer = await central.call('UpdateFirmware', {
      location: 'http://127.0.0.1:9/f.bin',
      retrieveDate: past,
    });
    expect(answer).toMatchObject({ outcome: 'error', error: { code: 'NotSupported' } });
    expect(central.of('FirmwareStatusNotification')).toEqual([]);
  });

  it('TriggerMessage: FirmwareStatusNotification repeats Downloading while it downloads, else Idle', async () => {
    await start();
    const trigger = () =>
      central.ask('TriggerMessage', { requestedMessage: 'FirmwareStatusNotification' });
    expect(await trigger()).toEqual({ status: 'Accepted' });
    expect(await nextStatus()).toBe('Idle');
    const silent = await serve(() => undefined);
    await update(`${silent.url}/f.bin`);
    expect(await nextStatus()).toBe('Downloading');
    await trigger();
    expect(await nextStatus()).toBe('Downloading');
  });

  it('UpdateFirmware: a status that could not be told is told after the next connection', async () => {
    await start();
    let answerNow = (): void => undefined;
    const asked = Promise.withResolvers<void>();
    const server = await serve((request, response) => {
      answerNow = () => serving('a firmware')(request, response);
      asked.resolve();
    });
    await update(`${server.url}/f.bin`);
    expect(await nextStatus()).toBe('Downloading');
    await asked.promise;
    await bench.act('CP-1', { action: 'disconnect' });
    answerNow();
    await bench.when('CP-1', ({ firmware }) => firmware.status === 'Installing');
    await bench.act('CP-1', { action: 'connect' });
    expect(await statuses(2)).toEqual(['Downloaded', 'Installing']);
  });

  it('UpdateFirmware: a power cut during a download is told as DownloadFailed after the boot', async () => {
    await start();
    const silent = await serve(() => undefined);
    await update(`${silent.url}/f.bin`);
    expect(await nextStatus()).toBe('Downloading');
    await bench.act('CP-1', { action: 'power-cycle' });
    await central.next('FirmwareStatusNotification', ({ status }) => status === 'DownloadFailed');
    expect(central.of('BootNotification')).toHaveLength(2);
  });
});

/** Serves a file with ranges and cuts the first answers after so many bytes. */
function cutting(content: string, cutAfter: number[]): Parameters<typeof startHttpServer>[0] {
  const cuts = [...cutAfter];
  return (request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const rest = content.slice(from);
    response.writeHead(from === 0 ? 200 : 206, {
      'accept-ranges': 'bytes',
      'content-length': String(rest.length),
      etag: '"one"',
      ...(from === 0
        ? {}
        : { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }),
    });
    const cut = cuts.shift();
    if (cut === undefined) response.end(rest);
    else response.write(rest.slice(0, cut), () => request.socket.destroy());
  };
}

describe('UpdateFirmware when something is cut short', () => {
  it('UpdateFirmware: a download that is cut goes on where it was, from a server with ranges', async () => {
    await start();
    const server = await serve(cutting('0123456789', [4, 3]));
    await update(`${server.url}/f.bin`);
    expect(await statuses(3)).toEqual(['Downloading', 'Downloaded', 'Installing']);
    expect(server.headers.map(({ range }) => range)).toEqual([undefined, 'bytes=4-', 'bytes=7-']);
    expect(server.headers.at(-1)?.['if-range']).toBe('"one"');
    expect(bench.state('CP-1').transfers[0]).toMatchObject({ attempt: 1, bytes: 10 });
  });

  it('UpdateFirmware: DownloadFailed when the rest is that of another file', async () => {
    await start();
    let cut = cutting('0123456789', [4]);
    const server = await serve((request, response) => {
      cut(request, response);
      // What comes next is longer.
      cut = cutting('0123456789abcdef', []);
    });
    await update(`${server.url}/f.bin`);
    expect(await statuses(2)).toEqual(['Downloading', 'DownloadFailed']);
    expect(bench.state('CP-1').transfers[0]?.fault).toBe('incomplete');
  });

  it.each([
    ['Downloading', 'DownloadFailed', () => undefined],
    ['Installing', 'InstallationFailed', serving('a firmware')],
  ] as const)(
    'UpdateFirmware: %s when the bench ends, %s once it is back',
    async (status, told, answer) => {
      await start();
      const server = await serve(answer);
      await update(`${server.url}/f.bin`);
      await central.next('FirmwareStatusNotification', (payload) => payload.status === status);
      await restartBench();
      await central.next('FirmwareStatusNotification', (payload) => payload.status === told);
      expect(bench.state('CP-1').firmware.version).toBe('1.0.0');
      // Its answer has arrived.
      const payload = { vendorId: 'settled' };
      await bench.act('CP-1', { action: 'send', ocppAction: 'DataTransfer', payload });
      await restartBench();
      await central.ask('TriggerMessage', { requestedMessage: 'FirmwareStatusNotification' });
      await central.next('FirmwareStatusNotification', (payload) => payload.status === 'Idle');
      const all = central.of('FirmwareStatusNotification').map(({ payload }) => payload.status);
      expect(all.filter((one) => one === told)).toEqual([told]);
    },
  );

  it('UpdateFirmware: Installed is told after a bench that ended during the restart is back', async () => {
    await start();
    const server = await serve(serving('a firmware'));
    await update(`${server.url}/evse-2.1.0.bin`);
    expect(await statuses(3)).toEqual(['Downloading', 'Downloaded', 'Installing']);
    central.answers.set('BootNotification', () => ({ kind: 'silence' }));
    await bench.clock.armed(5000);
    bench.clock.advance(5000);
    await central.next('BootNotification', ({ firmwareVersion }) => firmwareVersion === '2.1.0');
    central.answers.delete('BootNotification');
    await restartBench();
    expect(await nextStatus()).toBe('Installed');
    expect(bench.state('CP-1').firmware.version).toBe('2.1.0');
  });
});

/** Servers that do not behave, and the fault that is shown; every one ends in DownloadFailed. */
const misbehaving: [string, Parameters<typeof startHttpServer>[0], string][] = [
  [
    'cuts the connection before the end',
    (request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half', () => request.socket.destroy());
    },
    'incomplete',
  ],
  [
    'says it is longer than it is',
    (_request, response) => {
      response.writeHead(200, { 'content-length': '1000', connection: 'close' });
      response.write('short', () => response.socket?.end());
    },
    'incomplete',
  ],
  [
    'says it is too large',
    (_request, response) => {
      response.writeHead(200, { 'content-length': String(200 * 1024 * 1024) });
      response.write('x');
    },
    'too-large',
  ],
  [
    'serves HTML',
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Log in first</p>');
    },
    'not-a-firmware',
  ],
  [
    'serves HTML and calls it a file',
    (_request, response) => {
      response
        .writeHead(200, { 'content-type': 'application/octet-stream' })
        .end('\n<!DOCTYPE html><html></html>');
    },
    'not-a-firmware',
  ],
  [
    'serves nothing',
    (_request, response) => {
      response.writeHead(200).end();
    },
    'empty',
  ],
  [
    'wants a password',
    (_request, response) => {
      response.writeHead(401, { 'www-authenticate': 'Basic' }).end();
    },
    'permission-denied',
  ],
  [
    'redirects in a circle',
    (request, response) => {
      response.writeHead(302, { location: request.url ?? '/' }).end();
    },
    'redirect-refused',
  ],
  [
    'redirects to another kind of server',
    (_request, response) => {
      response.writeHead(302, { location: 'ftp://127.0.0.1/f.bin' }).end();
    },
    'redirect-refused',
  ],
  [
    'answers no HTTP',
    (request) => {
      request.socket.end('220 this is something else\r\n');
    },
    'incomplete',
  ],
];

describe('UpdateFirmware from a server that does not behave', () => {
  it.each(misbehaving)(
    'UpdateFirmware: one that %s ends in DownloadFailed',
    async (_what, answer, fault) => {
      await start();
      const server = await serve(answer);
      await update(`${server.url}/f.bin`);
      expect(await statuses(2)).toEqual(['Downloading', 'DownloadFailed']);
      expect(bench.state('CP-1').transfers[0]?.fault).toBe(fault);
    },
  );

  it('UpdateFirmware: one that hangs ends in DownloadFailed after 30 s without a byte', async () => {
    await start();
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('a first piece');
    });
    await update(`${server.url}/f.bin`);
    expect(await nextStatus()).toBe('Downloading');
    await bench.clock.armed(30_000);
    await bench.when('CP-1', ({ transfers }) => transfers[0]?.totalBytes === 1000);
    bench.clock.advance(60_000);
    expect(await nextStatus()).toBe('DownloadFailed');
    expect(bench.state('CP-1').transfers[0]?.fault).toBe('timed-out');
  });

  it('UpdateFirmware: an endless file ends in DownloadFailed at the size limit', async () => {
    await start({ firmware: { maxBytes: 100_000 } });
    const server = await serve((_request, response) => {
      response.writeHead(200);
      const pour = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(10_000, 1)));
      };
      response.on('drain', pour);
      pour();
    });
    await update(`${server.url}/f.bin`);
    expect(await statuses(2)).toEqual(['Downloading', 'DownloadFailed']);
    expect(bench.state('CP-1').transfers[0]?.fault).toBe('too-large');
  });

  it.each([
    ['urn:example:firmware', 'protocol-unsupported'],
    ['sftp://127.0.0.1/f.bin', 'protocol-unsupported'],
    ['file:///etc/passwd', 'protocol-unsupported'],
    ['ftp://127.0.0.1/f%0D%0ADELE%20all', 'location-invalid'],
    ['http://127.0.0.1:1/f.bin', 'unreachable'],
  ])('UpdateFirmware: the location %s ends in DownloadFailed', async (location, fault) => {
    await start();
    await update(location);
    expect(await statuses(2)).toEqual(['Downloading', 'DownloadFailed']);
    expect(bench.state('CP-1').transfers[0]?.fault).toBe(fault);
  });

  it('UpdateFirmware: follows a redirect, with credentials for the first server only', async () => {
    await start();
    const second = await serve(serving('a firmware'));
    const first = await serve((_request, response) => {
      response.writeHead(307, { location: `${second.url}/real.bin` }).end();
    });
    await update(`http://user:secret@127.0.0.1:${first.port}/f.bin`);
    expect(await statuses(2)).toEqual(['Downloading', 'Downloaded']);
    const basic = `Basic ${Buffer.from('user:secret').toString('base64')}`;
    expect(first.headers[0]?.authorization).toBe(basic);
    expect(second.headers[0]?.authorization).toBeUndefined();
    expect(JSON.stringify(bench.chargePoints.list())).not.toContain('secret');
  });
});

describe('UpdateFirmware over FTP', () => {
  async function ftp(options: Parameters<typeof startFtpDouble>[0]) {
    const server = await startFtpDouble(options);
    servers.push(server);
    return server;
  }

  it('UpdateFirmware: fetches over FTP with the credentials of the location', async () => {
    await start();
    const server = await ftp({ files: { 'dir/f.bin': 'a firmware' } });
    await update(`ftp://user:p%40ss@127.0.0.1:${server.port}/dir/f.bin`);
    expect(await statuses(2)).toEqual(['Downloading', 'Downloaded']);
    expect(server.commands).toContain('USER user');
    expect(server.commands).toContain('PASS p@ss');
  });

  it('UpdateFirmware: a file that is not on the FTP server ends in DownloadFailed (550)', async () => {
    await start();
    const server = await ftp({});
    await update(`ftp://127.0.0.1:${server.port}/f.bin`);
    expect(await statuses(2)).toEqual(['Downloading', 'DownloadFailed']);
    expect(bench.state('CP-1').transfers[0]?.fault).toBe('not-found');
    expect(server.commands).toContain('USER anonymous');
  });

  it('UpdateFirmware: an FTP server that lies about the size ends in DownloadFailed', async () => {
    await start();
    const server = await ftp({ files: { 'f.bin': 'a firmware' }, replies: { SIZE: '213 4000' } });
    await update(`ftp://127.0.0.1:${server.port}/f.bin`);
    expect(await statuses(2)).toEqual(['Downloading', 'DownloadFailed']);
    expect(bench.state('CP-1').transfers[0]?.fault).toBe('incomplete');
  });

  it('UpdateFirmware: an FTP server that refuses the login ends in DownloadFailed (530)', async () => {
    await start();
    const server = await ftp({ replies: { PASS: '530 no' } });
    await update(`ftp://user:wrong@127.0.0.1:${server.port}/f.bin`);
    expect(await statuses(2)).toEqual(['Downloading', 'DownloadFailed']);
    expect(bench.state('CP-1').transfers[0]?.fault).toBe('permission-denied');
  });

  it('UpdateFirmware: an FTP server that says nothing ends in DownloadFailed', async () => {
    await start();
    const server = await ftp({ replies: { RETR: '' }, files: { 'f.bin': 'a firmware' } });
    await update(`ftp://127.0.0.1:${server.port}/f.bin`);
    expect(await nextStatus()).toBe('Downloading');
    await bench.clock.armed(30_000);
    bench.clock.advance(60_000);
    expect(await nextStatus()).toBe('DownloadFailed');
    expect(bench.state('CP-1').transfers[0]?.fault).toBe('timed-out');
  });
});
