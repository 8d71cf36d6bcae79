/** Which authority signs: one of the desk whose key is here, or what is taken without a choice. */
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { orpc } from '../../../app/api-client.ts';
import { shortKeyText } from '../../../components/certificate-view/certificate-text.ts';
import { visibleText } from '../../../components/visible-text.ts';

export function AuthorityField({
  label,
  none,
  value,
  onChange,
}: {
  label: string;
  none: string;
  value: string | null;
  onChange: (issuer: string | null) => void;
}) {
  const query = useQuery(orpc.pki.authorities.queryOptions());
  const authorities = query.data?.filter(({ hasPrivateKey }) => hasPrivateKey) ?? [];
  return (
    <NativeSelect
      label={label}
      value={value ?? ''}
      data={[
        { value: '', label: none },
        ...authorities.map(({ id, name, key }) => ({
          value: id,
          label: `${visibleText(name)} (${shortKeyText(key)})`,
        })),
      ]}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        onChange(chosen === '' ? null : chosen);
      }}
    />
  );
}
