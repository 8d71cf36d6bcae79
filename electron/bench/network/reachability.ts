/**
 * Can a charger reach this port? Says who holds it, which right is missing, and what the Windows firewall does.
 * Probes the local machine only; never sends anything to the network.
 */
import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { Reachability } from '../../../shared/api/bench-contract.ts';
import { type Protocol, portHolder } from './port-holder.ts';

const firewallTimeoutMs = 8000;

/** Error code of binding the port on every address; undefined when that works. */
function tryBinding(port: number, protocol: Protocol): Promise<string | undefined> {
  return new Promise((resolve) => {
    if (protocol === 'udp') {
      const socket = createSocket('udp6');
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
      socket.bind({ port, exclusive: true }, () => socket.close(() => resolve(undefined)));
      return;
    }
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen({ host: '::', port }, () => server.close(() => resolve(undefined)));
  });
}

/** The command that lets this user listen on low ports, or shows why it may not. */
export function lowPortCommand(platform: NodeJS.Platform, program: string): string | undefined {
  if (platform === 'linux') return `sudo setcap cap_net_bind_service=+ep "${program}"`;
  if (platform === 'darwin') return undefined;
  // Windows needs no right for low ports; a refusal means that the system reserved a range.
  return platform === 'win32'
    ? 'netsh interface ipv4 show excludedportrange protocol=tcp'
    : undefined;
}

/** The PowerShell question: network category, then whether an enabled inbound rule blocks or allows the program. */
function firewallScript(program: string): string {
  const quoted = program.replaceAll("'", "''");
  return [
    '$c = (Get-NetConnectionProfile | Select-Object -First 1).NetworkCategory',
    `$r = Get-NetFirewallApplicationFilter -Program '${quoted}' -ErrorAction SilentlyContinue | Get-NetFirewallRule | Where-Object { $_.Enabled -eq 'True' -and $_.Direction -eq 'Inbound' }`,
    '$b = @($r | Where-Object { $_.Action -eq "Block" }).Count',
    '$a = @($r | Where-Object { $_.Action -eq "Allow" }).Count',
    '"$c $b $a"',
  ].join('; ');
}

/** `Public 1 0`: network category, blocking rules, allowing rules. */
export function parseFirewall(
  output: string,
  port: number,
  program: string,
  protocol: Protocol = 'tcp',
): Reachability['firewall'] {
  const match = /^(\w+) (\d+) (\d+)\s*$/m.exec(output);
  if (!match) return undefined;
  const [, network = '', blocking, allowing] = match;
  return {
    network,
    blocked: Number(blocking) > 0 || Number(allowing) === 0,
    command: `New-NetFirewallRule -DisplayName "Benchpoint ${port}" -Direction Inbound -Program "${program}" -Protocol ${protocol.toUpperCase()} -LocalPort ${port} -Action Allow -Profile Any`,
  };
}

function windowsFirewall(
  port: number,
  program: string,
  protocol: Protocol,
): Promise<Reachability['firewall']> {
  return new Promise((resolve) => {
    execFile(
      'powershell.exe',
      ['-NoProfile', '-Command', firewallScript(program)],
      { timeout: firewallTimeoutMs },
      // Without PowerShell nothing can be said of the firewall.
      (_error, output) => resolve(parseFirewall(output ?? '', port, program, protocol)),
    );
  });
}

/** @param isOurs whether a listener of this bench is on the port, for UDP its name server or time server. */
export async function checkReachability(
  port: number,
  isOurs: boolean,
  protocol: Protocol = 'tcp',
): Promise<Reachability> {
  const program = process.execPath;
  const firewall =
    process.platform === 'win32' ? await windowsFirewall(port, program, protocol) : undefined;
  if (isOurs) return { port, status: 'listening', firewall };
  const errorCode = await tryBinding(port, protocol);
  if (errorCode === undefined) return { port, status: 'free', firewall };
  if (errorCode === 'EADDRINUSE') {
    const holder = await portHolder(port, protocol);
    const parameters: Record<string, string | number> = { port };
    if (holder) parameters.holder = `${holder.name} (process ${holder.pid})`;
    return {
      port,
      status: 'taken',
      holder,
      firewall,
      problem: { code: 'port-in-use', where: String(port), parameters },
    };
  }
  if (errorCode === 'EACCES') {
    const fixCommand = lowPortCommand(process.platform, program);
    const parameters = { port, command: fixCommand ?? '' };
    return {
      port,
      status: 'not-permitted',
      fixCommand,
      firewall,
      problem: { code: 'port-not-permitted', where: String(port), parameters },
    };
  }
  return {
    port,
    status: 'unknown',
    firewall,
    problem: { code: 'listen-failed', where: String(port), parameters: { errorCode } },
  };
}
