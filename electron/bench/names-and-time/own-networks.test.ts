import { describe, expect, it } from 'vitest';
import {
  addressesAt,
  isNeighbour,
  type OwnAddress,
  ownAddresses,
  placesOf,
  plainAddress,
} from './own-networks.ts';

const own: OwnAddress[] = [
  { address: '127.0.0.1', family: 'ipv4', network: 'lo', loopback: true, prefixBits: 8 },
  { address: '192.168.7.1', family: 'ipv4', network: 'eth0', loopback: false, prefixBits: 24 },
  { address: 'fd00::1', family: 'ipv6', network: 'eth0', loopback: false, prefixBits: 64 },
  { address: 'fe80::1', family: 'ipv6', network: 'eth0', loopback: false, prefixBits: 64 },
  { address: '10.0.0.9', family: 'ipv4', network: 'wlan0', loopback: false, prefixBits: 16 },
];

describe('neighbours', () => {
  it.each([
    ['127.0.0.53', true],
    ['192.168.7.20', true],
    ['192.168.8.20', false],
    ['10.0.200.1', true],
    ['8.8.8.8', false],
    ['fd00::20', true],
    ['fe80::20', true],
    ['2001:db8::1', false],
  ])('%s: %s', (address, expected) => expect(isNeighbour(address, own)).toBe(expected));
});

describe('places', () => {
  it('are all addresses but link-local IPv6, those of IPv4, or the one that is named', () => {
    const addresses = (host: string) => placesOf(host, own).map(({ address }) => address);
    expect(addresses('::')).toEqual(['127.0.0.1', '192.168.7.1', 'fd00::1', '10.0.0.9']);
    expect(addresses('0.0.0.0')).toEqual(['127.0.0.1', '192.168.7.1', '10.0.0.9']);
    expect(addresses('192.168.7.1')).toEqual(['192.168.7.1']);
    expect(addresses('192.0.2.99')).toEqual(['192.0.2.99']);
  });

  it('lead to the bench by their own address; over IPv6 also by the IPv4 one of the same interface', () => {
    expect(addressesAt({ address: '192.168.7.1', network: 'eth0' }, own)).toEqual(['192.168.7.1']);
    expect(addressesAt({ address: 'fd00::1', network: 'eth0' }, own)).toEqual([
      'fd00::1',
      '192.168.7.1',
    ]);
  });
});

it('addresses of this machine have their network', () => {
  const loopback = ownAddresses().find(({ address }) => address === '127.0.0.1');
  expect(loopback).toMatchObject({ loopback: true, prefixBits: 8 });
});

it('plain addresses have neither zone nor the mark of a dual-stack socket', () => {
  expect(plainAddress('::ffff:192.0.2.1')).toBe('192.0.2.1');
  expect(plainAddress('fe80::1%eth0')).toBe('fe80::1');
});
