import { describe, expect, it } from 'vitest';
import { type ListenerState, listenerConfiguration } from '../../shared/api/csms-contract.ts';
import { connectUrls, phoneUrls, withIdentity } from './connect-urls.ts';

const known = [
  { address: '127.0.0.1', family: 'ipv4' as const, network: 'lo', loopback: true },
  { address: '10.0.0.7', family: 'ipv4' as const, network: 'eth0', loopback: false },
];

const url = (text: string, address: string, network: string, profiles: (0 | 1 | 2 | 3)[]) => ({
  url: text,
  address,
  network,
  securityProfiles: profiles,
});

const listener: ListenerState = {
  id: 'listener-1',
  settings: listenerConfiguration.parse({ port: 9000, securityProfiles: [1, 2] }),
  status: 'listening',
  port: 9000,
  connections: 0,
  urls: [
    url('wss://bench:9000/', 'bench', 'name', [2]),
    url('ws://127.0.0.1:9000/', '127.0.0.1', 'lo', [1]),
    url('wss://127.0.0.1:9000/', '127.0.0.1', 'lo', [2]),
    url('ws://[fe80::1]:9000/', 'fe80::1', 'eth0', [1]),
    url('ws://[2001:db8::7]:9000/', '2001:db8::7', 'eth0', [1]),
    url('ws://10.0.0.7:9000/', '10.0.0.7', 'eth0', [1]),
    url('wss://10.0.0.7:9000/', '10.0.0.7', 'eth0', [2]),
  ],
};

describe('URLs to enter in a charge point', () => {
  it('come with the address a charger can reach first and this computer last', () => {
    expect(connectUrls([listener], 1, known).map(({ address }) => address)).toEqual([
      '10.0.0.7',
      '2001:db8::7',
      'fe80::1',
      '127.0.0.1',
    ]);
  });

  it('are those of the profile only', () => {
    expect(connectUrls([listener], 2, known).map((found) => found.url)).toEqual([
      'wss://10.0.0.7:9000/',
      'wss://bench:9000/',
      'wss://127.0.0.1:9000/',
    ]);
    expect(connectUrls([listener], 3, known)).toEqual([]);
    expect(connectUrls([{ ...listener, status: 'failed' }], 1, known)).toEqual([]);
  });

  it('carry the identity percent-encoded', () => {
    expect(withIdentity('ws://10.0.0.7:9000/', '')).toBe('ws://10.0.0.7:9000/');
    expect(withIdentity('ws://10.0.0.7:9000/', 'A/B 1')).toBe('ws://10.0.0.7:9000/A%2FB%201');
  });

  it('become an address a phone can open', () => {
    expect(phoneUrls(listener, known)).toEqual([
      'http://10.0.0.7:9000/',
      'http://[2001:db8::7]:9000/',
    ]);
    const secure = {
      ...listener,
      settings: { ...listener.settings, securityProfiles: [2 as const] },
    };
    expect(phoneUrls(secure, known)).toEqual(['https://10.0.0.7:9000/']);
  });
});
