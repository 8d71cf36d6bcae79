/** What of the bench listens now, by name, so that a port that is taken can be told from a stranger's. */
import type { CsmsRole } from './csms/csms.ts';
import type { Files } from './files-surface.ts';
import type { OwnPort } from './network/own-ports.ts';

/** Listeners and file servers that listen. */
export async function ownPorts(csms: CsmsRole, files: Files): Promise<OwnPort[]> {
  const listeners = csms.state().listeners.filter(({ status }) => status === 'listening');
  const servers = await files.listening();
  return [
    ...listeners.map(({ id, port, settings: { host } }) => ({
      owner: 'listener' as const,
      ...{ name: id, host, port },
    })),
    ...servers.map((server) => ({ owner: 'file-server' as const, ...server })),
  ];
}
