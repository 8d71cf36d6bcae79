/** The faults of one target, grouped, each one a button with what it shows and what the device must do. */
import { Badge, Select, UnstyledButton } from '@mantine/core';
import { useId } from 'react';
import {
  demandOf,
  faultGroupWords,
  faultWords,
} from '../../../../shared/security/handshake-fault-words.ts';
import {
  type FaultId,
  faultGroups,
  faultsFor,
  handshakeFaults,
  type SingleSuite,
  singleSuites,
} from '../../../../shared/security/handshake-faults.ts';
import texts from '../../../components/text.module.css';
import { canShow, type Target } from './fault-targets.ts';
import styles from './faults.module.css';
import { faultsWords as words } from './words.ts';

interface GridProps {
  target: Target;
  /** The one that is on. */
  on: FaultId | undefined;
  suite: SingleSuite;
  busy: boolean;
  onSuite(suite: SingleSuite): void;
  /** Switches this one, or off when it is on already. */
  onToggle(fault: FaultId): void;
}

function FaultCard({ fault, target, on, busy, onToggle }: GridProps & { fault: FaultId }) {
  const hintId = useId();
  const { title, shows, note } = faultWords[fault];
  const isOn = on === fault;
  const possible = canShow(target, fault);
  return (
    <div
      className={styles.card}
      data-on={isOn || undefined}
      data-disabled={busy || !possible || undefined}
    >
      <span className={styles.title}>
        <UnstyledButton
          className={styles.button}
          aria-pressed={isOn}
          aria-describedby={hintId}
          disabled={busy || !possible}
          onClick={() => onToggle(fault)}
        >
          {title}
        </UnstyledButton>
        {isOn && (
          <Badge size="sm" color="amber" variant="filled" autoContrast>
            {words.on}
          </Badge>
        )}
      </span>
      <span id={hintId} className={styles.text}>
        <span>{shows}</span>
        <span className={texts.quiet}>
          {possible ? demandOf(fault, target.target) : words.needsProfile3}
          {note === undefined ? '' : ` ${note}`}
        </span>
      </span>
    </div>
  );
}

export function FaultGrid(props: GridProps) {
  const { target, suite, onSuite } = props;
  const shown = faultsFor(target.target);
  const groupId = useId();
  return faultGroups.map((group) => {
    const faults = shown.filter((fault) => handshakeFaults[fault].group === group);
    if (faults.length === 0) return null;
    return (
      <section key={group} aria-labelledby={`${groupId}-${group}`}>
        <h2 className={styles.group} id={`${groupId}-${group}`}>
          {faultGroupWords[group]}
        </h2>
        {group === 'tls' && (
          <Select
            size="xs"
            className={styles.suite}
            label={words.suite}
            allowDeselect={false}
            data={[...singleSuites]}
            value={suite}
            onChange={(value) => {
              const chosen = singleSuites.find((one) => one === value);
              if (chosen !== undefined) onSuite(chosen);
            }}
          />
        )}
        <div className={styles.grid}>
          {faults.map((fault) => (
            <FaultCard key={fault} fault={fault} {...props} />
          ))}
        </div>
      </section>
    );
  });
}
