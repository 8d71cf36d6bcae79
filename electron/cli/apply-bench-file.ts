/** Brings a bench to what `bench.yaml` describes. What fails is returned; the rest is applied. */

import type { z } from 'zod';
import { type SecretReference, withProfile } from '../../shared/api/bench-file.ts';
import { chargePointRequest } from '../../shared/api/charge-points-contract.ts';
import { type ListenerSettings, stationRequest } from '../../shared/api/csms-contract.ts';
import type { Outcome, Problem } from '../../shared/api/problem.ts';
import type { BenchSurface } from '../bench/bench-surface.ts';
import type { LoadedBenchFile } from './bench-file.ts';
import { importCertificateFiles, readPaths } from './listener-certificates.ts';
import { readBinaryFile, readTextFile } from './text-files.ts';

interface NamedSecrets {
  password?: SecretReference;
  authorizationKeyHex?: SecretReference;
}

/**
 * The same settings with the secrets looked up, checked as if they came from a door: only now are they known.
 * Problems: those of looking up, `input-invalid`, which names the place and never the secret.
 */
function withSecrets<T>(
  { secret }: LoadedBenchFile,
  { password, authorizationKeyHex, ...rest }: NamedSecrets,
  schema: z.ZodType<T>,
  where: string,
): Outcome<T> {
  const values: Record<string, string> = {};
  for (const [name, reference] of Object.entries({ password, authorizationKeyHex })) {
    if (reference === undefined) continue;
    const found = secret(reference);
    if (!found.ok) return found;
    values[name] = found.value;
  }
  const parsed = schema.safeParse({ ...rest, ...values });
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  const place = [where, ...(issue?.path ?? [])].map(String).join('.');
  const parameters = { reason: issue?.message ?? '' };
  return { ok: false, problem: { code: 'input-invalid', where: place, parameters } };
}

type ListenerEntry = NonNullable<LoadedBenchFile['file']['csms']>['listeners'][number];

/** The settings of a listener of the file, its certificates brought to the desk. Problems: those of reading and importing. */
async function listenerOf(
  { pki }: BenchSurface,
  { secret, pathOf }: LoadedBenchFile,
  { certificateFiles, ...settings }: ListenerEntry,
): Promise<Outcome<ListenerSettings>> {
  if (certificateFiles === undefined) return { ok: true, value: settings };
  const passphrase = certificateFiles.passphrase && secret(certificateFiles.passphrase);
  if (passphrase?.ok === false) return passphrase;
  const files = readPaths(certificateFiles.files.map(pathOf), passphrase?.value);
  if (!files.ok) return files;
  const chosen = await importCertificateFiles(pki.desk, files.value);
  return chosen.ok ? { ok: true, value: { ...settings, ...chosen.value } } : chosen;
}

/** What client certificates are held against. */
function applyTrust({ pki }: BenchSurface, { file, pathOf }: LoadedBenchFile): Problem[] {
  const problems: Problem[] = [];
  for (const path of file.trustedRoots.map(pathOf)) {
    const pem = readTextFile(path);
    const added = pem.ok ? pki.addTrustedRoot(pem.value) : pem;
    if (!added.ok) problems.push({ where: path, ...added.problem });
  }
  for (const path of file.revocationLists.map(pathOf)) {
    const list = readBinaryFile(path);
    const added = list.ok ? pki.foreignLists.add(list.value) : list;
    if (!added.ok) problems.push({ where: path, ...added.problem });
  }
  return problems;
}

async function applyCsms(bench: BenchSurface, loaded: LoadedBenchFile): Promise<Problem[]> {
  const { csms } = loaded.file;
  if (!csms) return [];
  const problems: Problem[] = [];
  for (const [idTag, request] of Object.entries(csms.idTags)) bench.csms.putIdTag(idTag, request);
  for (const [id, request] of Object.entries(csms.stations)) {
    const complete = withSecrets(loaded, request, stationRequest, `csms.stations.${id}`);
    const put = complete.ok ? bench.csms.putStation(id, complete.value) : complete;
    if (!put.ok) problems.push(put.problem);
  }
  if (csms.answers) bench.csms.replaceAnswers(csms.answers);
  if (csms.signingRequests) bench.csms.signingRequests.putPolicy(csms.signingRequests);
  const described: ListenerSettings[] = [];
  for (const entry of csms.listeners) {
    const settings = await listenerOf(bench, loaded, entry);
    if (settings.ok) described.push(settings.value);
    else problems.push(settings.problem);
  }
  const { listeners } = await bench.csms.configure({ listeners: described, policy: csms.policy });
  return [...problems, ...listeners.flatMap(({ problem }) => problem ?? [])];
}

async function applyNamesAndTime(
  { namesAndTime }: BenchSurface,
  { file: { names, time } }: LoadedBenchFile,
): Promise<Problem[]> {
  if (names) await namesAndTime.putNames(names);
  if (time) await namesAndTime.putTime(time);
  if (!names && !time) return [];
  const state = namesAndTime.state();
  return [state.names, state.time].flatMap(({ problem }) => problem ?? []);
}

export async function applyBenchFile(
  bench: BenchSurface,
  loaded: LoadedBenchFile,
): Promise<Problem[]> {
  const problems = applyTrust(bench, loaded);
  problems.push(...(await applyCsms(bench, loaded)));
  problems.push(...(await applyNamesAndTime(bench, loaded)));
  for (const [name, settings] of Object.entries(loaded.file.chargePointProfiles)) {
    bench.chargePointProfiles.put(name, settings);
  }
  for (const [id, entry] of Object.entries(loaded.file.chargePoints)) {
    // The file was checked with the profiles in place.
    const request = withProfile(entry, loaded.file.chargePointProfiles);
    const settings = request.ok ? request.value : {};
    const complete = withSecrets(loaded, settings, chargePointRequest, `chargePoints.${id}`);
    const put = complete.ok ? await bench.chargePoints.put(id, complete.value) : complete;
    if (!put.ok) problems.push(put.problem);
  }
  return problems;
}
