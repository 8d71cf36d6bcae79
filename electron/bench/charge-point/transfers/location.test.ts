import { describe, expect, it } from 'vitest';
import { readLocation, shownLocation, uploadTarget } from './location.ts';

describe('a location', () => {
  it('is read with its credentials apart', () => {
    const read = readLocation('ftp://us%40er:p%3Ass@host:2121/a%20b/f.bin');
    expect(read).toMatchObject({
      ok: true,
      location: {
        protocol: 'ftp',
        userName: 'us@er',
        password: 'p:ss',
        shown: 'ftp://host:2121/a%20b/f.bin',
      },
    });
  });

  it.each([
    ['', 'location-invalid'],
    ['host/f.bin', 'location-invalid'],
    ['http://', 'location-invalid'],
    ['ftp://user%0d%0aQUIT@host/f', 'location-invalid'],
    ['http://host/%zz', 'location-invalid'],
    ['sftp://host/f.bin', 'protocol-unsupported'],
    ['file:///etc/passwd', 'protocol-unsupported'],
  ])('%j is none: %s', (text, fault) => {
    expect(readLocation(text)).toEqual({ ok: false, fault });
  });

  it('is shown without credentials, also when it cannot be read', () => {
    expect(shownLocation('sftp://user:secret@host/f.bin')).toBe('sftp://host/f.bin');
    expect(shownLocation('http://user:secret@host/f.bin')).toBe('http://host/f.bin');
  });
});

describe('an upload', () => {
  it.each([
    ['http://h/dir', 'http://h/dir/own.log', 'own.log'],
    ['http://h/dir/', 'http://h/dir/own.log', 'own.log'],
    ['http://h', 'http://h/own.log', 'own.log'],
    ['http://h/dir/given.txt', 'http://h/dir/given.txt', 'given.txt'],
    ['http://h/v1.2', 'http://h/v1.2', 'v1.2'],
    ['http://h/dir?token=1', 'http://h/dir/own.log?token=1', 'own.log'],
  ])('to %s goes to %s', (location, expected, fileName) => {
    const target = uploadTarget(new URL(location), 'own.log');
    expect({ url: target.url.href, fileName: target.fileName }).toEqual({
      url: expected,
      fileName,
    });
  });
});
