/**
 * How long a thousand client certificates take, with a P-256 key each, as the desk makes and stores them: on disk, keys
 * sealed. And one at a time of the larger kinds.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPki } from '../../electron/bench/pki-surface.ts';
import { openStore } from '../../electron/bench/store/store.ts';
import { createBatch, createCertificate } from '../../shared/api/certificate-desk-schemas.ts';
import type { KeyType } from '../../shared/security/key-types.ts';
import { type Figure, type Measurement, median, spread } from './measurement.ts';

const budgetS = 5;

export const measureCertificates: Measurement = async ({ quick, progress }) => {
  progress('certificates: a thousand client certificates');
  const directory = mkdtempSync(join(tmpdir(), 'benchpoint-certificates-'));
  const opened = openStore({ directory });
  if (!opened.ok) throw new Error(opened.problem.code);
  const store = opened.value;
  const { authorities, desk } = openPki({ store, cpoName: () => 'CPO', moved: () => undefined });
  try {
    await authorities.prepare();
    const figures: Figure[] = [];
    const wanted = quick ? 200 : 1000;
    const keyTypes: KeyType[] = ['p-256', 'p-384', 'ed25519'];
    for (const keyType of keyTypes) {
      const seconds: number[] = [];
      for (let round = 0; round < 3; round += 1) {
        const stations = Array.from({ length: wanted }, (_, index) => ({
          serialNumber: `SN-${keyType}-${round}-${index}`,
        }));
        const startedMs = performance.now();
        const made = await desk.createBatch(
          createBatch.parse({ issuer: 'root:ecdsa', keyType, stations }),
        );
        if (!made.ok) throw new Error(made.problem.code);
        seconds.push((performance.now() - startedMs) / 1000);
      }
      figures.push({
        what: `${wanted} client certificates, ${keyType}`,
        value: median(seconds),
        unit: 's',
        ...(keyType === 'p-256' ? { budget: { atMost: (budgetS * wanted) / 1000 } } : {}),
        note: spread(seconds),
      });
    }
    const startedMs = performance.now();
    const list = await desk.entries({ offset: 0, limit: 200 });
    figures.push({
      what: `a page of ${list.total} entries`,
      value: performance.now() - startedMs,
      unit: 'ms',
    });
    const rsa = createCertificate.parse({
      ...{ role: 'server', issuer: 'root:rsa', keyType: 'rsa-2048', subject: { commonName: 'x' } },
    });
    const rsaStartedMs = performance.now();
    await desk.create(rsa);
    figures.push({
      what: 'one server certificate, rsa-2048, key and all',
      value: performance.now() - rsaStartedMs,
      unit: 'ms',
    });
    return figures;
  } finally {
    await authorities.close();
    store.close();
    rmSync(directory, { recursive: true });
  }
};
