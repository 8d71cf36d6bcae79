import { createServer } from 'node:net';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { machineAddresses } from './addresses.ts';
import { listeningInodes, parseLsof } from './port-holder.ts';
import { checkReachability, lowPortCommand, parseFirewall } from './reachability.ts';

function address(text: string, family: 'IPv4' | 'IPv6', internal: boolean) {
  const base = { address: text, netmask: '', mac: '', internal, cidr: null };
  return family === 'IPv4' ? { ...base, family } : { ...base, family, scopeid: 0 };
}

describe('addresses of this machine', () => {
  it('puts what a charger can reach first and leaves link-local ones out', () => {
    const found = machineAddresses({
      lo: [address('127.0.0.1', 'IPv4', true), address('::1', 'IPv6', true)],
      eth0: [
        address('fe80::1', 'IPv6', false),
        address('fd00::2', 'IPv6', false),
        address('192.0.2.5', 'IPv4', false),
      ],
    });
    expect(found.map((one) => one.address)).toEqual(['192.0.2.5', 'fd00::2', '127.0.0.1', '::1']);
  });
});

describe('can the charger reach me?', () => {
  it('S5 names the program that holds a taken port', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen({ host: '::', port: 0 }, resolve));
    const bound = server.address();
    if (bound === null || typeof bound === 'string') throw new Error('no TCP address');
    const found = await checkReachability(bound.port, false);
    server.close();
    expect(found).toMatchObject({ status: 'taken', problem: { code: 'port-in-use' } });
    if (process.platform !== 'linux') return;
    expect(found.holder).toEqual({ pid: process.pid, name: basename(process.execPath) });
  });

  it('says that a port is ours without touching it', async () => {
    expect(await checkReachability(9000, true)).toMatchObject({ status: 'listening' });
  });

  it('finds the listening sockets of a port in the table of the kernel', () => {
    const line = (port: string, state: string, inode: string) =>
      `   0: 00000000:${port} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000 0 0 ${inode} 1`;
    const table = ['  sl  local_address', line('2328', '0A', '41'), line('2328', '01', '42')];
    expect(listeningInodes(table.join('\n'), 9000)).toEqual(['41']);
    expect(listeningInodes(table.join('\n'), 9001)).toEqual([]);
  });

  it('reads lsof', () => {
    expect(parseLsof('p123\ncnode\n')).toEqual({ pid: 123, name: 'node' });
    expect(parseLsof('')).toBeUndefined();
  });

  it('reads what PowerShell says of the firewall and gives the command that opens it', () => {
    const blocked = parseFirewall('Public 1 0\r\n', 9000, 'C:\\node.exe');
    expect(blocked).toMatchObject({ network: 'Public', blocked: true });
    expect(blocked?.command).toContain('-LocalPort 9000');
    expect(parseFirewall('Private 0 1\r\n', 9000, 'node.exe')?.blocked).toBe(false);
    expect(parseFirewall('', 9000, 'node.exe')).toBeUndefined();
  });

  it('names the right that is missing for a low port', () => {
    expect(lowPortCommand('linux', '/opt/node')).toContain('cap_net_bind_service');
    expect(lowPortCommand('darwin', '/opt/node')).toBeUndefined();
  });
});
