/** The settings of an emulated charge point: where it dials, what it is, how it proves itself. */
import { useState } from 'react';
import type { ChargePointState } from '../../../../shared/api/charge-points-contract.ts';
import { Panel } from '../../../components/panel.tsx';
import { draftOfChargePoint } from './charge-point-draft.ts';
import { ChargePointForm } from './charge-point-form.tsx';
import { settingsWords as words } from './words.ts';

export function SettingsTab({ chargePoint }: { chargePoint: ChargePointState }) {
  /** Counts up to begin again with what is in force. */
  const [round, setRound] = useState(0);
  return (
    <Panel title={words.title} note={words.note}>
      <div style={{ maxWidth: 760 }}>
        <ChargePointForm
          key={round}
          initial={draftOfChargePoint(chargePoint)}
          existing={chargePoint}
          taken={[]}
          cancelLabel={words.takeBack}
          onDone={(id) => {
            if (id === undefined) setRound(round + 1);
          }}
        />
      </div>
    </Panel>
  );
}
