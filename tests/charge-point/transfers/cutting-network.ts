/** A network in front of an FTP server that cuts data connections after so many bytes. Reads only EPSV replies. */
import net, { type AddressInfo, type Server, type Socket } from 'node:net';

export interface CuttingNetwork {
  port: number;
  /** What the client sent on control connections in clear, in order. */
  commands: string[];
  /** Called in the turn in which a data connection is cut. */
  onCut: () => void;
  stop(): Promise<void>;
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    // A server on a TCP port has an address of this kind.
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/**
 * @param cuts after how many bytes each data connection is cut, in order; later ones pass whole
 */
export async function startCuttingNetwork(
  serverPort: number,
  cuts: number[],
): Promise<CuttingNetwork> {
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const servers: Server[] = [];
  const left = [...cuts];

  function keep(socket: Socket): Socket {
    sockets.add(socket);
    return socket.on('error', () => undefined);
  }

  async function dataPort(target: number, controls: Socket[]): Promise<number> {
    const server = net.createServer((client) => {
      keep(client);
      server.close();
      const upstream = keep(net.connect(target, '127.0.0.1'));
      let open = left.shift() ?? Number.POSITIVE_INFINITY;
      client.pipe(upstream);
      upstream.on('end', () => client.end());
      upstream.on('data', (chunk: Buffer) => {
        if (chunk.length < open) {
          open -= chunk.length;
          client.write(chunk);
          return;
        }
        client.write(chunk.subarray(0, open), () => {
          network.onCut();
          for (const socket of [client, upstream, ...controls]) socket.destroy();
        });
        upstream.pause();
      });
    });
    servers.push(server);
    return await listening(server);
  }

  const server = net.createServer((client) => {
    keep(client);
    const upstream = keep(net.connect(serverPort, '127.0.0.1'));
    client.on('data', (chunk: Buffer) => {
      commands.push(...chunk.toString('utf8').split('\r\n').filter(Boolean));
      upstream.write(chunk);
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    upstream.on('data', (chunk: Buffer) => {
      const text = chunk.toString('utf8');
      const port = /^229 .*\|\|\|(\d+)\|/.exec(text)?.[1];
      if (port === undefined) client.write(chunk);
      else {
        void dataPort(Number(port), [client, upstream]).then((ours) => {
          client.write(text.replace(`|||${port}|`, `|||${ours}|`));
        });
      }
    });
  });
  servers.push(server);
  const network: CuttingNetwork = {
    port: await listening(server),
    commands,
    onCut: () => undefined,
    async stop() {
      for (const socket of sockets) socket.destroy();
      for (const one of servers) one.close();
    },
  };
  return network;
}
