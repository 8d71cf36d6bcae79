/** Two readings of configuration keys, compared. */
import { expect, it } from 'vitest';
import { compareConfigurations } from './configuration-comparison.ts';

const key = (name: string, value: string | undefined, readonly = false) => ({
  key: name,
  readonly,
  value,
});

it('finds what is new, gone, changed, and changed in access only', () => {
  const { differences, same } = compareConfigurations(
    [key('A', '1'), key('B', '2'), key('C', '3'), key('D', '4')],
    [key('A', '1'), key('B', '9'), key('C', '3', true), key('E', '5')],
  );
  expect(differences.map(({ key: name, kind }) => [name, kind])).toEqual([
    ['B', 'value'],
    ['C', 'access'],
    ['D', 'only-left'],
    ['E', 'only-right'],
  ]);
  expect(same).toBe(1);
});

it('compares names without regard to case', () => {
  expect(
    compareConfigurations([key('HeartbeatInterval', '1')], [key('heartbeatinterval', '1')]),
  ).toEqual({ differences: [], same: 1 });
});

it('tells the order of a list from its members', () => {
  const { differences } = compareConfigurations(
    [key('M', 'Core,Reservation'), key('N', 'Core,Reservation')],
    [key('M', 'Reservation, Core'), key('N', 'Core,SmartCharging')],
  );
  expect(differences.map(({ kind }) => kind)).toEqual(['order', 'value']);
});

it('a key without value differs from one with an empty value', () => {
  expect(compareConfigurations([key('A', undefined)], [key('A', '')]).differences).toHaveLength(1);
});
