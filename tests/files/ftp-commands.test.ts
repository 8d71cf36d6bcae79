/** The FTP server word by word: every command, every refusal, and input that no client should send. */
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { content, ftpOfEachTest } from './ftp-of-each-test.ts';
import { drain, openTestDesk, pathOf, portOf } from './support.ts';

const desk = ftpOfEachTest();
const { asked, offered, open, store } = desk;

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
    const { location } = await desk.tested.offer({ firmware: desk.firmware, protocols: ['ftp'] });
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
    const { location } = await desk.tested.offer({ firmware: desk.firmware, protocols: ['ftp'] });
    const ftp = await open(portOf(location));
    for (const expected of [/^530/, /^530/, /^421/]) {
      await ftp.say(`USER ${new URL(location).username}`);
      expect(await ftp.say('PASS wrong')).toMatch(expected);
    }
    await expect(ftp.reply()).rejects.toThrow('ended');
  });

  it('wants USER before PASS, and a right user', async () => {
    const { location } = await desk.tested.offer({ firmware: desk.firmware, protocols: ['ftp'] });
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
    const { location } = await desk.tested.offer({
      firmware: desk.firmware,
      protocols: ['ftp'],
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
    expect(desk.tested.stateOf(id).files.map(({ name: given, bytes }) => [given, bytes])).toEqual([
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
      expect(desk.tested.stateOf(id).files).toEqual([]);
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
    expect(desk.tested.stateOf(id).files[0]?.name).toBe('grön.log');
  });

  it('a thousand commands at once are all answered', async () => {
    const { ftp } = await offered();
    ftp.write('NOOP\r\n'.repeat(1000));
    for (let count = 0; count < 1000; count += 1) expect(await ftp.reply()).toMatch(/^200/);
  });
});
