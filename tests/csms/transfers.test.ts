/** Firmware, diagnostics and logs as guided operations, with the bench's own file servers. */
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { signFirmware } from '../../electron/bench/pki/firmware-signature.ts';
import { generateFamilyKeyPair } from '../../electron/bench/pki/key-pairs.ts';
import { closeForeignChargePoints } from '../support/foreign-charge-point.ts';
import { type CsmsBench, startCsmsBench, stepOf, stepsOf, value } from './support.ts';

let tested: CsmsBench;
let file: string;
beforeAll(async () => {
  tested = await startCsmsBench();
  const { files } = tested.bench;
  file = value(await files.generateFirmware('firmware.bin', 20_000)).id;
});
afterEach(closeForeignChargePoints);
afterAll(() => tested.close());

const codes = (state: Parameters<typeof stepsOf>[0]) => stepsOf(state).map(([code]) => code);

/** What the requests of this file have between them. */
interface SentRequest {
  requestId?: number;
  firmware: { location: string };
  log: { remoteLocation: string };
}

/** A report the test does not wait for may be cut off with the client at its end. */
async function unlessOver(report: Promise<unknown>): Promise<void> {
  await report.catch((error: unknown) => {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error;
  });
}

describe('with a foreign charge point', () => {
  /** Accepts the action, does what `work` says with its payload, and reports these statuses. */
  async function reporting(
    identity: string,
    action: string,
    notification: string,
    statuses: readonly string[],
    work: (payload: SentRequest) => Promise<object>,
  ) {
    const point = await tested.foreign(identity);
    point.handle(action, async ({ params }) => {
      const payload: SentRequest = Object(params);
      const answer = await work(payload);
      setImmediate(async () => {
        for (const status of statuses) {
          const { requestId } = payload;
          const report = requestId === undefined ? { status } : { status, requestId };
          await unlessOver(point.call(notification, report));
        }
      });
      return answer;
    });
    return point;
  }

  it('L01.FR.11 SignedUpdateFirmware: checked, served, followed to Installed', async () => {
    let fetched = 0;
    await reporting(
      'FIRMWARE-1',
      'SignedUpdateFirmware',
      'SignedFirmwareStatusNotification',
      ['Downloading', 'Downloaded', 'SignatureVerified', 'Installing', 'Installed'],
      async ({ firmware }) => {
        fetched = (await (await fetch(firmware.location)).arrayBuffer()).byteLength;
        return { status: 'Accepted' };
      },
    );
    const state = await tested.ended(
      tested.start('FIRMWARE-1', { operation: 'update-firmware-signed', file }),
    );
    expect(state).toMatchObject({ status: 'succeeded' });
    expect(fetched).toBe(20_000);
    expect(codes(state)).toEqual([
      'prepare-file',
      'check-signature',
      'send-request',
      'status-Downloading',
      'status-Downloaded',
      'status-SignatureVerified',
      'status-Installing',
      'status-Installed',
    ]);
    expect(stepOf(state, 'check-signature').parameters).toMatchObject({
      contentChecked: true,
      scheme: 'rsa-pss',
    });
    expect(await tested.framesOf(state, 'status-Installed')).toEqual([
      'SignedFirmwareStatusNotification',
    ]);
    const kinds = value(tested.bench.csms.knowledge('FIRMWARE-1')).transfers;
    expect(kinds.map(({ kind, status }) => [kind, status])[0]).toEqual([
      'signed-firmware',
      'Installed',
    ]);
  });

  it('A00.FR.706 a signature by another key is not sent', async () => {
    const point = await tested.foreign('FIRMWARE-2');
    const keys = await generateFamilyKeyPair('rsa');
    const signature = await signFirmware(Buffer.from('other'), keys.privateKeyPem, 'rsa-pss');
    const request = { operation: 'update-firmware-signed', file, signature } as const;
    const state = await tested.ended(tested.start('FIRMWARE-2', request));
    expect(state.problem).toMatchObject({
      code: 'operation-firmware-check-failed',
      parameters: { reason: 'signature-invalid' },
    });
    expect(codes(state)).toEqual(['prepare-file', 'check-signature']);
    // Asked for, it is sent all the same, and the charge point's InvalidSignature is what it ends with.
    point.handle('SignedUpdateFirmware', ({ params }) => {
      const { requestId } = Object(params);
      const status = { status: 'InvalidSignature', requestId };
      setImmediate(() => unlessOver(point.call('SignedFirmwareStatusNotification', status)));
      return Promise.resolve({ status: 'Accepted' });
    });
    const sent = await tested.ended(tested.start('FIRMWARE-2', { ...request, ignoreCheck: true }));
    expect(sent.problem).toMatchObject({
      code: 'operation-transfer-failed',
      parameters: { status: 'InvalidSignature' },
    });
  });

  it('A00.FR.706 a signing certificate of nobody the bench knows is not sent', async () => {
    await tested.foreign('FIRMWARE-3');
    const state = await tested.ended(
      tested.start('FIRMWARE-3', {
        operation: 'update-firmware-signed',
        location: 'https://example.invalid/firmware.bin',
        signature: 'AAAA',
        // An authority of the operator is no manufacturer's.
        signingCertificate: await tested.bench.pki.rootPem('rsa'),
      }),
    );
    expect(state.problem?.parameters).toMatchObject({ reason: 'certificate-untrusted' });
  });

  it.each(['Rejected', 'InvalidCertificate', 'RevokedCertificate'])(
    'L01 SignedUpdateFirmware: %s fails',
    async (status) => {
      const point = await tested.foreign(`FIRMWARE-${status}`);
      point.handle('SignedUpdateFirmware', () => Promise.resolve({ status }));
      const state = await tested.ended(
        tested.start(`FIRMWARE-${status}`, { operation: 'update-firmware-signed', file }),
      );
      expect(state.problem?.parameters).toMatchObject({ action: 'SignedUpdateFirmware', status });
    },
  );

  it('TC_044_1 UpdateFirmware: followed to Installed', async () => {
    await reporting(
      'FIRMWARE-4',
      'UpdateFirmware',
      'FirmwareStatusNotification',
      ['Downloading', 'Downloaded', 'Installing', 'Installed'],
      () => Promise.resolve({}),
    );
    const state = await tested.ended(
      tested.start('FIRMWARE-4', { operation: 'update-firmware', file }),
    );
    expect(state).toMatchObject({ status: 'succeeded' });
  });

  it.each(['DownloadFailed', 'InstallationFailed'])(
    'TC_044 UpdateFirmware: %s fails',
    async (last) => {
      await reporting(
        `PLAIN-${last}`,
        'UpdateFirmware',
        'FirmwareStatusNotification',
        ['Downloading', last],
        () => Promise.resolve({}),
      );
      const state = await tested.ended(
        tested.start(`PLAIN-${last}`, {
          operation: 'update-firmware',
          location: 'http://example.invalid/firmware.bin',
        }),
      );
      expect(state.problem?.parameters).toMatchObject({ status: last });
    },
  );

  it('N01 GetLog: the security log is uploaded to the bench', async () => {
    await reporting(
      'LOG-1',
      'GetLog',
      'LogStatusNotification',
      ['Uploading', 'Uploaded'],
      async ({ log }) => {
        const target = new URL(`${log.remoteLocation.replace(/\/?$/, '/')}security.log`);
        await fetch(target, { method: 'PUT', body: 'an event' });
        return { status: 'Accepted', filename: 'security.log' };
      },
    );
    const state = await tested.ended(tested.start('LOG-1', { operation: 'get-log' }));
    expect(state).toMatchObject({ status: 'succeeded' });
    expect(stepOf(state, 'send-request').parameters).toMatchObject({
      logType: 'SecurityLog',
      announced: 'security.log',
    });
    expect(stepOf(state, 'status-Uploaded').parameters).toMatchObject({
      fileName: 'security.log',
      fileBytes: 8,
    });
  });

  it.each(['UploadFailure', 'BadMessage', 'PermissionDenied', 'NotSupportedOperation'])(
    'N01 LogStatusNotification: %s fails',
    async (last) => {
      await reporting(`LOG-${last}`, 'GetLog', 'LogStatusNotification', [last], () =>
        Promise.resolve({ status: 'Accepted' }),
      );
      const state = await tested.ended(tested.start(`LOG-${last}`, { operation: 'get-log' }));
      expect(state.problem?.parameters).toMatchObject({ status: last });
    },
  );

  it('N01 LogStatusNotification: a status of another requestId does not end it', async () => {
    const point = await tested.foreign('LOG-2');
    point.handle('GetLog', () => Promise.resolve({ status: 'Accepted' }));
    const started = tested.start('LOG-2', { operation: 'get-log' });
    await tested.operation(started, ({ steps }) => steps[1]?.parameters.answer === 'Accepted');
    await point.call('LogStatusNotification', { status: 'Uploaded', requestId: -5 });
    const { parameters } = stepOf(
      value(tested.bench.csms.operation('LOG-2', started.id)),
      'status-Uploaded',
    );
    expect(parameters.requestId).toBe(-5);
    await point.call('LogStatusNotification', {
      status: 'Uploaded',
      requestId: parameters.expectedRequestId,
    });
    expect((await tested.ended(started)).status).toBe('succeeded');
  });

  it('N01 GetLog: Rejected fails, and no state holds the password of the place', async () => {
    const point = await tested.foreign('LOG-3');
    point.handle('GetLog', () => Promise.resolve({ status: 'Rejected' }));
    const location = 'ftp://user:canary@example.invalid/';
    const state = await tested.ended(tested.start('LOG-3', { operation: 'get-log', location }));
    expect(JSON.stringify(state)).not.toContain('canary');
    expect(state.problem?.parameters).toMatchObject({ action: 'GetLog', status: 'Rejected' });
  });

  it('TC_045_1 GetDiagnostics: without a file name there is nothing to wait for', async () => {
    const point = await tested.foreign('LOG-4');
    point.handle('GetDiagnostics', () => Promise.resolve({}));
    const state = await tested.ended(tested.start('LOG-4', { operation: 'get-diagnostics' }));
    expect(state.status).toBe('succeeded');
    expect(stepOf(state, 'send-request').parameters).toMatchObject({ nothingToUpload: true });
  });

  it('TC_045_2 DiagnosticsStatusNotification: UploadFailed fails', async () => {
    await reporting(
      'LOG-5',
      'GetDiagnostics',
      'DiagnosticsStatusNotification',
      ['Uploading', 'UploadFailed'],
      () => Promise.resolve({ fileName: 'diagnostics.zip' }),
    );
    const state = await tested.ended(tested.start('LOG-5', { operation: 'get-diagnostics' }));
    expect(state.problem?.parameters).toMatchObject({ status: 'UploadFailed' });
  });

  it('N01 a station that reports nothing ends in time', async () => {
    const point = await tested.foreign('LOG-6');
    point.handle('GetLog', () => Promise.resolve({ status: 'Accepted' }));
    const state = await tested.ended(
      tested.start('LOG-6', { operation: 'get-log', timeoutMs: 100 }),
    );
    expect(state.problem?.code).toBe('operation-transfer-timeout');
  });

  it('a station that leaves ends the CALL, and the operation with it', async () => {
    const point = await tested.foreign('LOG-7');
    point.handle('GetLog', () => new Promise(() => undefined));
    const started = tested.start('LOG-7', { operation: 'get-log' });
    await tested.operation(started, ({ steps }) => steps[1]?.status === 'running');
    const closed = once(point, 'close');
    await point.close({ force: true });
    await closed;
    expect((await tested.ended(started)).problem?.code).toBe('operation-not-connected');
  });

  it('cancelled while the CALL is not answered, it ends at once', async () => {
    const point = await tested.foreign('LOG-8');
    point.handle('GetLog', () => new Promise(() => undefined));
    const started = tested.start('LOG-8', { operation: 'get-log' });
    await tested.operation(started, ({ steps }) => steps[1]?.status === 'running');
    tested.bench.csms.cancelOperation('LOG-8', started.id);
    expect((await tested.ended(started)).status).toBe('cancelled');
  });
});

describe('with an emulated charge point', () => {
  it('N01 GetLog: its security log arrives', async () => {
    const id = await tested.emulated(2);
    const state = await tested.ended(tested.start(id, { operation: 'get-log' }));
    expect(state).toMatchObject({ status: 'succeeded' });
    expect(stepOf(state, 'status-Uploaded').parameters.fileBytes).toBeGreaterThan(0);
  });

  it('L01 SignedUpdateFirmware: it takes firmware of the manufacturer it knows', async () => {
    const id = await tested.emulated(2);
    await tested.ended(
      tested.start(id, {
        operation: 'install-root',
        root: 'bench-manufacturer-rsa',
        certificateType: 'ManufacturerRootCertificate',
      }),
    );
    const state = await tested.ended(
      tested.start(id, { operation: 'update-firmware-signed', file }),
    );
    expect(state).toMatchObject({ status: 'succeeded' });
    expect(codes(state)).toContain('status-SignatureVerified');
  });

  it('TC_045_1 GetDiagnostics: its diagnostics arrive', async () => {
    const id = await tested.emulated(1);
    const state = await tested.ended(tested.start(id, { operation: 'get-diagnostics' }));
    expect(state).toMatchObject({ status: 'succeeded' });
  });
});
