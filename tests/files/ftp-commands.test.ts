/** The FTP server word by word: every command, every refusal, and input that no client should send. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  drain,
  openTestDesk,
  pathOf,
  portOf,
  type RawFtp,
  rawFtp,
  speakFtp,
  type TestedDesk,
} from './support.ts';

const content = Buffer.from('0123456789'.repeat(1000));
let tested: TestedDesk;
let firmware: string;
const opened: RawFtp[] = [];

beforeAll(async () => {
  tested = await openTestDesk();
  firmware = (await tested.firmware(content)).id;
});
afterEach(() => {
  for (const ftp of opened.splice(0)) ftp.close();
});
afterAll(async () => {
  await tested.close();
  expect(tested.errors).toEqual([]);
});

async function open(port: number): Promise<RawFtp> {
  const ftp = await rawFtp(port);
  opened.push(ftp);
  return ftp;
}

async function offered(request: object = {}) {
  const { location, transfer } = await tested.offer({ firmware, protocols: ['ftp'], ...request });
  const ftp = await open(portOf(location));
  await ftp.logIn(location);
  return { ftp, location, path: pathOf(location), id: transfer.id };
}

async function asked(request: object = {}) {
  const { location, transfer } = await tested.ask({ protocols: ['ftp'], ...request });
  const ftp = await open(portOf(location));
  await ftp.logIn(location);
  return { ftp, location, folder: pathOf(location), id: transfer.id };
}

async function store(ftp: RawFtp, command: string, bytes: string | Uint8Array): Promise<string> {
  const data = connect(await ftp.passive(), '127.0.0.1');
  data.on('error', () => undefined);
  expect(await ftp.say(command)).toMatch(/^150/);
  data.end(bytes);
  return ftp.reply();
}

describe('commands without data', () => {
  it.each([
    ['SYST', /^215 UNIX/],
    ['NOOP', /^200/],
    ['FEAT', /^211-[\s\S]* UTF8\n[\s\S]*211 End$/],
    ['HELP', /^214-[\s\S]*RETR[\s\S]*214/],
    ['STAT', /^211/],
    ['TYPE I', /^200/],
    ['TYPE A', /^200/],
    ['type l 8', /^200/],
    ['TYPE E', /^504/],
    ['TYPE', /^501/],
    ['MODE S', /^200/],
    ['MODE B', /^504/],
    ['STRU F', /^200/],
    ['STRU P', /^504/],
    ['OPTS UTF8 ON', /^200/],
    ['OPTS NOTHING', /^501/],
    ['ALLO 100', /^202/],
    ['PWD', /^257 "\/"$/],
    ['CWD /nowhere', /^550/],
    ['CDUP', /^250/],
    ['SIZE nothing', /^550/],
    ['MDTM nothing', /^550/],
    ['MLST nothing', /^550/],
    ['REST 100', /^350/],
    ['REST -1', /^501/],
    ['REST abc', /^501/],
    ['DELE firmware.bin', /^550/],
    ['RMD folder', /^550/],
    ['MKD folder', /^550/],
    ['RNFR firmware.bin', /^550/],
    ['RNTO other', /^550/],
    ['SITE CHMOD 777 x', /^550/],
    ['STOU', /^502/],
    ['PORT 127,0,0,1,1,1', /^502 Active mode is not offered/],
    ['EPRT |1|127.0.0.1|257|', /^502 Active mode is not offered/],
    ['EPSV 2', /^522/],
    ['PBSZ 0', /^503/],
    ['PROT P', /^503/],
    ['AUTH KERBEROS', /^504/],
    ['RETR nothing', /^550/],
    ['LIST /nowhere', /^550/],
    ['ABOR', /^226/],
    ['XYZZY', /^502/],
    ['QUIT', /^221/],
  ])('%s', async (line, expected) => {
    const { ftp } = await offered();
    expect(await ftp.say(line)).toMatch(expected);
  });

  it.each([
    'PWD',
    'CWD /',
    'PASV',
    'EPSV',
    'LIST',
    'RETR x',
    'STOR x',
    'SIZE x',
    'REST 1',
    'DELE x',
  ])('%s before the login is 530', async (line) => {
    const { location } = await tested.offer({ firmware, protocols: ['ftp'] });
    const ftp = await open(portOf(location));
    expect(await ftp.say(line)).toMatch(/^530/);
  });

  it('MDTM, SIZE and MLST tell of the file', async () => {
    const { ftp, path } = await offered();
    expect(await ftp.say(`SIZE ${path}`)).toBe('213 10000');
    expect(await ftp.say(`MDTM ${path}`)).toMatch(/^213 20\d{12}$/);
    expect(await ftp.say(`MLST ${path}`)).toMatch(
      /type=file;size=10000;modify=20\d{12}; firmware.bin/,
    );
  });
});

describe('the login', () => {
  it('takes three wrong passwords, then ends', async () => {
    const { location } = await tested.offer({ firmware, protocols: ['ftp'] });
    const ftp = await open(portOf(location));
    for (const expected of [/^530/, /^530/, /^421/]) {
      await ftp.say(`USER ${new URL(location).username}`);
      expect(await ftp.say('PASS wrong')).toMatch(expected);
    }
    await expect(ftp.reply()).rejects.toThrow('ended');
  });

  it('wants USER before PASS, and a right user', async () => {
    const { location } = await tested.offer({ firmware, protocols: ['ftp'] });
    const { username, password } = new URL(location);
    const ftp = await open(portOf(location));
    expect(await ftp.say(`PASS ${password}`)).toMatch(/^503/);
    await ftp.say(`USER ${username}x`);
    expect(await ftp.say(`PASS ${password}`)).toMatch(/^530/);
  });

  it('lets nobody in as anonymous unless a transfer asks for no login', async () => {
    const alone = await openTestDesk();
    const { id } = await alone.firmware(content);
    const closed = await alone.offer({ firmware: id, protocols: ['ftp'] });
    const ftp = await open(portOf(closed.location));
    await ftp.say('USER anonymous');
    expect(await ftp.say('PASS me@')).toMatch(/^530/);
    const free = await alone.offer({ firmware: id, protocols: ['ftp'], credentials: 'never' });
    expect(new URL(free.location).username).toBe('');
    await ftp.logIn(free.location);
    expect(await ftp.say(`SIZE ${pathOf(free.location)}`)).toBe('213 10000');
    // The other transfer stays out of sight, even for who knows its folder.
    expect(await ftp.say(`SIZE ${pathOf(closed.location)}`)).toMatch(/^550/);
    await alone.close();
  });

  it('takes any password where the URL has none, and finds a transfer without its folder', async () => {
    const { location } = await tested.offer({
      ...{ firmware, protocols: ['ftp'] },
      omit: ['password', 'path'],
    });
    expect(location).toMatch(/^ftp:\/\/[a-z0-9]+@127\.0\.0\.1:\d+\/firmware\.bin$/);
    const ftp = await open(portOf(location));
    await ftp.say(`USER ${new URL(location).username}`);
    expect(await ftp.say('PASS anything')).toMatch(/^230/);
    expect(await ftp.say('SIZE firmware.bin')).toBe('213 10000');
  });

  it('expires with the transfer', async () => {
    let nowMs = Date.now();
    const clocked = await openTestDesk({}, { nowMs: () => nowMs });
    const { id } = await clocked.firmware(content);
    const { location, transfer } = await clocked.offer({
      ...{ firmware: id, protocols: ['ftp'], expiryMinutes: 5 },
    });
    const ftp = await open(portOf(location));
    await ftp.logIn(location);
    nowMs += 5 * 60_000;
    expect(await ftp.say(`SIZE ${pathOf(location)}`)).toMatch(/^550/);
    expect(clocked.stateOf(transfer.id).status).toBe('expired');
    await clocked.close();
  });
});

describe('folders', () => {
  it.each([
    '/../../../etc/passwd',
    '../../etc/passwd',
    '/%2e%2e/etc/passwd',
    '/..\\..\\etc\\passwd',
    '/etc/passwd',
  ])('RETR and SIZE %s lead nowhere', async (path) => {
    const { ftp } = await offered();
    await ftp.passive();
    expect(await ftp.say(`RETR ${path}`)).toMatch(/^550/);
    expect(await ftp.say(`SIZE ${path}`)).toMatch(/^550/);
    expect(await ftp.say(`CWD ${path}`)).toMatch(/^550/);
  });

  it('.. at the top stays there, and no folder of others is listed', async () => {
    const { ftp, path } = await offered();
    expect(await ftp.say(`CWD ${path.replace(/[^/]*$/, '')}`)).toMatch(/^250/);
    expect(await ftp.say('SIZE firmware.bin')).toMatch(/^213/);
    await ftp.say('CDUP');
    await ftp.say('CDUP');
    expect(await ftp.say('PWD')).toBe('257 "/"');
    const port = await ftp.passive();
    const data = drain(port);
    expect(await ftp.say('NLST')).toMatch(/^150/);
    expect(await ftp.reply()).toMatch(/^226/);
    expect((await data).toString()).toBe('');
  });

  it('names keep case, spaces and script', async () => {
    const { ftp, folder, id } = await asked();
    const name = 'Log  ÄÖÜ 日本 (1).TXT';
    expect(await store(ftp, `STOR ${folder}${name}`, 'x')).toMatch(/^226/);
    expect(await store(ftp, `STOR ${folder}${name.toLowerCase()}`, 'yy')).toMatch(/^226/);
    expect(tested.stateOf(id).files.map(({ name: given, bytes }) => [given, bytes])).toEqual([
      [name, 1],
      [name.toLowerCase(), 2],
    ]);
  });

  it.each(['sub/log.txt', '../log.txt', '/log.txt', 'a\\b.txt', 'x'.repeat(256)])(
    'STOR %s is refused',
    async (name) => {
      const { ftp, folder, id } = await asked();
      await ftp.say(`CWD ${folder}`);
      await ftp.passive();
      const answer = await ftp.say(`STOR ${name}`);
      // With a name that only fails as a name, the data connection is asked for first.
      if (answer.startsWith('150')) ftp.close();
      else expect(answer).toMatch(/^55[03]/);
      expect(tested.stateOf(id).files).toEqual([]);
    },
  );

  it('STOR into a download and RETR from an upload are refused', async () => {
    const download = await offered();
    await download.ftp.passive();
    expect(await download.ftp.say(`STOR ${download.path}`)).toMatch(/^550/);
    const upload = await asked();
    await store(upload.ftp, `STOR ${upload.folder}a.log`, 'abc');
    await upload.ftp.passive();
    expect(await upload.ftp.say(`RETR ${upload.folder}a.log`)).toMatch(/^550/);
  });
});

describe('input that no client should send', () => {
  it('commands arrive letter by letter, and several in one packet are answered in order', async () => {
    const { ftp, path } = await offered();
    for (const letter of 'NOOP') ftp.write(letter);
    expect(await ftp.say('')).toMatch(/^200/);
    ftp.write(`SYST\r\nPWD\r\nSIZE ${path}\r\nNOOP\r\n`);
    expect([await ftp.reply(), await ftp.reply(), await ftp.reply(), await ftp.reply()]).toEqual([
      expect.stringMatching(/^215/),
      expect.stringMatching(/^257/),
      '213 10000',
      expect.stringMatching(/^200/),
    ]);
  });

  it('a line without end is bounded, refused once, and the next one works', async () => {
    const { ftp } = await offered();
    ftp.write('A'.repeat(1_000_000));
    ftp.write('\r\n');
    expect(await ftp.reply()).toMatch(/^500 Line too long/);
    expect(await ftp.say('NOOP')).toMatch(/^200/);
  });

  it.each([
    ['a carriage return inside', 'CWD /\rDELE x\r\n'],
    ['a NUL', 'CWD /\0x\r\n'],
    ['an escape', 'SIZE \u001b[31m\r\n'],
    ['nothing', '\r\n'],
    ['a number', '12345\r\n'],
    ['HTTP', 'GET\t/ HTTP/1.1\r\n'],
  ])('%s is no command', async (_, line) => {
    const { ftp } = await offered();
    ftp.write(line);
    expect(await ftp.reply()).toMatch(/^500/);
    expect(await ftp.say('NOOP')).toMatch(/^200/);
  });

  it('bytes that are no UTF-8 are read as Latin-1', async () => {
    const { ftp, folder, id } = await asked();
    await ftp.say(`CWD ${folder}`);
    const data = connect(await ftp.passive(), '127.0.0.1');
    ftp.write(
      Buffer.concat([Buffer.from('STOR gr'), Buffer.from([0xf6]), Buffer.from('n.log\r\n')]),
    );
    expect(await ftp.reply()).toMatch(/^150/);
    data.end('x');
    await ftp.reply();
    expect(tested.stateOf(id).files[0]?.name).toBe('grön.log');
  });

  it('a thousand commands at once are all answered', async () => {
    const { ftp } = await offered();
    ftp.write('NOOP\r\n'.repeat(1000));
    for (let count = 0; count < 1000; count += 1) expect(await ftp.reply()).toMatch(/^200/);
  });
});

describe('data connections', () => {
  it('RETR without PASV is 425', async () => {
    const { ftp, path } = await offered();
    expect(await ftp.say(`RETR ${path}`)).toMatch(/^425/);
  });

  it('REST beyond the end is 554, at the end sends nothing', async () => {
    const { ftp, path } = await offered();
    await ftp.passive();
    await ftp.say('REST 10001');
    expect(await ftp.say(`RETR ${path}`)).toMatch(/^554/);
    const data = drain(await ftp.passive());
    await ftp.say('REST 10000');
    expect(await ftp.say(`RETR ${path}`)).toMatch(/^150/);
    expect(await ftp.reply()).toMatch(/^226/);
    expect((await data).length).toBe(0);
  });

  it('REST holds for one transfer only', async () => {
    const { ftp, path } = await offered();
    await ftp.say('REST 9990');
    for (const bytes of [10, 10_000]) {
      const data = drain(await ftp.passive());
      await ftp.say(`RETR ${path}`);
      await ftp.reply();
      expect((await data).length).toBe(bytes);
    }
  });

  it('PASV answers the address of the interface, or the one that is set', async () => {
    const { ftp } = await offered();
    expect(await ftp.say('PASV')).toMatch(/\(127,0,0,1,/);
    await tested.change({ passiveAddress: '203.0.113.7' });
    expect(await ftp.say('PASV')).toMatch(/\(203,0,113,7,/);
    await tested.change({ passiveAddress: '' });
  });

  it('takes ports of the range, and says when none is free', async () => {
    const spare = await open(
      portOf((await tested.offer({ firmware, protocols: ['ftp'] })).location),
    );
    spare.close();
    const { ftp } = await offered();
    // A port that was free a moment ago.
    const free = await ftp.passive();
    await ftp.say('ABOR');
    await tested.change({ passiveFrom: free, passiveTo: free });
    expect(await ftp.passive()).toBe(free);
    const { ftp: second } = await offered();
    expect(await second.say('EPSV')).toMatch(/^425/);
    await tested.change({ passiveFrom: 0, passiveTo: 0 });
  });

  it('EPSV ALL rules out PASV', async () => {
    const { ftp } = await offered();
    expect(await ftp.say('EPSV ALL')).toMatch(/^200/);
    expect(await ftp.say('PASV')).toMatch(/^503/);
    expect(await ftp.say('EPSV')).toMatch(/^229 .*\(\|\|\|\d+\|\)/);
    expect(await ftp.say('EPSV 1')).toMatch(/^229/);
  });

  it('a connection from another address is turned away, the right one still comes through', async () => {
    const { ftp, path } = await offered();
    const port = await ftp.passive();
    const stranger = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.9' });
    stranger.on('error', () => undefined);
    stranger.resume();
    await once(stranger, 'close');
    const data = drain(port);
    await ftp.say(`RETR ${path}`);
    expect(await ftp.reply()).toMatch(/^226/);
    expect((await data).equals(content)).toBe(true);
  });

  it('ABOR ends a running transfer: 426, then 226, and the session goes on', async () => {
    const { ftp, folder, id } = await asked();
    const data = connect(await ftp.passive(), '127.0.0.1');
    data.on('error', () => undefined);
    await ftp.say(`STOR ${folder}long.log`);
    data.write('half');
    await tested.until(id, ({ bytes }) => bytes === 4);
    // As Telnet has it: IAC IP, IAC DM, then the command.
    ftp.write(Buffer.concat([Buffer.from([0xff, 0xf4, 0xff, 0xf2]), Buffer.from('ABOR\r\n')]));
    expect(await ftp.reply()).toMatch(/^426/);
    expect(await ftp.reply()).toMatch(/^226/);
    expect(tested.stateOf(id)).toMatchObject({
      status: 'failed',
      problem: { code: 'transfer-aborted' },
      bytes: 4,
    });
    expect(await store(ftp, `APPE ${folder}long.log`, ' and half')).toMatch(/^226/);
    expect((await tested.receivedOf(id)).toString()).toBe('half and half');
  });

  it('a control connection that breaks ends its transfer', async () => {
    const { ftp, folder, id } = await asked();
    const data = connect(await ftp.passive(), '127.0.0.1');
    data.on('error', () => undefined);
    await ftp.say(`STOR ${folder}x.log`);
    data.write('x');
    await tested.until(id, ({ status }) => status === 'running');
    ftp.close();
    await tested.until(id, ({ status }) => status === 'failed');
  });
});

describe('limits', () => {
  it('an upload above its limit is 552 and thrown away', async () => {
    const { ftp, folder, id } = await asked({ maxBytes: 1000 });
    expect(await store(ftp, `STOR ${folder}a.log`, Buffer.alloc(600))).toMatch(/^226/);
    // All files of a transfer count together.
    expect(await store(ftp, `STOR ${folder}b.log`, Buffer.alloc(600))).toMatch(/^552/);
    expect(tested.stateOf(id)).toMatchObject({
      status: 'failed',
      problem: { code: 'transfer-too-large' },
      files: [{ name: 'a.log' }],
    });
  });

  it('a file that is being written is 450 for others', async () => {
    const { ftp, folder, id, location } = await asked();
    const data = connect(await ftp.passive(), '127.0.0.1');
    await ftp.say(`STOR ${folder}a.log`);
    data.write('x');
    await tested.until(id, ({ bytes }) => bytes === 1);
    const other = await open(portOf(location));
    await other.logIn(location);
    expect(await store(other, `STOR ${folder}a.log`, 'yyy')).toMatch(/^450/);
    data.end();
    expect(await ftp.reply()).toMatch(/^226/);
    expect((await tested.receivedOf(id)).toString()).toBe('x');
  });

  it('more connections than allowed are not served', async () => {
    const small = await openTestDesk({ maxConnections: 1 });
    const { id } = await small.firmware(content);
    const { location } = await small.offer({ firmware: id, protocols: ['ftp'] });
    await open(portOf(location));
    const second = connect(portOf(location), '127.0.0.1');
    second.on('error', () => undefined);
    second.resume();
    await once(second, 'close');
    await small.close();
  });

  it('who says nothing is told so and left', async () => {
    const hasty = await openTestDesk({ idleTimeoutS: 1 });
    const { id } = await hasty.firmware(content);
    const { location } = await hasty.offer({ firmware: id, protocols: ['ftp'] });
    const ftp = await open(portOf(location));
    expect(await ftp.reply()).toMatch(/^421/);
    await expect(ftp.reply()).rejects.toThrow('ended');
    await hasty.close();
  });

  it('an upload that stops moving fails as idle', async () => {
    const hasty = await openTestDesk({ idleTimeoutS: 1 });
    const { location, transfer } = await hasty.ask({ protocols: ['ftp'] });
    const ftp = await open(portOf(location));
    await ftp.logIn(location);
    const data = connect(await ftp.passive(), '127.0.0.1');
    data.on('error', () => undefined);
    await ftp.say(`STOR ${pathOf(location)}a.log`);
    data.write('x');
    expect(await ftp.reply()).toMatch(/^426/);
    expect(hasty.stateOf(transfer.id).problem?.code).toBe('transfer-idle-timeout');
    await hasty.close();
  });
});

describe('TLS', () => {
  async function secured(ftp: RawFtp): Promise<RawFtp> {
    ftp.socket.removeAllListeners('data');
    const socket: TLSSocket = connectTls({ socket: ftp.socket, rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const inner = speakFtp(socket);
    opened.push(inner);
    return inner;
  }

  it('what was sent in clear behind AUTH is forgotten, and so is the login', async () => {
    const { ftp, path } = await offered({ protocols: ['ftp', 'ftps'] });
    ftp.write(`AUTH TLS\r\nSIZE ${path}\r\n`);
    expect(await ftp.reply()).toMatch(/^234/);
    const inner = await secured(ftp);
    expect(await inner.say('NOOP')).toMatch(/^200/);
    expect(await inner.say(`SIZE ${path}`)).toMatch(/^530/);
    expect(await inner.say('AUTH TLS')).toMatch(/^503/);
    expect(await inner.say('PROT P')).toMatch(/^503/);
    expect(await inner.say('PBSZ 0')).toMatch(/^200/);
    expect(await inner.say('PROT S')).toMatch(/^536/);
    expect(await inner.say('PROT X')).toMatch(/^504/);
    expect(await inner.say('PROT C')).toMatch(/^200/);
    expect(await inner.say('PROT P')).toMatch(/^200/);
    expect(await inner.say('CCC')).toMatch(/^534/);
  });

  it('a transfer of ftps only does not open in clear', async () => {
    const { location } = await tested.offer({ firmware, protocols: ['ftps'] });
    const ftp = await open(portOf(location));
    await expect(ftp.logIn(location)).rejects.toThrow('530');
    expect(await ftp.say('AUTH TLS')).toMatch(/^234/);
    const inner = await secured(ftp);
    await inner.logIn(location);
    expect(await inner.say(`SIZE ${pathOf(location)}`)).toBe('213 10000');
  });

  it('garbage instead of a ClientHello ends the connection and nothing else', async () => {
    const { location } = await tested.offer({ firmware, protocols: ['ftps-implicit'] });
    const socket = connect(portOf(location), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('USER anonymous\r\n');
    socket.resume();
    await once(socket, 'close');
    const { ftp } = await offered();
    await ftp.say('AUTH TLS');
    ftp.write('no TLS at all, and long enough to be read\r\n');
    await once(ftp.socket, 'close');
  });
});
