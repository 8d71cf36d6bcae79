/** Chosen answers for one station, or for all of them when none is given. */
import { useQuery } from '@tanstack/react-query';
import { orpc } from '../../../app/api-client.ts';
import { Loaded } from '../../../components/loaded.tsx';
import pieces from '../pieces/pieces.module.css';
import { ClockAndIds } from './clock-and-ids.tsx';
import { RuleForm } from './rule-form.tsx';
import { RuleTable } from './rule-table.tsx';

export function AnswersView({ station }: { station?: string }) {
  const rules = useQuery(orpc.csms.answers.queryOptions());
  const policy = useQuery(orpc.csms.get.queryOptions()).data?.policy;
  return (
    <Loaded query={rules} lines={6}>
      {(all) => {
        const shown = all.filter(
          (rule) => station === undefined || rule.station === undefined || rule.station === station,
        );
        return (
          <div className={pieces.stack}>
            <RuleTable rules={shown} withRemoveAll={station === undefined} />
            <RuleForm key={station} station={station} />
            {policy !== undefined && <ClockAndIds policy={policy} />}
          </div>
        );
      }}
    </Loaded>
  );
}
