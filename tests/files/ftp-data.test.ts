/** The FTP server where data moves: its connections, its limits, and TLS on both. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { content, ftpOfEachTest } from './ftp-of-each-test.ts';
import { drain, openTestDesk, pathOf, portOf, type RawFtp, speakFtp } from './support.ts';

const desk = ftpOfEachTest();
const { asked, offered, open, store } = desk;

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
    await desk.tested.change({ passiveAddress: '203.0.113.7' });
    expect(await ftp.say('PASV')).toMatch(/\(203,0,113,7,/);
    await desk.tested.change({ passiveAddress: '' });
  });

  it('takes ports of the range, and says when none is free', async () => {
    const spare = await open(
      portOf((await desk.tested.offer({ firmware: desk.firmware, protocols: ['ftp'] })).location),
    );
    spare.close();
    const { ftp } = await offered();
    // A port that was free a moment ago.
    const free = await ftp.passive();
    await ftp.say('ABOR');
    await desk.tested.change({ passiveFrom: free, passiveTo: free });
    expect(await ftp.passive()).toBe(free);
    const { ftp: second } = await offered();
    expect(await second.say('EPSV')).toMatch(/^425/);
    await desk.tested.change({ passiveFrom: 0, passiveTo: 0 });
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
    await desk.tested.until(id, ({ bytes }) => bytes === 4);
    // As Telnet has it: IAC IP, IAC DM, then the command.
    ftp.write(Buffer.concat([Buffer.from([0xff, 0xf4, 0xff, 0xf2]), Buffer.from('ABOR\r\n')]));
    expect(await ftp.reply()).toMatch(/^426/);
    expect(await ftp.reply()).toMatch(/^226/);
    expect(desk.tested.stateOf(id)).toMatchObject({
      status: 'failed',
      problem: { code: 'transfer-aborted' },
      bytes: 4,
    });
    expect(await store(ftp, `APPE ${folder}long.log`, ' and half')).toMatch(/^226/);
    expect((await desk.tested.receivedOf(id)).toString()).toBe('half and half');
  });

  it('a control connection that breaks ends its transfer', async () => {
    const { ftp, folder, id } = await asked();
    const data = connect(await ftp.passive(), '127.0.0.1');
    data.on('error', () => undefined);
    await ftp.say(`STOR ${folder}x.log`);
    data.write('x');
    await desk.tested.until(id, ({ status }) => status === 'running');
    ftp.close();
    await desk.tested.until(id, ({ status }) => status === 'failed');
  });
});

describe('limits', () => {
  it('an upload above its limit is 552 and thrown away', async () => {
    const { ftp, folder, id } = await asked({ maxBytes: 1000 });
    expect(await store(ftp, `STOR ${folder}a.log`, Buffer.alloc(600))).toMatch(/^226/);
    // All files of a transfer count together.
    expect(await store(ftp, `STOR ${folder}b.log`, Buffer.alloc(600))).toMatch(/^552/);
    expect(desk.tested.stateOf(id)).toMatchObject({
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
    await desk.tested.until(id, ({ bytes }) => bytes === 1);
    const other = await open(portOf(location));
    await other.logIn(location);
    expect(await store(other, `STOR ${folder}a.log`, 'yyy')).toMatch(/^450/);
    data.end();
    expect(await ftp.reply()).toMatch(/^226/);
    expect((await desk.tested.receivedOf(id)).toString()).toBe('x');
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
    desk.closeLater(inner);
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
    const { location } = await desk.tested.offer({ firmware: desk.firmware, protocols: ['ftps'] });
    const ftp = await open(portOf(location));
    await expect(ftp.logIn(location)).rejects.toThrow('530');
    expect(await ftp.say('AUTH TLS')).toMatch(/^234/);
    const inner = await secured(ftp);
    await inner.logIn(location);
    expect(await inner.say(`SIZE ${pathOf(location)}`)).toBe('213 10000');
  });

  it('garbage instead of a ClientHello ends the connection and nothing else', async () => {
    const { location } = await desk.tested.offer({
      firmware: desk.firmware,
      protocols: ['ftps-implicit'],
    });
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
