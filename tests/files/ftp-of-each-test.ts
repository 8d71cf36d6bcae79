/** One test desk for a file of tests, a firmware on it, and bare FTP sessions that are closed after each test. */
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { openTestDesk, pathOf, portOf, type RawFtp, rawFtp, type TestedDesk } from './support.ts';

/** What lies on the desk as firmware. */
export const content = Buffer.from('0123456789'.repeat(1000));

export function ftpOfEachTest() {
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

  return {
    get tested() {
      return tested;
    },
    get firmware() {
      return firmware;
    },
    /** Closes a session of the test's own after it. */
    closeLater: (ftp: RawFtp) => void opened.push(ftp),
    open,
    offered,
    asked,
    store,
  };
}
