/**
 * One row of the index: what the frame list shows and the filter asks for, without the content of the frame.
 * Knows nothing of SQLite or of how a row is found out.
 */
import type { Judgement, Severity } from '../../../shared/record/judgement.ts';

export type RowMessageType = 'call' | 'result' | 'error' | 'malformed';

export interface IndexRow {
  seq: number;
  wallUs: number;
  monoUs: number;
  run: string;
  role: string;
  station: string | null;
  connection: number | null;
  direction: string | null;
  sender: string | null;
  kind: string;
  messageType: RowMessageType | null;
  action: string | null;
  messageId: string | null;
  pairSeq: number | null;
  latencyUs: number | null;
  /** Length of the content. */
  bytes: number;
  summary: string;
  /** 1 when the bench changed or injected it. */
  tampered: number;
  /** 0 none, 1 info, 2 warning, 3 error. */
  severity: number;
  /** 1 when something went wrong, judged or not. */
  failed: number;
  /** JSON of codes and parameters of frames that are no messages; headers are left out. */
  detail: string | null;
  /** JSON of the judgements. */
  judgements: string | null;
  /** `seq` of the `connection-opened` of the same connection. */
  opened: number | null;
  segment: number;
  /** Place of the line in its segment, without the line end. */
  offset: number;
  length: number;
}

const severities: readonly (Severity | undefined)[] = [undefined, 'info', 'warning', 'error'];

export function severityRank(severity: Severity): number {
  return severities.indexOf(severity);
}

export function severityOfRank(rank: number): Severity | undefined {
  return severities[rank];
}

/** Adds judgements to a row that may have some already. */
export function addJudgements(row: IndexRow, judgements: readonly Judgement[]): void {
  if (judgements.length === 0) return;
  // Only this function writes the column.
  const earlier: Judgement[] = row.judgements === null ? [] : JSON.parse(row.judgements);
  row.judgements = JSON.stringify([...earlier, ...judgements]);
  for (const { severity } of judgements)
    row.severity = Math.max(row.severity, severityRank(severity));
  if (row.severity === 3) row.failed = 1;
}
