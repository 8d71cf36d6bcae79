/** One UDP socket at one address: opened, closed once, its errors told. Knows no protocol. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import type { OwnAddress } from './own-networks.ts';

export interface UdpSocket {
  port: number;
  /** Fire and forget, as UDP is: what cannot be sent is lost, and whoever asked asks again. */
  send(bytes: Uint8Array, to: { port: number; address: string }): void;
  close(): Promise<void>;
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', resolve);
    socket.close();
  });
}

/** Rejects with the error of the system. */
export function openUdp(
  { family, address }: OwnAddress,
  port: number,
  handlers: {
    onMessage(bytes: Buffer, from: RemoteInfo): void;
    onLost(error: NodeJS.ErrnoException): void;
  },
): Promise<UdpSocket> {
  const isIpv6 = family === 'ipv6';
  const socket = createSocket({ type: isIpv6 ? 'udp6' : 'udp4', ipv6Only: isIpv6 });
  let isOpen = true;
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ address, port, exclusive: true }, () => {
      socket.off('error', reject);
      socket.on('message', handlers.onMessage);
      socket.on('error', (error) => {
        if (!isOpen) return;
        isOpen = false;
        socket.close();
        handlers.onLost(error);
      });
      resolve({
        port: socket.address().port,
        send(bytes, to) {
          if (isOpen) socket.send(bytes, to.port, to.address, () => undefined);
        },
        async close() {
          if (!isOpen) return;
          isOpen = false;
          await closed(socket);
        },
      });
    });
  });
}
