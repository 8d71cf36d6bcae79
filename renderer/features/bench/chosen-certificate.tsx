/** The entry of the certificate desk that a listener shows for one key family, instead of the bench's own certificate. */
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { CertificateEntry } from '../../../shared/api/certificate-desk-schemas.ts';
import { orpc } from '../../app/api-client.ts';
import { visibleText } from '../../components/visible-text.ts';
import type { ListenerDraft } from './listener-draft.ts';
import { optionWords } from './words.ts';

const words = optionWords.chosenCertificate;
const isRsa = ({ key }: CertificateEntry) => key.algorithm === 'rsa' || key.algorithm === 'rsa-pss';

/**
 * What may serve TLS: with its key here, made or brought by a person. An authority is none, but a self-signed server
 * certificate that was brought along often calls itself one.
 */
function fits(entry: CertificateEntry, family: 'rsa' | 'ecdsa'): boolean {
  return (
    entry.hasPrivateKey &&
    entry.origin !== 'automatic' &&
    (entry.origin === 'imported' || (entry.role !== 'root' && entry.role !== 'sub-authority')) &&
    isRsa(entry) === (family === 'rsa')
  );
}

export function ChosenCertificate({
  family,
  draft,
  change,
}: {
  family: 'rsa' | 'ecdsa';
  draft: ListenerDraft;
  change: (part: Partial<ListenerDraft>) => void;
}) {
  const query = useQuery(orpc.pki.entries.queryOptions({ input: { limit: 1000 } }));
  const entries = (query.data?.entries ?? []).filter((entry) => fits(entry, family));
  const field = family === 'rsa' ? 'rsaCertificate' : 'ecdsaCertificate';
  const other = family === 'rsa' ? draft.ecdsaCertificate : draft.rsaCertificate;
  const value = draft[field];
  const known = entries.map(({ id, name, notAfter }) => ({
    value: id,
    label: visibleText(words.until(name, notAfter.slice(0, 10))),
  }));
  const missing =
    value === '' || known.some((one) => one.value === value)
      ? []
      : [{ value, label: query.isPending ? value : words.missing(value) }];
  return (
    <Select
      label={words.label[family]}
      description={words.hint}
      data={[{ value: '', label: other === '' ? words.own : words.nothing }, ...known, ...missing]}
      value={value}
      allowDeselect={false}
      onChange={(id) => change({ [field]: id ?? '' })}
    />
  );
}
