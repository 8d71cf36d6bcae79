/** Which client certificate may pass on profile 3, and what a refused one offers. */
import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  admissionOf,
  attemptOf,
  cpoName,
  decide,
  refusalOf,
  stationOf,
} from '../../../tests/support/admission.ts';
import {
  createAuthority,
  type TestAuthority,
  type TestLeaf,
} from '../../../tests/support/tls-certificates.ts';
import type { StoredStation } from '../store/stations.ts';

describe('A00.FR.403–408 the client certificate on profile 3', () => {
  let operator: TestAuthority;
  let maker: TestAuthority;
  beforeAll(async () => {
    [operator, maker] = await Promise.all([
      createAuthority('ecdsa', 'Operator root'),
      createAuthority('ecdsa', 'Maker root'),
    ]);
  });

  async function present(
    authority: TestAuthority,
    leaf: Partial<TestLeaf>,
    station?: StoredStation,
    {
      verification = { result: 'untrusted' },
      authorities = [],
      ...change
    }: Parameters<typeof decide>[2] & {
      verification?: { result: string };
      authorities?: readonly string[];
    } = {},
  ) {
    const { certPem } = await authority.issue({
      commonName: 'SN-1',
      organisation: cpoName,
      purpose: 'client',
      ...leaf,
    });
    const attempt = attemptOf({
      transport: 'tls',
      securityProfiles: [2, 3],
      clientCertificate: {
        chain: [certPem, ...authorities].map((pem) => new X509Certificate(pem).raw),
        verification,
      },
    });
    return decide(attempt, station, { operatorRoots: [operator.certPem], ...change });
  }

  it('a good one of a new station passes; its CN becomes the serial number', async () => {
    const decision = admissionOf(await present(operator, {}));
    expect(decision).toMatchObject({ securityProfile: 3, learnedSerialNumber: 'SN-1' });
    expect(decision.clientCertificate?.subject.text).toContain('SN-1');
  });

  it('none is refused by name', () => {
    const attempt = attemptOf({ transport: 'tls', securityProfiles: [3] });
    expect(refusalOf(decide(attempt))).toMatchObject({
      status: 403,
      code: 'client-certificate-missing',
    });
  });

  it('403 one of an unknown authority is refused', async () => {
    expect(refusalOf(await present(maker, {}))).toMatchObject({
      status: 403,
      code: 'client-certificate-untrusted',
    });
  });

  it('403 an expired one is refused and says since when', async () => {
    const refusal = refusalOf(
      await present(operator, { notAfter: new Date(Date.now() - 3_600_000) }),
    );
    expect(refusal.code).toBe('client-certificate-expired');
    expect(refusal.parameters.notAfter).toBeTypeOf('string');
  });

  it('403 one that is not valid yet is refused', async () => {
    const refusal = refusalOf(
      await present(operator, { notBefore: new Date(Date.now() + 3_600_000) }),
    );
    expect(refusal.code).toBe('client-certificate-not-yet-valid');
  });

  it('403 one for servers is refused', async () => {
    const refusal = refusalOf(await present(operator, { purpose: 'server' }));
    expect(refusal.code).toBe('client-certificate-wrong-purpose');
  });

  it('404 another organisation is refused and can be let in as factory', async () => {
    const refusal = refusalOf(await present(operator, { organisation: 'Maker' }));
    expect(refusal).toMatchObject({
      status: 403,
      code: 'client-certificate-organisation-mismatch',
      adoption: { kind: 'factory', serialNumber: 'SN-1' },
    });
  });

  it('404 a trusted organisation passes', async () => {
    const decision = await present(operator, { organisation: 'Maker' }, undefined, {
      policy: { trustedOrganisations: ['Maker'] },
    });
    expect(decision.admitted).toBe(true);
  });

  it('404 can be switched off for a station', async () => {
    const station = stationOf({ checkOrganisation: false });
    const decision = admissionOf(await present(operator, { organisation: 'Maker' }, station));
    expect(decision.findings.map(({ rule }) => rule)).toContain('organisation-accepted');
  });

  it('405 another serial number is refused and its CN can be adopted', async () => {
    const refusal = refusalOf(await present(operator, {}, stationOf({ serialNumber: 'SN-9' })));
    expect(refusal).toMatchObject({
      status: 403,
      code: 'client-certificate-serial-mismatch',
      adoption: { kind: 'certificate', serialNumber: 'SN-1' },
    });
  });

  it('405 the CN contains the serial number', async () => {
    const decision = await present(
      operator,
      { commonName: 'Model X SN-1' },
      stationOf({ serialNumber: 'SN-1' }),
    );
    expect(decision.admitted).toBe(true);
  });

  it('405 can be switched off for a station', async () => {
    const station = stationOf({ serialNumber: 'SN-9', checkSerialNumber: false });
    const decision = admissionOf(await present(operator, {}, station));
    expect(decision.findings.map(({ rule }) => rule)).toContain('common-name-has-serial-number');
    expect(decision.learnedSerialNumber).toBeUndefined();
  });

  describe('below an intermediate', () => {
    let intermediate: TestAuthority;
    beforeAll(async () => {
      intermediate = await maker.issueAuthority('Factory 7');
    });

    const presentBelow = (leaf: Partial<TestLeaf>, authorities: string[]) =>
      present(intermediate, { organisation: 'Maker', ...leaf }, stationOf({ factory: true }), {
        otherRoots: () => [maker.certPem],
        authorities,
        // What TLS may have thought of it counts for nothing.
        verification: { result: 'ok' },
      });

    it('403 passes when the intermediate comes along, and counts as factory', async () => {
      const decision = admissionOf(await presentBelow({}, [intermediate.certPem]));
      expect(decision.findings.map(({ rule }) => rule)).toContain('factory-certificate');
    });

    it('403 is refused when the intermediate was not sent', async () => {
      const refusal = refusalOf(await presentBelow({}, []));
      expect(refusal.code).toBe('client-certificate-untrusted');
    });

    it('403 is refused when an authority of the same name and another key comes along', async () => {
      const lookAlike = await createAuthority('ecdsa', 'Factory 7');
      const refusal = refusalOf(await presentBelow({}, [lookAlike.certPem]));
      expect(refusal.status).toBe(403);
    });

    it('403 is refused when anything else is wrong with it', async () => {
      const notAfter = new Date(Date.now() - 3_600_000);
      const refusal = refusalOf(await presentBelow({ notAfter }, [intermediate.certPem]));
      expect(refusal.code).toBe('client-certificate-expired');
    });
  });

  it('406 A00.FR.804 a factory certificate of a trusted maker passes as factory, with a finding', async () => {
    const decision = admissionOf(
      await present(maker, { organisation: 'Maker' }, stationOf({ factory: true }), {
        otherRoots: () => [maker.certPem],
      }),
    );
    expect(decision.findings.map(({ rule }) => rule)).toContain('factory-certificate');
  });

  it('406 without being let in it is refused', async () => {
    const refusal = refusalOf(
      await present(maker, { organisation: 'Maker' }, stationOf(), {
        otherRoots: () => [maker.certPem],
      }),
    );
    expect(refusal.adoption).toMatchObject({ kind: 'factory' });
  });
});
