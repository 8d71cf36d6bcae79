/**
 * Compiles the terms of a filter that the index can answer to a SQL condition. Knows nothing of views or of text.
 */
import {
  type FilterTerm,
  type FrameFilter,
  indexedTerms,
  type TypeTerm,
} from '../../../shared/filter/frame-filter.ts';
import { severityRank } from './index-row.ts';

export interface SqlCondition {
  /** Without WHERE; `1` when everything passes. */
  condition: string;
  parameters: (string | number)[];
  /** The index that serves best, as an `INDEXED BY` clause; empty for the primary key. */
  indexedBy: string;
}

function anyOf(column: string, values: readonly (string | number)[]): SqlCondition {
  const places = values.map(() => '?').join(',');
  return { condition: `${column} IN (${places})`, parameters: [...values], indexedBy: '' };
}

function typeCondition(types: readonly TypeTerm[]): SqlCondition {
  const messageTypes = types.flatMap((type) => ('messageType' in type ? [type.messageType] : []));
  const kinds = types.flatMap((type) => ('kinds' in type ? type.kinds : []));
  const parts = [anyOf('messageType', messageTypes), anyOf('kind', kinds)].filter(
    ({ parameters }) => parameters.length > 0,
  );
  return {
    condition: `(${parts.map(({ condition }) => condition).join(' OR ')})`,
    parameters: parts.flatMap(({ parameters }) => parameters),
    indexedBy: '',
  };
}

function termCondition(term: FilterTerm): SqlCondition {
  switch (term.key) {
    case 'dir':
      return anyOf('direction', term.values);
    case 'role':
      return anyOf('role', term.values);
    case 'station':
      return { ...anyOf('station', term.values), indexedBy: 'framesByStation' };
    case 'action':
      return { ...anyOf('action', term.values), indexedBy: 'framesByAction' };
    case 'conn':
      return anyOf('connection', term.values);
    case 'id':
      return anyOf('messageId', term.values);
    case 'type':
      return typeCondition(term.values);
    case 'severity':
      return { condition: 'severity >= ?', parameters: [severityRank(term.value)], indexedBy: '' };
    case 'errors':
      return { condition: 'failed = 1', parameters: [], indexedBy: 'framesFailed' };
    case 'text':
      return { condition: '1', parameters: [], indexedBy: '' };
  }
}

/** The condition of all indexed terms together. */
export function compileFilter(filter: FrameFilter): SqlCondition {
  const conditions: string[] = [];
  const parameters: (string | number)[] = [];
  let indexedBy = '';
  for (const term of indexedTerms(filter)) {
    const compiled = termCondition(term);
    conditions.push(term.negated ? `(${compiled.condition}) IS NOT TRUE` : compiled.condition);
    parameters.push(...compiled.parameters);
    if (!term.negated && indexedBy === '' && compiled.indexedBy !== '') {
      indexedBy = `INDEXED BY ${compiled.indexedBy}`;
    }
  }
  return {
    condition: conditions.length === 0 ? '1' : conditions.join(' AND '),
    parameters,
    indexedBy,
  };
}
