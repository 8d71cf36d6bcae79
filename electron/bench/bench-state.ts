/** What the bench says of itself: versions, data folder, recording, secrets. Collects; decides nothing. */
import type { BenchState } from '../../shared/api/bench-contract.ts';
import type { LiveRecord } from './live-record.ts';
import type { Store } from './store/store.ts';

export interface BenchStateParts {
  version: string;
  dataFolder: string;
  supervised: boolean;
  store: Pick<Store, 'secrets'>;
  startedAtMs: number;
}

export function benchState(parts: BenchStateParts, live: Pick<LiveRecord, 'state'>): BenchState {
  const { version, dataFolder, supervised, store, startedAtMs } = parts;
  return {
    health: {
      version,
      uptimeS: (Date.now() - startedAtMs) / 1000,
      node: process.versions.node,
      tls: `OpenSSL ${process.versions.openssl}`,
      sqlite: process.versions.sqlite ?? '',
      platform: `${process.platform} ${process.arch}`,
    },
    dataFolder,
    recording: live.state(),
    secrets: store.secrets.state(),
    startedAt: new Date(startedAtMs).toISOString(),
    supervised,
  };
}
