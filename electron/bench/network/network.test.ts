import net from 'node:net';
import { describe, expect, it } from 'vitest';
import { machineAddresses } from './addresses.ts';
import { listeningInodes, parseLsof, portHolder } from './port-holder.ts';
import { checkReachability, lowPortCommand, parseFirewall } from './reachability.ts';

function listenOn(host: string): Promise<{ port: number; close(): Promise<void> }> {
  const server = net.createServer();
  return new Promise((resolve) => {
    server.listen(0, host, () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      const close = () => new Promise<void>((closed) => server.close(() => closed()));
      resolve({ port, close });
    });
  });
}

describe('addresses of the machine', () => {
  const entry = { netmask: '', mac: '', cidr: null };
  it('the best for a charger first, link-local IPv6 left out', () => {
    const addresses = machineAddresses({
      lo: [
        { ...entry, address: '::1', family: 'IPv6', internal: true, scopeid: 0 },
        { ...entry, address: '127.0.0.1', family: 'IPv4', internal: true },
      ],
      eth0: [
        { ...entry, address: 'fe80::1', family: 'IPv6', internal: false, scopeid: 2 },
        { ...entry, address: '2001:db8::1', family: 'IPv6', internal: false, scopeid: 0 },
        { ...entry, address: '192.0.2.1', family: 'IPv4', internal: false },
      ],
    });
    expect(addresses.map(({ address }) => address)).toEqual([
      '192.0.2.1',
      '2001:db8::1',
      '127.0.0.1',
      '::1',
    ]);
    expect(addresses[0]).toMatchObject({ network: 'eth0', loopback: false });
  });
});

describe('who holds a port', () => {
  it('reads sockets that listen out of the table of Linux', () => {
    const table = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:2328 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1',
      '   1: 0100007F:2328 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 4712 1',
      '   2: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1',
    ].join('\n');
    expect(listeningInodes(table, 9000)).toEqual(['4711']);
    expect(listeningInodes(table, 1)).toEqual([]);
  });

  it('reads lsof', () => {
    expect(parseLsof('p4711\ncnginx\nf6\n')).toEqual({ pid: 4711, name: 'nginx' });
    expect(parseLsof('')).toBeUndefined();
  });

  it.skipIf(process.platform !== 'linux')('finds this very process', async () => {
    const { port, close } = await listenOn('127.0.0.1');
    expect(await portHolder(port)).toMatchObject({ pid: process.pid });
    await close();
    expect(await portHolder(port)).toBeUndefined();
  });
});

describe('can the charger reach me', () => {
  it('a port of ours, a free one, a taken one', async () => {
    const { port, close } = await listenOn('127.0.0.1');
    expect(await checkReachability(port, true)).toMatchObject({ port, status: 'listening' });
    expect(await checkReachability(port, false)).toMatchObject({
      status: 'taken',
      problem: { code: 'port-in-use', parameters: { port } },
    });
    await close();
    expect(await checkReachability(port, false)).toMatchObject({ status: 'free' });
  });

  it('says how to get a low port', () => {
    expect(lowPortCommand('linux', '/opt/node')).toContain('setcap');
    expect(lowPortCommand('win32', 'node.exe')).toContain('excludedportrange');
  });

  it('reads the firewall of Windows', () => {
    expect(parseFirewall('Public 1 0\r\n', 9000, 'C:\\node.exe')).toMatchObject({
      network: 'Public',
      blocked: true,
      command: expect.stringContaining('-LocalPort 9000'),
    });
    expect(parseFirewall('Public 1 0', 53, 'x', 'udp')?.command).toContain('-Protocol UDP');
    expect(parseFirewall('Private 0 1', 9000, 'x')?.blocked).toBe(false);
    expect(parseFirewall('Private 0 0', 9000, 'x')?.blocked).toBe(true);
    expect(parseFirewall('no such command', 9000, 'x')).toBeUndefined();
  });
});
