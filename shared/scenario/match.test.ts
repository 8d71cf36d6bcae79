/** That a value fits what is wanted of it exactly when it should, and that the first difference is named. */
import { describe, expect, it } from 'vitest';
import { difference } from './match.ts';

const meterValues = {
  connectorId: 1,
  meterValue: [
    {
      sampledValue: [
        { value: '7', unit: 'Wh' },
        { value: '9', unit: 'W' },
      ],
    },
  ],
};

describe('difference', () => {
  it.each([
    ['parts of an object', { connectorId: 1 }],
    ['a path', { 'meterValue.0.sampledValue.1.unit': 'W' }],
    ['the last of an array', { 'meterValue.last.sampledValue.last.value': '9' }],
    ['a comparison', { connectorId: { $above: 0, $below: 2 } }],
    ['one of several', { connectorId: { $oneOf: [1, 2] } }],
    ['what an array contains', { 'meterValue.0.sampledValue': { $contains: { unit: 'Wh' } } }],
    ['a pattern', { 'meterValue.0.sampledValue.0.value': { $matches: '^[0-9]$' } }],
    ['what is not there', { transactionId: { $exists: false } }],
    ['what it is not', { connectorId: { $not: 2 } }],
  ])('finds none for %s', (_what, wanted) => {
    expect(difference(meterValues, wanted)).toBeUndefined();
  });

  it.each([
    [{ connectorId: '1' }, 'connectorId'],
    [{ connectorId: { $above: 1 } }, 'connectorId'],
    [{ 'meterValue.0.sampledValue': { $contains: { unit: 'A' } } }, 'meterValue.0.sampledValue'],
    [{ meterValue: [{ sampledValue: [{ value: '7' }] }] }, 'meterValue.0.sampledValue'],
    [{ transactionId: 5 }, 'transactionId'],
    [{ connectorId: { $matches: '(' } }, 'connectorId'],
  ])('names the place where %j differs', (wanted, path) => {
    expect(difference(meterValues, wanted)).toMatchObject({ path });
  });
});
