/** The id tags the local CSMS knows, and its policy for boots, heartbeats and tags it does not know. */

import { Button, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CsmsPolicy, IdTagState } from '../../../../shared/api/csms-contract.ts';
import { orpc, queryClient, useBenchConnection } from '../../../app/api-client.ts';
import { EditingDialog, useEditing } from '../../../components/editing-dialog.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { Panel } from '../../../components/panel.tsx';
import { QuestionDialog } from '../../../components/question-dialog.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import texts from '../../../components/text.module.css';
import { TimeText } from '../../../components/time-text.tsx';
import { idTagWords as words } from '../words.ts';
import { IdTagForm } from './id-tag-form.tsx';
import styles from './id-tags.module.css';
import { PolicyPanel } from './policy-panel.tsx';

/** So many that a field to find one is of use. */
const manyTags = 12;

function Expiry({ tag }: { tag: IdTagState }) {
  if (tag.expiryDate === undefined)
    return (
      <Text size="sm" c="dimmed">
        {words.never}
      </Text>
    );
  const isPast = Date.parse(tag.expiryDate) <= Date.now();
  return (
    <>
      <TimeText at={tag.expiryDate} />
      {isPast && tag.status === 'Accepted' && (
        <div>
          <StatusDot tone="warning">{words.expired}</StatusDot>
        </div>
      )}
    </>
  );
}

function TagTable({
  tags,
  onEdit,
  onRemove,
}: {
  tags: readonly IdTagState[];
  onEdit: (tag: IdTagState) => void;
  onRemove: (tag: IdTagState) => void;
}) {
  const isOnline = useBenchConnection().status === 'online';
  return (
    <Table.ScrollContainer minWidth={480} type="native">
      <Table aria-label={words.title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.idTag}</Table.Th>
            <Table.Th>{words.status}</Table.Th>
            <Table.Th>{words.expiry}</Table.Th>
            <Table.Th>{words.parent}</Table.Th>
            <Table.Th>
              <span className={texts.hidden}>{words.actions}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tags.map((tag) => (
            <Table.Tr key={tag.idTag}>
              <Table.Td className={styles.tag}>{tag.idTag}</Table.Td>
              <Table.Td>
                <StatusDot tone={tag.status === 'Accepted' ? 'good' : 'warning'}>
                  {tag.status}
                </StatusDot>
              </Table.Td>
              <Table.Td>
                <Expiry tag={tag} />
              </Table.Td>
              <Table.Td className={styles.tag}>{tag.parentIdTag ?? ''}</Table.Td>
              <Table.Td>
                <Group gap="xs" justify="flex-end" wrap="nowrap">
                  <Button
                    variant="default"
                    size="compact-xs"
                    aria-label={words.editTag(tag.idTag)}
                    disabled={!isOnline}
                    onClick={() => onEdit(tag)}
                  >
                    {words.edit}
                  </Button>
                  <Button
                    variant="default"
                    size="compact-xs"
                    aria-label={words.removeTag(tag.idTag)}
                    disabled={!isOnline}
                    onClick={() => onRemove(tag)}
                  >
                    {words.remove}
                  </Button>
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function RemoveTag({
  tag,
  policy,
  onClose,
}: {
  tag: IdTagState | undefined;
  policy: CsmsPolicy | undefined;
  onClose: () => void;
}) {
  const remove = useMutation(
    orpc.csms.deleteIdTag.mutationOptions({
      onSuccess: () => {
        onClose();
        return queryClient.invalidateQueries({ queryKey: orpc.csms.idTags.key() });
      },
    }),
  );
  return (
    <QuestionDialog
      opened={tag !== undefined}
      title={words.removeTitle(tag?.idTag ?? '')}
      confirm={words.remove}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => tag !== undefined && remove.mutate({ idTag: tag.idTag })}
      onClose={onClose}
    >
      <Text size="sm">{words.removeText(policy?.unknownIdTag ?? '…')}</Text>
    </QuestionDialog>
  );
}

function shownTags(tags: readonly IdTagState[], text: string): readonly IdTagState[] {
  const wanted = text.trim().toLowerCase();
  return tags
    .filter(({ idTag, parentIdTag = '' }) =>
      `${idTag} ${parentIdTag}`.toLowerCase().includes(wanted),
    )
    .toSorted((left, right) => left.idTag.localeCompare(right.idTag, 'en', { numeric: true }));
}

export function IdTagsView() {
  const tags = useQuery(orpc.csms.idTags.queryOptions());
  const csms = useQuery(orpc.csms.get.queryOptions());
  const isOnline = useBenchConnection().status === 'online';
  const [text, setText] = useState('');
  const editing = useEditing<IdTagState>();
  const [removed, setRemoved] = useState<IdTagState>();
  const policy = csms.data?.policy;
  return (
    <div className={styles.view}>
      <Panel
        title={words.title}
        note={tags.data?.length}
        actions={
          <Button leftSection={<IconPlus size={14} />} disabled={!isOnline} onClick={editing.add}>
            {words.add}
          </Button>
        }
      >
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {words.text}
          </Text>
          <Loaded query={tags} lines={5}>
            {(known) =>
              known.length === 0 ? (
                <Stack gap={2}>
                  <Text size="sm">{words.none}</Text>
                  <Text size="sm" c="dimmed">
                    {words.noneText(policy?.unknownIdTag ?? '…')}
                  </Text>
                </Stack>
              ) : (
                <>
                  {known.length > manyTags && (
                    <TextInput
                      aria-label={words.search}
                      placeholder={words.search}
                      leftSection={<IconSearch size={14} aria-hidden />}
                      value={text}
                      onChange={(event) => setText(event.currentTarget.value)}
                    />
                  )}
                  <TagTable
                    tags={shownTags(known, text)}
                    onEdit={editing.change}
                    onRemove={setRemoved}
                  />
                </>
              )
            }
          </Loaded>
        </Stack>
      </Panel>
      <PolicyPanel />
      <EditingDialog
        editing={editing}
        addTitle={words.addTitle}
        changeTitle={({ idTag }) => words.editTag(idTag)}
      >
        {(tag) => <IdTagForm tag={tag} onClose={editing.close} />}
      </EditingDialog>
      <RemoveTag tag={removed} policy={policy} onClose={() => setRemoved(undefined)} />
    </div>
  );
}
