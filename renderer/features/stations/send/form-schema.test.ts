import { describe, expect, it } from 'vitest';
import { actionsSentBy16 } from '../../../../shared/ocpp/actions.ts';
import { loadSchema } from '../../../../shared/ocpp/schema-loader.ts';
import { loadValidators } from '../../../../shared/ocpp/validation.ts';
import {
  emptyValue,
  type FieldShape,
  fits,
  formFields,
  readPayload,
  strangers,
  withMember,
  writePayload,
} from './form-schema.ts';
import { prefilledPayload } from './prefill.ts';

async function fieldsOf(action: string) {
  const schema = await loadSchema('ocpp1.6', action, 'request');
  if (schema === undefined) throw new Error(`no schema for ${action}`);
  return formFields(schema);
}

function leaves(shape: FieldShape): string[] {
  if (shape.kind === 'object') return shape.fields.flatMap((field) => leaves(field.shape));
  return shape.kind === 'list' ? leaves(shape.item) : [shape.kind];
}

const sendable = actionsSentBy16('csms').map(({ action }) => action);

describe('the form of an action', () => {
  it.each(sendable)(
    '%s: every field is one that the form has, none is left to JSON',
    async (action) => {
      const kinds = (await fieldsOf(action)).flatMap(({ shape }) => leaves(shape));
      expect(kinds).not.toContain('json');
    },
  );

  it.each(sendable)('%s: its example can be shown and is the same afterwards', async (action) => {
    const text = prefilledPayload(action, { transactions: [] }, 0);
    const payload = readPayload(text);
    const fields = await fieldsOf(action);
    expect(payload && strangers(payload, fields)).toEqual([]);
    expect(fields.every(({ name, shape }) => fits(shape, payload?.[name]))).toBe(true);
    expect(payload && writePayload(payload)).toBe(text);
  });

  it('finds definitions, as the security extension has them', async () => {
    const firmware = (await fieldsOf('SignedUpdateFirmware')).find(
      ({ name }) => name === 'firmware',
    );
    expect(firmware?.required).toBe(true);
    expect(
      firmware?.shape.kind === 'object' && firmware.shape.fields.map(({ name }) => name),
    ).toEqual([
      'location',
      'retrieveDateTime',
      'installDateTime',
      'signingCertificate',
      'signature',
    ]);
  });

  it('begins an added part with all that is required', async () => {
    const profile = (await fieldsOf('SetChargingProfile')).find(
      ({ name }) => name === 'csChargingProfiles',
    );
    const payload = { connectorId: 1, csChargingProfiles: profile && emptyValue(profile.shape) };
    const { validate } = await loadValidators('ocpp1.6');
    expect(validate('SetChargingProfile', 'request', payload)).toEqual([]);
  });

  it('leaves everything else as it was when a member changes or goes', () => {
    const payload = { a: 1, own: 'kept', b: 2 };
    expect(Object.keys(withMember(payload, 'a', 9))).toEqual(['a', 'own', 'b']);
    expect(withMember(payload, 'b', undefined)).toEqual({ a: 1, own: 'kept' });
  });

  it.each(['', '{', '[]', '"x"', 'null'])('shows no form for %j', (text) => {
    expect(readPayload(text)).toBeUndefined();
  });
});
