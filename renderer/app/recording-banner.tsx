/** Says loudly when the bench cannot record, because then its first promise does not hold. */
import { useQuery } from '@tanstack/react-query';
import { Banner } from '../components/banner.tsx';
import { spoken } from '../components/problem-of.ts';
import { orpc } from './api-client.ts';
import { statusWords } from './words.ts';

export function RecordingBanner() {
  const recording = useQuery(orpc.bench.state.queryOptions()).data?.recording;
  if (recording === undefined || recording.status === 'recording') return null;
  const { framesLost } = recording;
  const problem = recording.problem === undefined ? undefined : spoken(recording.problem);
  return (
    <Banner severity="error" title={statusWords.recordingProblem}>
      {problem?.message ?? statusWords.recordingProblemText} {problem?.fix}{' '}
      {framesLost > 0 && <strong>{statusWords.lost(framesLost)}.</strong>}
    </Banner>
  );
}
