/** The actions a CSMS may send in OCPP 1.6, grouped by feature profile, to choose one; or any other name. */
import { Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import {
  type ActionDescription16,
  actionsSentBy16,
  type FeatureProfile16,
} from '../../../../shared/ocpp/actions.ts';
import { profileNames, sendWords as words } from '../words.ts';
import styles from './action-list.module.css';

const sendable = actionsSentBy16('csms');

/** The order in which the feature profiles are listed. */
const profiles: readonly FeatureProfile16[] = [
  'Core',
  'RemoteTrigger',
  'Security',
  'SmartCharging',
  'LocalAuthListManagement',
  'Reservation',
  'FirmwareManagement',
];

export function isSendable(action: string): boolean {
  return sendable.some((known) => known.action === action);
}

/** Up and down go from action to action. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const next = buttons[buttons.findIndex((button) => button.matches(':focus')) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

function ActionGroup({
  profile,
  actions,
  selected,
  onSelect,
}: {
  profile: FeatureProfile16;
  actions: readonly ActionDescription16[];
  selected: string;
  onSelect: (action: string) => void;
}) {
  if (actions.length === 0) return null;
  return (
    <section aria-label={profileNames[profile]}>
      <h3 className={styles.profile}>{profileNames[profile]}</h3>
      {actions.map(({ action }) => (
        <button
          key={action}
          type="button"
          className={styles.action}
          aria-pressed={action === selected}
          onClick={() => onSelect(action)}
        >
          {action}
        </button>
      ))}
    </section>
  );
}

export function ActionList({
  selected,
  onSelect,
}: {
  selected: string;
  onSelect: (action: string) => void;
}) {
  const [text, setText] = useState('');
  const name = text.trim();
  const found = sendable.filter(({ action }) => action.toLowerCase().includes(name.toLowerCase()));
  const [first] = found;
  const chooseFirst = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (first !== undefined) onSelect(first.action);
  };
  return (
    <div className={styles.list}>
      <TextInput
        aria-label={words.searchActions}
        placeholder={words.searchActions}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={text}
        spellCheck={false}
        maxLength={100}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={chooseFirst}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys move between the buttons inside, which are the controls */}
      <div className={styles.groups} onKeyDown={moveFocus}>
        {profiles.map((profile) => (
          <ActionGroup
            key={profile}
            profile={profile}
            actions={found.filter(({ featureProfile }) => featureProfile === profile)}
            selected={selected}
            onSelect={onSelect}
          />
        ))}
        {found.length === 0 && (
          <div className={styles.other}>
            <Text size="sm">{words.noAction}</Text>
            <button
              type="button"
              className={styles.action}
              aria-pressed={name === selected}
              onClick={() => onSelect(name)}
            >
              {words.other(name)}
            </button>
          </div>
        )}
      </div>
    </div>
  );
}
