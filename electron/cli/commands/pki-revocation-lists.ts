/**
 * `pki revocation-lists list | add | delete`: lists of authorities whose keys are elsewhere, at a running bench.
 * A client of the HTTP API like any script; the lists of the bench's own authorities are `pki crl`.
 */
import type { Command } from 'commander';
import { z } from 'zod';
import { foreignRevocationList } from '../../../shared/api/revocation-lists-contract.ts';
import {
  askBench,
  type BenchAddress,
  type BenchAnswer,
  type BenchRequest,
  withBenchAddress,
} from '../bench-request.ts';
import { createOutput, type ExitCode, exitCode, type Output, problemExitCode } from '../output.ts';
import { readBinaryFile } from '../text-files.ts';

interface CommonOptions extends BenchAddress {
  json?: boolean;
}

const path = '/pki/revocation-lists';

function showLists(answer: BenchAnswer, output: Output): ExitCode {
  const read = foreignRevocationList.array().safeParse(answer.body);
  if (!answer.ok || !read.success) return answer.refuse(output);
  for (const list of read.data) {
    const { id, issuer, revoked, nextUpdate, authorityKnown } = list;
    const counts = authorityKnown ? '' : ', not used: its authority is not trusted here';
    const until = nextUpdate === undefined ? '' : `, next by ${nextUpdate.slice(0, 16)}Z`;
    output.line(`${id}  ${issuer}: ${revoked} revoked${until}${counts}`, list);
  }
  return exitCode.success;
}

function showDeleted(answer: BenchAnswer, output: Output): ExitCode {
  const read = z.object({ deleted: z.boolean() }).safeParse(answer.body);
  if (!answer.ok || !read.success) return answer.refuse(output);
  output.line(read.data.deleted ? 'Deleted.' : 'There is no list of this id.', read.data);
  return exitCode.success;
}

export function addRevocationListCommands(pki: Command, finish: (code: ExitCode) => void): void {
  const lists = pki
    .command('revocation-lists')
    .description('Revocation lists of authorities whose keys are elsewhere');
  const ask = (
    options: CommonOptions,
    request: BenchRequest,
    show: (answer: BenchAnswer, output: Output) => ExitCode,
  ) => {
    const output = createOutput(options.json ?? false);
    return askBench(options, request, { output, show: (answer) => show(answer, output) });
  };
  withBenchAddress(lists.command('list').description('List them')).action(
    async (options: CommonOptions) => finish(await ask(options, { path }, showLists)),
  );
  withBenchAddress(
    lists
      .command('add <file>')
      .description('Add a list (PEM or DER); a newer one of the same authority replaces the older'),
  ).action(async (file: string, options: CommonOptions) => {
    const bytes = readBinaryFile(file);
    if (!bytes.ok) {
      createOutput(options.json ?? false).problem(bytes.problem);
      finish(problemExitCode(bytes.problem));
      return;
    }
    const body = { content: { base64: bytes.value.toString('base64') } };
    finish(await ask(options, { path, body }, showLists));
  });
  withBenchAddress(lists.command('delete <id>').description('Delete one')).action(
    async (id: string, options: CommonOptions) => {
      const request = { path: `${path}/${encodeURIComponent(id)}`, method: 'DELETE' } as const;
      finish(await ask(options, request, showDeleted));
    },
  );
}
