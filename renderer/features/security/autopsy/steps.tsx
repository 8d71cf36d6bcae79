/** The column of steps: glyph, title, what it says; opened, what stands behind it. Arrow keys walk through it. */
import { Button, Group, Text } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { AttemptAutopsy } from '../../../../shared/api/attempts-contract.ts';
import {
  stepTitles,
  stepWords,
  toneWords,
} from '../../../../shared/security/autopsy/autopsy-words.ts';
import { StatusDot } from '../../../components/status-dot.tsx';
import texts from '../../../components/text.module.css';
import { visibleText } from '../../../components/visible-text.ts';
import styles from './autopsy.module.css';
import { StepDetails } from './step-details.tsx';
import { toneOfStep } from './tones.ts';
import { autopsyWords as words } from './words.ts';

type Step = AttemptAutopsy['autopsy']['steps'][number];

/** Where it ended opens by itself: it is why somebody looks here. */
function openedAtFirst({ steps, failure }: AttemptAutopsy['autopsy']): Set<string> {
  return new Set(steps.filter(({ code }) => code === failure?.code).map(({ id }) => id));
}

function moved(keys: string, at: number, length: number): number | undefined {
  const targets: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: length - 1,
  };
  return targets[keys];
}

export function Steps({ data: { autopsy, attempt } }: { data: AttemptAutopsy }) {
  const [open, setOpen] = useState(() => openedAtFirst(autopsy));
  const [withUnreached, setWithUnreached] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  const unreached = autopsy.steps.filter(({ tone }) => tone === 'not-reached').length;
  const shown = autopsy.steps.filter(({ tone }) => withUnreached || tone !== 'not-reached');
  const allOpen = shown.every(({ id }) => open.has(id));

  const toggle = (id: string) => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const heads = [...(list.current?.querySelectorAll<HTMLElement>('[data-step-head]') ?? [])];
    const { activeElement } = document;
    const at = activeElement instanceof HTMLElement ? heads.indexOf(activeElement) : -1;
    const target = at < 0 ? undefined : moved(event.key, at, heads.length);
    if (target === undefined) return;
    event.preventDefault();
    heads[Math.max(0, Math.min(target, heads.length - 1))]?.focus();
  };

  return (
    <section aria-label={words.steps}>
      <Group justify="space-between" gap="sm" mb={6}>
        <h2 className={styles.heading}>{words.steps}</h2>
        <Button
          variant="default"
          size="compact-xs"
          onClick={() => setOpen(new Set(allOpen ? [] : shown.map(({ id }) => id)))}
        >
          {allOpen ? words.hideAll : words.showAll}
        </Button>
      </Group>
      <ol ref={list} className={styles.steps} onKeyDown={onKeyDown}>
        {shown.map((step) => (
          <StepItem
            key={step.id}
            step={step}
            capture={attempt.capture}
            isEnd={autopsy.failure !== undefined && step.code === autopsy.failure.code}
            open={open.has(step.id)}
            onToggle={() => toggle(step.id)}
          />
        ))}
      </ol>
      {unreached > 0 && (
        <Group gap="xs" mt="xs">
          <Text size="sm" className={texts.quiet}>
            {words.unreached(unreached)}.
          </Text>
          <Button
            variant="default"
            size="compact-xs"
            aria-expanded={withUnreached}
            onClick={() => setWithUnreached(!withUnreached)}
          >
            {withUnreached ? words.hideUnreached : words.showUnreached}
          </Button>
        </Group>
      )}
      <Text size="xs" mt="sm" className={texts.quiet}>
        {words.hint}
      </Text>
    </section>
  );
}

function StepItem({
  step,
  capture,
  isEnd,
  open,
  onToggle,
}: {
  step: Step;
  capture: string;
  isEnd: boolean;
  open: boolean;
  onToggle: () => void;
}) {
  const { id, tone } = step;
  const { text } = stepWords(step);
  return (
    <li className={styles.step} data-tone={tone}>
      <button
        type="button"
        className={styles.head}
        aria-expanded={open}
        data-step-head={id}
        onClick={onToggle}
      >
        <IconChevronRight size={14} className={styles.chevron} data-open={open} aria-hidden />
        <StatusDot tone={toneOfStep(tone)} label={toneWords[tone]} />
        <span className={styles.title}>{stepTitles[id]}</span>
        <span className={styles.text}>{visibleText(text)}</span>
        {isEnd && <span className={styles.end}>{words.endedHere}</span>}
      </button>
      {open && <StepBody step={step} capture={capture} isEnd={isEnd} />}
    </li>
  );
}

function StepBody({ step, capture, isEnd }: { step: Step; capture: string; isEnd: boolean }) {
  const { evidence, clause, details } = step;
  // Of the step where it ended the headline says what to do.
  const { chargePoint, csms, network } = stepWords(step);
  const advice = [
    [words.sides['charge-point'], chargePoint],
    [words.sides.csms, csms],
    [words.sides.network, network],
  ].filter((row): row is [string, string] => row[1] !== undefined);
  const isEmpty = advice.length === 0 && details.length === 0 && evidence.length === 0;
  return (
    <div className={styles.body}>
      {step.tone !== 'green' && !isEnd && advice.length > 0 && (
        <dl className={styles.todo}>
          {advice.map(([side, text]) => (
            <div key={side} className={styles.todoRow}>
              <dt>{side}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      {details.map((detail) => (
        <StepDetails
          key={detail.kind}
          detail={detail}
          capture={capture}
          title={stepTitles[step.id]}
        />
      ))}
      {isEmpty && <Text size="sm">{words.missing}</Text>}
      <Group gap="sm">
        {evidence.map((seq) => (
          <Link key={seq} className={texts.link} to="/frames" search={{ capture, seq }}>
            {words.frame(seq)}
          </Link>
        ))}
        {clause !== undefined && (
          <Text size="xs" className={texts.quiet}>
            {clause}
          </Text>
        )}
      </Group>
    </div>
  );
}
