/** How the chain is sent. Knows a draft, not what becomes of it. */
import { Switch } from '@mantine/core';
import type { SigningPolicy } from '../../../../shared/api/signing-requests-contract.ts';
import { deliveryWords as words } from './words.ts';

type Delivery = Pick<SigningPolicy, 'withRoot' | 'lineEndings'>;

export function DeliveryFields({
  delivery,
  onChange,
}: {
  delivery: Delivery;
  onChange: (change: Partial<Delivery>) => void;
}) {
  return (
    <>
      <Switch
        label={words.withRoot}
        description={words.withRootHint}
        checked={delivery.withRoot}
        onChange={(event) => onChange({ withRoot: event.currentTarget.checked })}
      />
      <Switch
        label={words.crlf}
        description={words.crlfHint}
        checked={delivery.lineEndings === 'crlf'}
        onChange={(event) => onChange({ lineEndings: event.currentTarget.checked ? 'crlf' : 'lf' })}
      />
    </>
  );
}
