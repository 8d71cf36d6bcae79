/** The faults of one target, grouped, each one a button with what it shows; what the device must do where it is not the usual. */
import { Badge, Select, Text, UnstyledButton } from '@mantine/core';
import { useId } from 'react';
import {
  faultGroupWords,
  faultWords,
  ownDemandOf,
  usualDemandOf,
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

interface ListProps {
  target: Target;
  /** The one that is on. */
  on: FaultId | undefined;
  suite: SingleSuite;
  busy: boolean;
  onSuite(suite: SingleSuite): void;
  /** Switches this one, or off when it is on already. */
  onToggle(fault: FaultId): void;
}

function FaultRow({ fault, target, on, busy, onToggle }: ListProps & { fault: FaultId }) {
  const hintId = useId();
  const { title, shows } = faultWords[fault];
  const isOn = on === fault;
  const isOff = busy || !canShow(target, fault);
  const demand = ownDemandOf(fault, target.target);
  return (
    <li className={styles.row} data-on={isOn || undefined} data-disabled={isOff || undefined}>
      <span className={styles.title}>
        <UnstyledButton
          className={styles.button}
          aria-pressed={isOn}
          aria-describedby={hintId}
          disabled={isOff}
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
      <span id={hintId}>
        {shows} {demand !== undefined && <span className={texts.quiet}>{demand}</span>}
      </span>
    </li>
  );
}

function SuiteChoice({ suite, onSuite }: Pick<ListProps, 'suite' | 'onSuite'>) {
  return (
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
  );
}

export function FaultList(props: ListProps) {
  const { target } = props;
  const shown = faultsFor(target.target);
  const groupId = useId();
  return (
    <div>
      <Text size="sm" className={texts.quiet} mb={4}>
        {usualDemandOf(target.target)} {!target.showsCertificate && words.needsProfile3}
      </Text>
      {faultGroups.map((group) => {
        const faults = shown.filter((fault) => handshakeFaults[fault].group === group);
        const headingId = `${groupId}-${group}`;
        if (faults.length === 0) return null;
        return (
          <section key={group} className={styles.group} aria-labelledby={headingId}>
            <h2 id={headingId}>{faultGroupWords[group]}</h2>
            <div>
              <ul className={styles.rows}>
                {faults.map((fault) => (
                  <FaultRow key={fault} fault={fault} {...props} />
                ))}
              </ul>
              {group === 'tls' && <SuiteChoice {...props} />}
            </div>
          </section>
        );
      })}
    </div>
  );
}
