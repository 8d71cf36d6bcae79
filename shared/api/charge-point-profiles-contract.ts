/**
 * Contract of charge point profiles: named settings, as far as they differ from the usual ones, to make charge
 * points and fleets of. No secret is among them. Shapes only.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { chargePointRequest, chargePointState } from './charge-points-contract.ts';
import { stationId } from './common-schemas.ts';

type Settings = Partial<
  Omit<z.input<typeof chargePointRequest>, 'password' | 'authorizationKeyHex' | 'serialNumber'>
>;

/** Fields of a charge point, none needed and none filled in: what is absent is left to whoever uses the profile. */
export function optionalFields(names: readonly string[]): Record<string, z.ZodType> {
  const fields: Record<string, z.ZodType> = {};
  for (const [name, field] of Object.entries(chargePointRequest.shape)) {
    if (!names.includes(name)) continue;
    // `unwrap` is typed by the core library; every field of a Zod object is a ZodType.
    const plain = (field instanceof z.ZodDefault ? field.unwrap() : field) as z.ZodType;
    fields[name] = plain.optional();
  }
  return fields;
}

const personal = ['password', 'authorizationKeyHex', 'serialNumber'];

export const profileFields: Record<string, z.ZodType> = optionalFields(
  Object.keys(chargePointRequest.shape).filter((name) => !personal.includes(name)),
);

// The fields are those of the type, taken from the schema it is derived from.
export const chargePointProfile = z.strictObject(profileFields) as unknown as z.ZodType<
  Settings,
  Settings
>;
export type ChargePointProfile = Settings;

export const profileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);

export const chargePointProfileView = z.object({
  name: profileName,
  settings: chargePointProfile,
  /** Comes with the program; one of the same name stands in its place. */
  builtIn: z.boolean(),
});
export type ChargePointProfileView = z.infer<typeof chargePointProfileView>;

const tags = ['Charge point'];

export const chargePointProfilesContract = {
  list: oc
    .route({ method: 'GET', path: '/charge-point-profiles', tags })
    .output(z.array(chargePointProfileView)),
  put: oc
    .route({ method: 'PUT', path: '/charge-point-profiles/{name}', tags })
    .input(z.strictObject({ name: profileName, settings: chargePointProfile }))
    .output(chargePointProfileView),
  delete: oc
    .route({ method: 'DELETE', path: '/charge-point-profiles/{name}', tags })
    .input(z.object({ name: profileName }))
    .output(z.object({ deleted: z.boolean() })),
  /** Makes a charge point of a profile; `settings` go before those of the profile. */
  apply: oc
    .route({ method: 'POST', path: '/charge-point-profiles/{name}/charge-points', tags })
    .input(
      z.strictObject({
        name: profileName,
        id: stationId,
        settings: z.record(z.string(), z.unknown()).default({}),
      }),
    )
    .output(chargePointState),
};
