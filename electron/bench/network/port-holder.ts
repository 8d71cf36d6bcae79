/** Which program listens on a port, as far as the system tells without special rights. Reads the system only. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

export interface PortHolder {
  pid: number;
  name: string;
}

const commandTimeoutMs = 3000;
/** Which table of the kernel, and the state of a socket that takes what comes. */
const linuxTables = {
  tcp: { files: ['/proc/net/tcp', '/proc/net/tcp6'], state: '0A' },
  udp: { files: ['/proc/net/udp', '/proc/net/udp6'], state: '07' },
};

export type Protocol = 'tcp' | 'udp';

function run(command: string, parameters: string[]): Promise<string> {
  return new Promise((resolve) => {
    // A system without the tool, or a refusal, tells nothing: that is an answer here.
    execFile(command, parameters, { timeout: commandTimeoutMs }, (_error, output) =>
      resolve(output ?? ''),
    );
  });
}

/** Socket inodes of `/proc/net/tcp` in state LISTEN on the port, or of `/proc/net/udp` bound to it. */
export function listeningInodes(table: string, port: number, protocol: Protocol = 'tcp'): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(
      (columns) => columns[1]?.endsWith(`:${wanted}`) && columns[3] === linuxTables[protocol].state,
    )
    .flatMap((columns) => columns[9] ?? []);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process ended, or belongs to another user.
    return '';
  }
}

function ownsInode(pid: string, inodes: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((descriptor) =>
      inodes.has(readlinkSync(`/proc/${pid}/fd/${descriptor}`)),
    );
  } catch {
    // Processes of other users do not show their descriptors.
    return false;
  }
}

/** File name of the program; the kernel's short name is that of a thread (`MainThread` for Node). */
function programName(pid: string): string {
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`));
  } catch {
    // Programs of other users do not show their file.
    return readText(`/proc/${pid}/comm`).trim();
  }
}

function holderOnLinux(port: number, protocol: Protocol): PortHolder | undefined {
  const tables = linuxTables[protocol].files.map(readText).join('');
  const inodes = new Set(
    listeningInodes(tables, port, protocol).map((inode) => `socket:[${inode}]`),
  );
  if (inodes.size === 0) return undefined;
  const pid = readdirSync('/proc').find((entry) => /^\d+$/.test(entry) && ownsInode(entry, inodes));
  return pid ? { pid: Number(pid), name: programName(pid) } : undefined;
}

/** First process of `lsof -F pc` output. */
export function parseLsof(output: string): PortHolder | undefined {
  const pid = /^p(\d+)$/m.exec(output)?.[1];
  const name = /^c(.+)$/m.exec(output)?.[1];
  return pid ? { pid: Number(pid), name: name ?? '' } : undefined;
}

async function holderOnMac(port: number, protocol: Protocol): Promise<PortHolder | undefined> {
  const which = protocol === 'udp' ? [`-iUDP:${port}`] : [`-iTCP:${port}`, '-sTCP:LISTEN'];
  return parseLsof(await run('lsof', ['-nP', ...which, '-F', 'pc']));
}

async function holderOnWindows(port: number, protocol: Protocol): Promise<PortHolder | undefined> {
  const sockets = protocol === 'udp' ? 'Get-NetUDPEndpoint' : 'Get-NetTCPConnection -State Listen';
  const script =
    `${sockets} -LocalPort ${port} -ErrorAction SilentlyContinue | ` +
    'Select-Object -First 1 | ForEach-Object { $p = Get-Process -Id $_.OwningProcess; ' +
    '"$($p.Id) $($p.ProcessName)" }';
  const match = /^(\d+) (.*)$/m.exec(
    await run('powershell.exe', ['-NoProfile', '-Command', script]),
  );
  return match ? { pid: Number(match[1]), name: (match[2] ?? '').trim() } : undefined;
}

/** The program that listens on a port of this machine; undefined when nobody does or the system will not say. */
export async function portHolder(
  port: number,
  protocol: Protocol = 'tcp',
): Promise<PortHolder | undefined> {
  if (process.platform === 'linux') return holderOnLinux(port, protocol);
  if (process.platform === 'darwin') return holderOnMac(port, protocol);
  if (process.platform === 'win32') return holderOnWindows(port, protocol);
  return undefined;
}
