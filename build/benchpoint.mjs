#!/usr/bin/env node
/**
 * `npx benchpoint …`: the command line, whatever Node the system has.
 * Knows nothing but the door it goes through.
 */
process.argv.splice(2, 0, 'benchpoint');
await import('./run.mjs');
