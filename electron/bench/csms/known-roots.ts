/** The roots the bench knows by name: its own, the manufacturer's, those a person trusts. Knows pki, no station. */
import type { RootChoice } from '../../../shared/api/csms-operations-contract.ts';
import type { BenchAuthorities } from '../pki/bench-authorities.ts';
import { certificateView } from '../pki/certificate-view.ts';
import type { KnownRoot } from './station-knowledge.ts';

export interface TrustedRoot {
  id: string;
  pem: string;
}

export interface KnownRoots {
  all(): Promise<KnownRoot[]>;
  /** PEM of a root by its name; undefined when there is none. */
  rootPem(choice: RootChoice): Promise<string | undefined>;
  /** PEM of every root that firmware may lead to. */
  manufacturerRoots(): Promise<string[]>;
}

export function createKnownRoots(
  authorities: BenchAuthorities,
  trustedRoots: () => TrustedRoot[],
): KnownRoots {
  const pemOf = {
    'bench-rsa': () => authorities.rootPem('rsa'),
    'bench-ecdsa': () => authorities.rootPem('ecdsa'),
    'bench-manufacturer-rsa': () => authorities.manufacturerRootPem('rsa'),
    'bench-manufacturer-ecdsa': () => authorities.manufacturerRootPem('ecdsa'),
  };
  return {
    async all() {
      const own = await Promise.all(
        Object.entries(pemOf).map(async ([id, pem]) => ({ id, pem: await pem() })),
      );
      return [...own, ...trustedRoots()].flatMap(({ id, pem }) => {
        const certificate = certificateView(pem);
        return certificate ? [{ id, pem, certificate }] : [];
      });
    },
    async rootPem(choice) {
      if (typeof choice === 'string') return pemOf[choice]();
      if ('pem' in choice) return choice.pem;
      return trustedRoots().find(({ id }) => id === choice.trustedRoot)?.pem;
    },
    async manufacturerRoots() {
      const own = await Promise.all([
        authorities.manufacturerRootPem('rsa'),
        authorities.manufacturerRootPem('ecdsa'),
      ]);
      return [...own, ...trustedRoots().map(({ pem }) => pem)];
    },
  };
}
