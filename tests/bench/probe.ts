/**
 * How long a whole probe of an endpoint takes: our own CSMS on profiles 2 and 3, with password and client certificate, so
 * that everything there is to ask is asked. Both share one process.
 */
import { readTarget } from '../../electron/bench/probe/probe-target.ts';
import { runProbe } from '../../electron/bench/probe/run-probe.ts';
import { probeRequest } from '../../shared/api/probe-contract.ts';
import { createTestTrust } from '../support/tls-certificates.ts';
import { startTestCsms } from '../wire/support.ts';
import { type Measurement, median, spread } from './measurement.ts';

const budgetS = 3;

export const measureProbe: Measurement = async ({ quick, progress }) => {
  progress('probe: TLS, certificates, upgrades');
  const { identities, rsaRoot, ecdsaRoot } = await createTestTrust();
  const csms = await startTestCsms({
    configuration: { securityProfiles: [2, 3], clientCertificate: 'request' },
    tlsMaterial: { identities, trustedRootsPem: [rsaRoot.certPem] },
  });
  const certificate = await rsaRoot.issue({ commonName: 'SN-1', purpose: 'client' });
  const target = readTarget(
    probeRequest.parse({
      url: `wss://localhost:${csms.port}/ocpp`,
      identity: 'PROBE-1',
      password: 'a-password-of-16',
      certificate,
      rootsPem: [rsaRoot.certPem, ecdsaRoot.certPem],
    }),
    { rootsPem: [] },
  );
  if (!target.ok) throw new Error(target.problem.code);
  const seconds: number[] = [];
  let connections = 0;
  let seq = 0;
  for (let round = 0; round < (quick ? 3 : 10); round += 1) {
    const startedAtMs = performance.now();
    const result = await runProbe(target.value, {
      recorder: { append: () => ++seq, afterWrite: (proceed) => setImmediate(proceed) },
      nextConnectionNumber: () => ++seq,
      nowMs: Date.now,
    });
    seconds.push((performance.now() - startedAtMs) / 1000);
    ({ connections } = result);
  }
  await csms.stop();
  return [
    {
      what: `whole probe, ${connections} connections`,
      value: median(seconds),
      unit: 's',
      budget: { atMost: budgetS },
      note: spread(seconds),
    },
  ];
};
