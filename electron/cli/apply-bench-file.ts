/** Brings a bench to what `bench.yaml` describes. What fails is returned; the rest is applied. */

import type { SecretReference } from '../../shared/api/bench-file.ts';
import type { Outcome, Problem } from '../../shared/api/problem.ts';
import type { BenchSurface } from '../bench/bench-surface.ts';
import type { LoadedBenchFile } from './bench-file.ts';

interface NamedSecrets {
  password?: SecretReference;
  authorizationKeyHex?: SecretReference;
}

/** The same settings with the secrets looked up. */
function withSecrets<T extends NamedSecrets>(
  { secret }: LoadedBenchFile,
  { password, authorizationKeyHex, ...rest }: T,
): Outcome<Omit<T, keyof NamedSecrets> & { password?: string; authorizationKeyHex?: string }> {
  const values: { password?: string; authorizationKeyHex?: string } = {};
  if (password) {
    const found = secret(password);
    if (!found.ok) return found;
    values.password = found.value;
  }
  if (authorizationKeyHex) {
    const found = secret(authorizationKeyHex);
    if (!found.ok) return found;
    values.authorizationKeyHex = found.value;
  }
  return { ok: true, value: { ...rest, ...values } };
}

async function applyCsms(bench: BenchSurface, loaded: LoadedBenchFile): Promise<Problem[]> {
  const { csms } = loaded.file;
  if (!csms) return [];
  const problems: Problem[] = [];
  for (const [idTag, request] of Object.entries(csms.idTags)) bench.csms.putIdTag(idTag, request);
  for (const [id, request] of Object.entries(csms.stations)) {
    const complete = withSecrets(loaded, request);
    const put = complete.ok ? bench.csms.putStation(id, complete.value) : complete;
    if (!put.ok) problems.push(put.problem);
  }
  const { listeners } = await bench.csms.configure({
    listeners: csms.listeners,
    policy: csms.policy,
  });
  return [...problems, ...listeners.flatMap(({ problem }) => problem ?? [])];
}

export async function applyBenchFile(
  bench: BenchSurface,
  loaded: LoadedBenchFile,
): Promise<Problem[]> {
  const problems = await applyCsms(bench, loaded);
  for (const [id, request] of Object.entries(loaded.file.chargePoints)) {
    const complete = withSecrets(loaded, request);
    const put = complete.ok ? await bench.chargePoints.put(id, complete.value) : complete;
    if (!put.ok) problems.push(put.problem);
  }
  return problems;
}
