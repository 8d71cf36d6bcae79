/**
 * Addresses that no Central System may send a charge point to: where clouds hand out credentials to whoever asks from
 * inside (checklist 27). Link-local ones besides stay open: a cable between charger and laptop has nothing else.
 * Every socket of a file transfer is made here; knows no protocol.
 */
import { BlockList, isIP, Socket } from 'node:net';

const closed = new BlockList();
for (const address of [
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '168.63.129.16',
  '100.100.100.200',
]) {
  closed.addAddress(address, 'ipv4');
}
for (const address of ['fd00:ec2::254', 'fd00:ec2::23']) closed.addAddress(address, 'ipv6');

/** Also when it is written as an IPv4 address inside an IPv6 one. */
export function isClosedAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && closed.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** What a socket of `openSocket` fails with when it is sent to such an address. */
export const closedAddressCode = 'ERR_IP_BLOCKED';

/** A socket that connects to no such address, however it is written and whatever a name comes to. */
export function openSocket(): Socket {
  return new Socket({ blockList: closed });
}

/** Connects such a socket; rejects with what Node says about the network. */
export function connectOpen(
  where: { host: string; port: number },
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = openSocket();
    const onAbort = (): void => {
      socket.destroy(new Error('aborted'));
    };
    socket.once('error', reject);
    socket.once('connect', () => {
      signal.removeEventListener('abort', onAbort);
      socket.removeListener('error', reject);
      resolve(socket);
    });
    socket.once('close', () => signal.removeEventListener('abort', onAbort));
    if (signal.aborted) onAbort();
    else {
      signal.addEventListener('abort', onAbort, { once: true });
      socket.connect(where);
    }
  });
}
