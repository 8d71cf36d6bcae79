/** What is installed: by the lockfile alone, with hashes, and without running anything of it (checklist 47). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface LockedPackage {
  version?: string;
  integrity?: string;
  resolved?: string;
  link?: boolean;
}
interface Lockfile {
  lockfileVersion: number;
  packages: Record<string, LockedPackage>;
}

const lock = JSON.parse(read('package-lock.json')) as Lockfile; // npm writes it in this shape.
const packages = Object.entries(lock.packages).filter(([path]) => path !== '');

/** Every range of the manifest, with the name of the package. */
function ranges(): [name: string, range: string][] {
  const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>; // As npm reads it.
  return ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
    Object.entries(manifest[kind] ?? {}),
  );
}

describe('security-checklist 47', () => {
  it('the lockfile has a hash for every package, and none comes from elsewhere', () => {
    expect(lock.lockfileVersion).toBe(3);
    expect(packages.length).toBeGreaterThan(100);
    const unhashed = packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
    expect(unhashed.map(([path]) => path)).toEqual([]);
    const elsewhere = packages.filter(
      ([, { resolved, link }]) =>
        link === true || (resolved && !resolved.startsWith('https://registry.npmjs.org/')),
    );
    expect(elsewhere.map(([path]) => path)).toEqual([]);
  });

  it('the manifest names exact versions', () => {
    expect(ranges().length).toBeGreaterThan(20);
    expect(ranges().filter(([, range]) => !/^\d+\.\d+\.\d+$/.test(range))).toEqual([]);
  });

  it('no package runs a script when it is installed', () => {
    expect(read('.npmrc').split('\n')).toContain('ignore-scripts=true');
  });

  it('every ws is 8.21.0 or newer (GHSA-96hv-2xvq-fx4p)', () => {
    const versions = packages
      .filter(([path]) => /(^|\/)node_modules\/ws$/.test(path))
      .map(([, { version = '' }]) => version.split('.').map(Number));
    expect(versions.length).toBeGreaterThan(0);
    for (const [major = 0, minor = 0] of versions) {
      expect(major > 8 || (major === 8 && minor >= 21)).toBe(true);
    }
  });

  it('the workflow audits what ships and what builds', () => {
    const workflow = read('.github/workflows/ci.yml');
    expect(workflow).toContain('- run: npm audit --omit=dev');
    expect(workflow).toContain('- run: npm audit --audit-level=high');
  });
});
