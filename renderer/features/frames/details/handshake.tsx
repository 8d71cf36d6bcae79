/** How the connection of a frame came about, or did not: every step of the attempt with what was recorded of it. */
import { Accordion, Button } from '@mantine/core';
import type { FrameDetail, FrameView } from '../../../../shared/api/frames-contract.ts';
import { formatDuration } from '../../../components/format.ts';
import { badgeOf, severityOf, summaryOf } from '../../../components/frame-list/frame-summary.ts';
import { severityWords } from '../../../components/frame-list/frame-words.ts';
import { StatusDot, type StatusTone } from '../../../components/status-dot.tsx';
import { visibleText } from '../../../components/visible-text.ts';
import { detailsWords, handshakeWords } from '../words.ts';
import { FrameFacts } from './frame-facts.tsx';
import styles from './handshake.module.css';

function toneOf(step: FrameView): StatusTone {
  return severityOf(step) ?? 'good';
}

function sinceFirst(step: FrameView, first: FrameView): string {
  if (step.run !== first.run || step === first) return '';
  return handshakeWords.since(formatDuration((step.monoUs - first.monoUs) / 1_000));
}

/** Failures open by themselves: they are why somebody looks here. */
function openedAtFirst(steps: readonly FrameView[]): string[] {
  return steps.filter((step) => severityOf(step) === 'error').map(({ seq }) => String(seq));
}

export function Handshake({
  frame,
  onGoTo,
}: {
  frame: FrameDetail;
  onGoTo: (seq: number) => void;
}) {
  const steps = frame.handshake;
  const first = steps[0];
  if (first === undefined) return <p className={styles.none}>{detailsWords.noHandshake}</p>;
  return (
    <Accordion
      key={first.seq}
      multiple
      chevronPosition="left"
      variant="separated"
      defaultValue={openedAtFirst(steps)}
      classNames={{ control: styles.control, label: styles.label, content: styles.content }}
    >
      {steps.map((step) => {
        const severity = severityOf(step);
        return (
          <Accordion.Item key={step.seq} value={String(step.seq)}>
            <Accordion.Control>
              <span className={styles.step}>
                <StatusDot
                  tone={toneOf(step)}
                  label={severity === undefined ? badgeOf(step) : severityWords[severity]}
                />
                <span className={styles.badge}>{badgeOf(step)}</span>
                <span className={styles.summary}>{visibleText(summaryOf(step))}</span>
                <span className={styles.since}>{sinceFirst(step, first)}</span>
              </span>
            </Accordion.Control>
            <Accordion.Panel>
              <FrameFacts frame={step} />
              {step.seq !== frame.seq && (
                <Button
                  variant="default"
                  size="compact-xs"
                  mt="sm"
                  onClick={() => onGoTo(step.seq)}
                >
                  {detailsWords.openPair}
                </Button>
              )}
            </Accordion.Panel>
          </Accordion.Item>
        );
      })}
    </Accordion>
  );
}
