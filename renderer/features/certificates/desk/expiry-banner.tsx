/** Says which certificates that something uses have ended or end within a week. Shows nothing when there are none. */
import { Button, Text } from '@mantine/core';
import type { CertificateEntry } from '../../../../shared/api/certificate-desk-schemas.ts';
import { useCertificatesInNeed } from '../../../app/certificate-attention.ts';
import { spanText } from '../../../components/certificate-view/words.ts';
import { StatusDot } from '../../../components/status-dot.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import styles from '../certificates.module.css';
import { expiryWords as words } from '../words.ts';
import { usesText } from './certificate-tree.tsx';

const mostShown = 3;

function sentence(entry: CertificateEntry): string {
  const name = visibleText(entry.name);
  const { state, minutesLeft } = entry.expiry;
  return state === 'expired'
    ? words.expired(name, usesText(entry))
    : words.soon(name, spanText(minutesLeft), usesText(entry));
}

export function ExpiryBanner({ onShow }: { onShow: (id: string) => void }) {
  const inNeed = useCertificatesInNeed();
  if (inNeed.length === 0) return null;
  const others = inNeed.length - mostShown;
  return (
    <section className={styles.attention} aria-label={words.title}>
      <Text size="sm" fw={600}>
        {words.title}
      </Text>
      <ul>
        {inNeed.slice(0, mostShown).map((entry) => (
          <li key={entry.id}>
            <StatusDot tone={entry.expiry.state === 'expired' ? 'error' : 'warning'}>
              {sentence(entry)}{' '}
              <Button
                variant="default"
                size="compact-xs"
                aria-label={words.show(visibleText(entry.name))}
                onClick={() => onShow(entry.id)}
              >
                {words.open}
              </Button>
            </StatusDot>
          </li>
        ))}
      </ul>
      {others > 0 && <Text size="xs">{words.more(others)}</Text>}
    </section>
  );
}
