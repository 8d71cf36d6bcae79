/** The rules for a station, or all of them, with how often each was used. */
import { Button, Stack, Table, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type {
  AnswerRuleState,
  ChosenAnswer,
} from '../../../../shared/api/csms-answers-contract.ts';
import { orpc, queryClient } from '../../../app/api-client.ts';
import { ColumnTable } from '../../../components/column-table.tsx';
import { formatDuration } from '../../../components/format.ts';
import { notifyProblem } from '../../../components/notify-problem.ts';
import { Panel } from '../../../components/panel.tsx';
import { StatusDot } from '../../../components/status-dot.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import pieces from '../pieces/pieces.module.css';
import { answerWords as words } from './words.ts';

const refresh = () => queryClient.invalidateQueries({ queryKey: orpc.csms.answers.key() });
const shownText = 120;

function contentOf(answer: ChosenAnswer): string {
  switch (answer.kind) {
    case 'usual':
      return JSON.stringify(answer.changes);
    case 'result':
      return JSON.stringify(answer.payload);
    case 'error':
      return [answer.code, answer.description].filter((part) => part !== '').join(', ');
    case 'silence':
      return '';
    case 'raw':
      return answer.text;
  }
}

function Rule({ rule }: { rule: AnswerRuleState }) {
  const options = { onSuccess: refresh, onError: notifyProblem };
  const remove = useMutation(orpc.csms.deleteAnswer.mutationOptions(options));
  const put = useMutation(orpc.csms.putAnswer.mutationOptions(options));
  const { id, action, answer, station, delayMs, times, used, usedUp } = rule;
  const { used: _used, usedUp: _usedUp, ...asRequested } = rule;
  return (
    <Table.Tr>
      <Table.Td>{station === undefined ? words.all : visibleText(station)}</Table.Td>
      <Table.Td>{action}</Table.Td>
      <Table.Td>
        {words.kinds[answer.kind]}{' '}
        <span className={pieces.wire}>{visibleText(contentOf(answer).slice(0, shownText))}</span>
      </Table.Td>
      <Table.Td>{delayMs === 0 ? '' : formatDuration(delayMs)}</Table.Td>
      <Table.Td>
        <StatusDot tone={usedUp ? 'off' : 'warning'}>
          {usedUp ? words.usedUp : words.inForce}
        </StatusDot>{' '}
        <span className={pieces.quiet}>
          {times === undefined ? words.used(used) : words.timesOf(used, times)}
        </span>
      </Table.Td>
      <Table.Td className={pieces.nowrap}>
        {usedUp && (
          <Button
            variant="default"
            size="compact-xs"
            mr={6}
            aria-label={words.againOf(action)}
            onClick={() => put.mutate(asRequested)}
          >
            {words.again}
          </Button>
        )}
        <Button
          variant="default"
          size="compact-xs"
          aria-label={words.removeOf(action)}
          onClick={() => remove.mutate({ id })}
        >
          {words.remove}
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}

export function RuleTable({
  rules,
  withRemoveAll,
}: {
  rules: readonly AnswerRuleState[];
  withRemoveAll: boolean;
}) {
  const removeAll = useMutation(
    orpc.csms.deleteAnswers.mutationOptions({ onSuccess: refresh, onError: notifyProblem }),
  );
  return (
    <Panel
      title={words.title}
      note={rules.length}
      actions={
        withRemoveAll && rules.length > 0 ? (
          <Button
            variant="default"
            loading={removeAll.isPending}
            onClick={() => removeAll.mutate({})}
          >
            {words.removeAll}
          </Button>
        ) : undefined
      }
    >
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          {words.text}
        </Text>
        {rules.length === 0 ? (
          <Text size="sm">{words.none}</Text>
        ) : (
          <ColumnTable
            label={words.title}
            columns={[
              words.station,
              words.action,
              words.answer,
              words.delay,
              words.state,
              words.actions,
            ]}
            minWidth={620}
          >
            {rules.map((rule) => (
              <Rule key={rule.id} rule={rule} />
            ))}
          </ColumnTable>
        )}
      </Stack>
    </Panel>
  );
}
