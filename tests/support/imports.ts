/**
 * Reads what a source file imports and exports, with the parser that also bundles it.
 * Knows nothing of which imports are allowed.
 */
import { parseSync, Visitor } from 'vite';

export interface Import {
  /** As written, for example `../wire/listener.ts`, `node:fs` or `@orpc/server/ws`. */
  specifier: string;
  /** `type` vanishes when types are stripped, `dynamic` is loaded later. */
  kind: 'value' | 'type' | 'dynamic';
}

export interface SourceFacts {
  imports: Import[];
  /** Has nothing of its own: only hands on what other files export. */
  isBarrel: boolean;
}

/**
 * @param path decides the dialect: `.ts`, `.tsx` or `.mjs`
 * @throws Error naming the file when it does not parse
 */
export function readSource(path: string, text: string): SourceFacts {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  const imports: Import[] = [];
  const add = (node: { value?: unknown } | null, kind: Import['kind']): void => {
    if (typeof node?.value === 'string') imports.push({ specifier: node.value, kind });
  };
  const kindOf = (kind: string | undefined) => (kind === 'type' ? 'type' : 'value');
  new Visitor({
    ImportDeclaration: (node) => add(node.source, kindOf(node.importKind)),
    ExportAllDeclaration: (node) => add(node.source, kindOf(node.exportKind)),
    ExportNamedDeclaration: (node) => add(node.source, kindOf(node.exportKind)),
    ImportExpression: (node) => add('value' in node.source ? node.source : null, 'dynamic'),
    TSImportType: (node) => add(node.source, 'type'),
  }).visit(program);
  const handsOn = (type: string, source: unknown): boolean =>
    type === 'ExportAllDeclaration' || (type === 'ExportNamedDeclaration' && source != null);
  const isBarrel =
    program.body.length > 0 &&
    program.body.every((statement) =>
      handsOn(statement.type, 'source' in statement ? statement.source : null),
    );
  return { imports, isBarrel };
}
