/** Revocation lists of authorities whose keys are elsewhere: add files, see how far they reach, remove. */
import { Button, FileButton, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ForeignRevocationList } from '../../../../shared/api/revocation-lists-contract.ts';
import { benchClient, orpc, queryClient } from '../../../app/api-client.ts';
import { Loaded } from '../../../components/loaded.tsx';
import { notifyProblem } from '../../../components/notify-problem.ts';
import { Panel } from '../../../components/panel.tsx';
import { ProblemAlert } from '../../../components/problem-alert.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import texts from '../../../components/text.module.css';
import { visibleText } from '../../../components/visible-text.ts';
import { listsWords as words } from './words.ts';

const refresh = () => queryClient.invalidateQueries({ queryKey: orpc.pki.revocationLists.key() });

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

interface Refusal {
  title: string;
  error: unknown;
}

/** Those that are refused do not keep the others out. */
async function addAll(files: readonly File[]): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  for (const file of files) {
    try {
      await benchClient.pki.addRevocationList({ content: { base64: await base64Of(file) } });
    } catch (error) {
      refusals.push({ title: words.refused(file.name), error });
    }
  }
  return refusals;
}

function RevocationListRow({ list }: { list: ForeignRevocationList }) {
  const remove = useMutation(
    orpc.pki.deleteRevocationList.mutationOptions({ onSuccess: refresh, onError: notifyProblem }),
  );
  const { id, issuer, revoked, thisUpdate, nextUpdate, authorityKnown } = list;
  const hasRunOut = nextUpdate !== undefined && Date.parse(nextUpdate) < Date.now();
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <div>
        <Text size="sm" fw={600}>
          {visibleText(issuer)}
        </Text>
        <Text size="xs" className={texts.quiet}>
          {words.facts(revoked, thisUpdate.slice(0, 10), nextUpdate?.slice(0, 10))}
        </Text>
        {!authorityKnown && (
          <Text size="xs" component="div">
            <StatusDot tone="warning">{words.unknown}</StatusDot>
          </Text>
        )}
        {hasRunOut && (
          <Text size="xs" component="div">
            <StatusDot tone="warning">{words.ranOut}</StatusDot>
          </Text>
        )}
      </div>
      <Button
        variant="default"
        size="compact-xs"
        aria-label={words.removeOf(visibleText(issuer))}
        loading={remove.isPending}
        onClick={() => remove.mutate({ id })}
      >
        {words.remove}
      </Button>
    </Group>
  );
}

export function RevocationLists() {
  const query = useQuery(orpc.pki.revocationLists.queryOptions());
  const add = useMutation({ mutationFn: addAll, onSettled: refresh });
  return (
    <Panel title={words.title}>
      <Stack gap="sm">
        <Text size="sm" maw={900}>
          {words.intro}
        </Text>
        <Group gap="xs">
          <FileButton multiple accept=".crl,.pem,.der" onChange={(files) => add.mutate(files)}>
            {(button) => (
              <Button variant="default" loading={add.isPending} {...button}>
                {words.choose}
              </Button>
            )}
          </FileButton>
        </Group>
        {add.data?.map(({ title, error }) => (
          <ProblemAlert key={title} title={title} error={error} />
        ))}
        <Loaded query={query} lines={2}>
          {(lists) =>
            lists.length === 0 ? (
              <div>
                <Text fw={600}>{words.emptyTitle}</Text>
                <Text size="sm" className={texts.quiet}>
                  {words.emptyText}
                </Text>
              </div>
            ) : (
              <Stack gap="sm">
                {lists.map((list) => (
                  <RevocationListRow key={list.id} list={list} />
                ))}
              </Stack>
            )
          }
        </Loaded>
      </Stack>
    </Panel>
  );
}
