/** Keys that a charge point only reports: what they promise is what it does. */
import { X509Certificate } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { readSigningRequest } from '../../electron/bench/pki/read-signing-request.ts';
import { exampleRequest } from '../../shared/ocpp/examples-1.6.ts';
import { signRequest } from '../support/sign-request.ts';
import { type Online, startOnline } from './online.ts';

let online: Online;

afterEach(() => online.stop());

async function value(key: string): Promise<string> {
  const { configurationKey } = await online.ask('GetConfiguration', { key: [key] });
  // The answer was validated against its schema.
  const [found] = configurationKey as { value: string }[];
  return found?.value ?? '';
}

const example = exampleRequest('SetChargingProfile').csChargingProfiles;

const setProfile = (change: object) =>
  online.ask('SetChargingProfile', {
    connectorId: 1,
    csChargingProfiles: { ...example, ...change },
  });

const accepted = { status: 'Accepted' };
const rejected = { status: 'Rejected' };

describe('charging profiles', () => {
  it('ChargeProfileMaxStackLevel: a profile at it is Accepted, above it Rejected', async () => {
    online = await startOnline();
    const highest = Number(await value('ChargeProfileMaxStackLevel'));
    expect(await setProfile({ stackLevel: highest })).toEqual(accepted);
    expect(await setProfile({ stackLevel: highest + 1 })).toEqual(rejected);
  });

  it('ChargingScheduleMaxPeriods: a schedule of so many is Accepted, one more is Rejected', async () => {
    online = await startOnline();
    const most = Number(await value('ChargingScheduleMaxPeriods'));
    const schedule = (length: number) => ({
      chargingSchedule: {
        ...example.chargingSchedule,
        chargingSchedulePeriod: Array.from({ length }, (_period, index) => ({
          startPeriod: index * 60,
          limit: 10,
        })),
      },
    });
    expect(await setProfile(schedule(most))).toEqual(accepted);
    expect(await setProfile(schedule(most + 1))).toEqual(rejected);
  });

  it('MaxChargingProfilesInstalled: so many are Accepted, one more is Rejected', async () => {
    online = await startOnline({ connectors: 4 });
    const most = Number(await value('MaxChargingProfilesInstalled'));
    const answers: unknown[] = [];
    for (let index = 0; index <= most; index += 1) {
      const csChargingProfiles = {
        ...example,
        chargingProfileId: index + 1,
        stackLevel: index % 10,
      };
      const connectorId = Math.floor(index / 10) + 1;
      const { status } = await online.ask('SetChargingProfile', {
        connectorId,
        csChargingProfiles,
      });
      answers.push(status);
    }
    expect(answers).toEqual([...Array.from({ length: most }, () => 'Accepted'), 'Rejected']);
  });

  it('ChargingScheduleAllowedChargingRateUnit: Current and Power, both are Accepted', async () => {
    online = await startOnline();
    expect(await value('ChargingScheduleAllowedChargingRateUnit')).toBe('Current,Power');
    for (const chargingRateUnit of ['A', 'W']) {
      const chargingSchedule = { ...example.chargingSchedule, chargingRateUnit };
      expect(await setProfile({ chargingSchedule })).toEqual(accepted);
      const composite = { connectorId: 1, duration: 60, chargingRateUnit };
      expect(await online.ask('GetCompositeSchedule', composite)).toMatchObject(accepted);
    }
  });
});

describe('what is supported', () => {
  it('SupportedFeatureProfiles: all six, and an action of each is served', async () => {
    online = await startOnline();
    const profiles = (await value('SupportedFeatureProfiles')).split(',');
    const served: Record<string, readonly [action: string, payload: object]> = {
      Core: ['ClearCache', {}],
      FirmwareManagement: ['GetDiagnostics', { location: 'http://127.0.0.1:1/' }],
      LocalAuthListManagement: ['GetLocalListVersion', {}],
      Reservation: ['CancelReservation', { reservationId: 1 }],
      SmartCharging: ['ClearChargingProfile', {}],
      RemoteTrigger: ['TriggerMessage', { requestedMessage: 'Heartbeat' }],
    };
    expect(profiles.toSorted()).toEqual(Object.keys(served).toSorted());
    for (const [action, payload] of Object.values(served)) await online.ask(action, payload);
  });

  it('SupportedFileTransferProtocols: without SFTP, which ends in NotSupportedOperation', async () => {
    online = await startOnline();
    expect(await value('SupportedFileTransferProtocols')).toBe('FTP,FTPS,HTTP,HTTPS');
    const log = { remoteLocation: 'sftp://127.0.0.1:1/' };
    await online.ask('GetLog', { log, logType: 'SecurityLog', requestId: 1 });
    await online.central.next(
      'LogStatusNotification',
      ({ status }) => status === 'NotSupportedOperation',
    );
  });
});

describe('certificates', () => {
  it('CertificateSignedMaxChainSize: a chain of so many characters is read, a longer one gets a CALLERROR', async () => {
    online = await startOnline();
    const most = Number(await value('CertificateSignedMaxChainSize'));
    const send = (length: number) =>
      online.central.call('CertificateSigned', { certificateChain: 'x'.repeat(length) });
    expect(await send(most)).toMatchObject({ outcome: 'result', payload: rejected });
    expect(await send(most + 1)).toMatchObject({
      outcome: 'error',
      error: { code: 'PropertyConstraintViolation' },
    });
  });

  it('A00.FR.507 A02.FR.05 A02.FR.13 A03.FR.05 A03.FR.13 SignCertificate, CpoName: O of the request is the name, in PEM, without the private key', async () => {
    online = await startOnline();
    await online.configure({ CpoName: 'Another Operator' });
    online.central.answers.set('SignCertificate', () => ({ kind: 'result', payload: accepted }));
    await online.ask('ExtendedTriggerMessage', { requestedMessage: 'SignChargePointCertificate' });
    const { payload } = await online.central.next('SignCertificate');
    const request = readSigningRequest(String(payload.csr)).request ?? expect.fail('unreadable');
    expect(request.view.subject.attributes).toContainEqual(
      expect.objectContaining({ name: 'O', value: 'Another Operator' }),
    );
    const certificateChain = await signRequest(online.bench.authorities, payload.csr, {
      organisation: 'Another Operator',
      commonName: 'CP-1',
    });
    expect(await online.ask('CertificateSigned', { certificateChain })).toEqual(accepted);
    const { publicKey } = new X509Certificate(certificateChain);
    expect(publicKey.export({ type: 'spki', format: 'der' })).toEqual(
      Buffer.from(request.publicKeyDer),
    );
    await online.ask('GetConfiguration');
    const sent = online.central.csms.recorder.of('message').map(({ text }) => text);
    expect(sent.join('\n')).toContain('BEGIN CERTIFICATE REQUEST');
    expect(sent.join('\n')).not.toContain('PRIVATE KEY');
  });
});

describe('the lights', () => {
  it('BlinkRepeat: so often they blink when a transaction starts and when it stops, with 0 not at all', async () => {
    online = await startOnline({ connectors: 2 });
    expect(online.bench.state('CP-1').light).not.toHaveProperty('signal');
    await online.configure({ BlinkRepeat: 7 });
    await online.charge(2);
    const { light } = online.bench.state('CP-1');
    const started = { connectorId: 2, times: 7, because: 'transaction-started' };
    expect(light.signal).toMatchObject(started);
    await online.configure({ BlinkRepeat: 2 });
    await online.outcome({ action: 'unplug', connectorId: 2 });
    const stopped = { connectorId: 2, times: 2, because: 'transaction-stopped' };
    expect(online.bench.state('CP-1').light.signal).toMatchObject(stopped);
    await online.configure({ BlinkRepeat: 0 });
    await online.charge(1);
    expect(online.bench.state('CP-1').light.signal).toMatchObject(stopped);
  });

  it('LightIntensity: so bright they are from then on, and whoever looks is told', async () => {
    online = await startOnline();
    expect(online.bench.state('CP-1').light).toEqual({ intensityPercent: 80 });
    const dimmed = online.bench.when('CP-1', ({ light }) => light.intensityPercent === 35);
    await online.configure({ LightIntensity: 35 });
    expect((await dimmed).light).toEqual({ intensityPercent: 35 });
  });
});
