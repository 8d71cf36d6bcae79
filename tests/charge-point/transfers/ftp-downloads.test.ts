/** Downloads over FTP that are cut on the way, and FTP servers that lead where a charge point must not go. */
import { afterEach, describe, expect, it } from 'vitest';
import { type CentralSystem, startCentralSystem } from '../../charge-point/central-system.ts';
import { authorities, openTestDesk, type TestedDesk } from '../../files/support.ts';
import { createTestBench, type TestBench } from '../support.ts';
import { type CuttingNetwork, startCuttingNetwork } from './cutting-network.ts';
import { startFtpDouble } from './file-server.ts';

let bench: TestBench;
let central: CentralSystem;
let desk: TestedDesk | undefined;
const servers: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  await bench.chargePoints.close();
  await central.stop();
  for (const server of servers.splice(0)) await server.stop();
  await desk?.close();
  desk = undefined;
  expect(bench.problems).toEqual([]);
});

async function start(): Promise<void> {
  bench = createTestBench({ authorities });
  central = await startCentralSystem();
  await bench.put('CP-1', { url: central.url, securityProfile: 0 });
  await bench.when('CP-1', ({ registration }) => registration === 'Accepted');
}

async function cutting(port: number, cuts: number[]): Promise<CuttingNetwork> {
  const network = await startCuttingNetwork(port, cuts);
  servers.push(network);
  return network;
}

async function statuses(action: string, count: number): Promise<unknown[]> {
  const told: unknown[] = [];
  while (told.length < count) told.push((await central.next(action)).payload.status);
  return told;
}

const past = '2020-01-01T00:00:00Z';
const content = Buffer.alloc(1_000_000, 'a firmware whose pieces must not be mixed up;');

/** A signed update from our own server through a network that cuts. */
async function updateThrough(cuts: number[]): Promise<CuttingNetwork> {
  await start();
  desk = await openTestDesk();
  const { id } = await desk.firmware(content, 'evse-4.5.6.bin');
  const offer = await desk.offer({ firmware: id, sign: 'rsa-pss', protocols: ['ftp'] });
  const location = new URL(offer.location);
  const network = await cutting(Number(location.port), cuts);
  location.port = String(network.port);
  await central.ask('SignedUpdateFirmware', {
    requestId: 1,
    firmware: {
      location: location.href,
      retrieveDateTime: past,
      signingCertificate: offer.signing?.signingCertificate,
      signature: offer.signing?.signature,
    },
  });
  return network;
}

const restarts = ({ commands }: CuttingNetwork) =>
  commands.filter((line) => line.startsWith('REST ')).map((line) => Number(line.slice(5)));

describe('a download over FTP that is cut', () => {
  it('UpdateFirmware: goes on over FTP where it was cut, as often as it moves on, signature verified', async () => {
    const network = await updateThrough([300_000, 250_000]);
    expect(await statuses('SignedFirmwareStatusNotification', 3)).toEqual([
      'Downloading',
      'Downloaded',
      'SignatureVerified',
    ]);
    expect(Math.max(...restarts(network))).toBeGreaterThan(300_000);
    expect(bench.state('CP-1').transfers[0]).toMatchObject({
      bytes: content.length,
      totalBytes: content.length,
      attempt: 1,
    });
  });

  it('UpdateFirmware: does not mix the file up when the server only says that it restarts', async () => {
    await start();
    const files = { 'f.bin': content.toString('latin1') };
    const server = await startFtpDouble({ files });
    servers.push(server);
    const network = await cutting(server.port, [300_000]);
    await central.ask('UpdateFirmware', {
      location: `ftp://127.0.0.1:${network.port}/f.bin`,
      retrieveDate: past,
    });
    expect(await statuses('FirmwareStatusNotification', 2)).toEqual([
      'Downloading',
      'DownloadFailed',
    ]);
    expect(restarts(network)).toHaveLength(1);
    expect(network.commands.filter((line) => line.startsWith('RETR'))).toHaveLength(1);
    expect(bench.state('CP-1').transfers[0]?.fault).toBe('incomplete');
  });

  it.each([
    ['MDTM', '213 20240101000000', '213 20250101000000'],
    ['SIZE', `213 ${content.length}`, `213 ${content.length + 1}`],
  ])(
    'UpdateFirmware: does not go on with a file that is another one by now (%s)',
    async (verb, before, after) => {
      await start();
      const files = { 'f.bin': content.toString('latin1') };
      const replies: Record<string, string> = { [verb]: before, REST: '350 from there' };
      const server = await startFtpDouble({ files, replies });
      servers.push(server);
      const network = await cutting(server.port, [300_000]);
      network.onCut = () => {
        replies[verb] = after;
      };
      await central.ask('UpdateFirmware', {
        location: `ftp://127.0.0.1:${network.port}/f.bin`,
        retrieveDate: past,
      });
      expect(await statuses('FirmwareStatusNotification', 2)).toEqual([
        'Downloading',
        'DownloadFailed',
      ]);
      expect(network.commands.filter((line) => line.startsWith('RETR'))).toHaveLength(1);
    },
  );
});

describe('security-checklist 27 over FTP', () => {
  it('no data connection goes where clouds keep credentials, whatever PASV says', async () => {
    await start();
    const server = await startFtpDouble({
      files: { 'f.bin': 'a firmware' },
      replies: { EPSV: '500 unknown', PASV: '227 on (169,254,169,254,0,80)' },
    });
    servers.push(server);
    await central.ask('UpdateFirmware', {
      location: `ftp://127.0.0.1:${server.port}/f.bin`,
      retrieveDate: past,
    });
    expect(await statuses('FirmwareStatusNotification', 2)).toEqual([
      'Downloading',
      'DownloadFailed',
    ]);
    expect(server.commands).toContain('PASV');
    expect(server.commands.some((line) => line.startsWith('RETR'))).toBe(false);
  });
});
