/**
 * Where the code of a worker thread is: TypeScript beside the caller when run from the sources, a bundle in the same
 * flat folder when built. Knows nothing of what the worker does.
 */

/** `name` without extension, for example `index-worker`; `importer` is the caller's `import.meta.url`. */
export function workerUrl(importer: string, name: string): URL {
  return new URL(`./${name}${importer.endsWith('.ts') ? '.ts' : '.mjs'}`, importer);
}
