/** The scenarios that come with the program: files beside the source, copied beside the bundle when it is built. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ShippedScenario {
  /** Name of its file. */
  id: string;
  text: string;
}

function folder(): string {
  const relative = import.meta.url.endsWith('.ts') ? '../../../assets/scenarios' : './scenarios';
  return fileURLToPath(new URL(relative, import.meta.url));
}

const extension = '.yaml';

export function readShippedScenarios(): ShippedScenario[] {
  return readdirSync(folder())
    .filter((name) => name.endsWith(extension))
    .sort()
    .map((name) => ({
      id: basename(name, extension),
      text: readFileSync(join(folder(), name), 'utf8'),
    }));
}
