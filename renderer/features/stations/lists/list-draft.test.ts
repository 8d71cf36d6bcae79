import { describe, expect, it } from 'vitest';
import { draftOf, draftProblem, fullList, listChanges, nextVersion } from './list-draft.ts';

const sent = {
  sentVersion: 3,
  entries: [
    { idTag: 'ONE', idTagInfo: { status: 'Accepted' } },
    { idTag: 'TWO', idTagInfo: { status: 'Blocked', parentIdTag: 'P' } },
  ],
};

describe('the draft of a local list', () => {
  it('begins as what was sent, and then has nothing to change', () => {
    expect(fullList(draftOf(sent))).toEqual(sent.entries);
    expect(listChanges(sent, draftOf(sent))).toEqual([]);
  });

  it('§5.15 a differential update has the changes, and removals without idTagInfo', () => {
    const [one] = draftOf(sent);
    const draft = [
      { ...one, key: 0, idTag: 'ONE', status: 'Expired' },
      { key: 9, idTag: 'NEW', status: 'Accepted' },
    ];
    expect(listChanges(sent, draft)).toEqual([
      { idTag: 'ONE', idTagInfo: { status: 'Expired' } },
      { idTag: 'NEW', idTagInfo: { status: 'Accepted' } },
      { idTag: 'TWO' },
    ]);
  });

  it('takes upper and lower case of an id tag for the same', () => {
    expect(draftProblem([...draftOf(sent), { key: 9, idTag: 'one', status: 'Accepted' }])).toEqual({
      kind: 'doubled',
      idTag: 'one',
    });
  });

  it('counts on from the highest version known, and from 0 where lists are not supported', () => {
    expect(nextVersion({ ...sent, reportedVersion: 7 })).toBe(8);
    expect(nextVersion({ entries: [], reportedVersion: -1 })).toBe(1);
  });
});
