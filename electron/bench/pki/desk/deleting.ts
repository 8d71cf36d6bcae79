/**
 * Taking certificates off the desk: refused with the names of what hangs on them, unless it is forced.
 * Knows the desk's context; nothing of doors or screens.
 */
import type { Outcome } from '../../../../shared/api/problem.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { type DeskContext, findEntry, nameOf, usesOf } from './desk-context.ts';

const mostNames = 5;

/**
 * Deletes an entry and, when forced, everything below it. What is automatic is made anew when it is needed; revocations
 * stay, because lists go on naming them. Problems: `certificate-unknown`, `certificate-in-use`.
 */
export function deleteCertificate(
  context: DeskContext,
  id: string,
  force: boolean,
): Outcome<{ deleted: number }> {
  const found = findEntry(context, id);
  if (!found.ok) return found;
  const entry = found.value;
  const below = withAllBelow(context, entry);
  const names = [
    ...below.slice(1).map(nameOf),
    ...usesOf(entry, context).map((use) => `${use.kind} ${use.id}`),
  ];
  if (names.length > 0 && !force) {
    const shown = names.slice(0, mostNames).join(', ');
    return {
      ok: false,
      problem: {
        code: 'certificate-in-use',
        where: nameOf(entry),
        parameters: {
          names: shown,
          count: names.length,
          more: Math.max(0, names.length - mostNames),
        },
      },
    };
  }
  for (const { automatic } of below) {
    if (automatic !== undefined) context.authorities.forget(automatic.id);
  }
  context.storage.remove(below.flatMap(({ kept }) => (kept === undefined ? [] : [kept.id])));
  context.catalogue.refresh();
  context.changed();
  return { ok: true, value: { deleted: below.length } };
}

/** The entry itself first. */
function withAllBelow(context: DeskContext, entry: CatalogueEntry): CatalogueEntry[] {
  const all = new Set([entry]);
  for (const one of all) {
    for (const child of context.catalogue.children(one.id)) all.add(child);
  }
  return [...all];
}
