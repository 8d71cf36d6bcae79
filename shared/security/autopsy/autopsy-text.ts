/**
 * An autopsy as plain text, for the terminal and to be sent to somebody. Made of what a door gives out, so it holds no
 * secret. Knows no colours and no width.
 */

import { faultTitle } from '../handshake-fault-words.ts';
import { headlineOf, outcomeWords, stepTitles, stepWords } from './autopsy-words.ts';
import type { Autopsy, StepTone } from './model.ts';

const marks: Readonly<Record<StepTone, string>> = {
  green: '[ ok ]',
  amber: '[ !  ]',
  red: '[ XX ]',
  unknown: '[ ?  ]',
  'not-reached': '[    ]',
};

const sideNames = { 'charge-point': 'Charge point', csms: 'Central System', network: 'Network' };

export interface AutopsyPlace {
  capture: string;
  connection: number;
  at: string;
  station?: string | undefined;
  remoteAddress?: string | undefined;
  place?: string | undefined;
}

function alteredText({ fault }: Autopsy): string {
  return fault === undefined
    ? 'The bench altered this connection on request.'
    : `Under fault: ${faultTitle(fault)}. The bench shows it on purpose.`;
}

/** Lines of text: where and when, what happened and who must act, then every step with its frames. */
export function autopsyText(
  autopsy: Autopsy,
  { capture, connection, at, station, remoteAddress, place }: AutopsyPlace,
): string[] {
  const { what, meaning, side, todo, facts } = headlineOf(autopsy);
  const who = autopsy.role === 'csms' ? 'to listener' : 'dialled';
  const from =
    remoteAddress === undefined
      ? ''
      : ` ${autopsy.role === 'csms' ? 'from' : 'at'} ${remoteAddress}`;
  return [
    `Attempt ${connection} of capture ${capture}, ${at}`,
    `${station ?? 'No identity'}${from}, ${who} ${place ?? 'unknown'}: ${outcomeWords[autopsy.ending].toLowerCase()}`,
    ...(autopsy.tampered ? [alteredText(autopsy)] : []),
    '',
    `${what}.`.replace(/\.\.$/, '.'),
    meaning,
    ...facts.map((fact) => `  ${fact}`),
    ...(side === '' ? [] : [`To act: ${side}.`]),
    ...todo.map((one) => `  ${sideNames[one.side]}: ${one.text}`),
    '',
    ...autopsy.steps.flatMap((step) => {
      const { text, ...remedies } = stepWords(step);
      const frames = step.evidence.length === 0 ? '' : ` (frames ${step.evidence.join(', ')})`;
      const isOdd =
        step.tone === 'amber' || (step.tone === 'red' && step.code !== autopsy.failure?.code);
      const advice = isOdd
        ? [
            ['Charge point', remedies.chargePoint],
            ['Central System', remedies.csms],
            ['Network', remedies.network],
          ].flatMap(([name, advised]) =>
            advised === undefined ? [] : [`         ${name}: ${advised}`],
          )
        : [];
      return [`${marks[step.tone]} ${stepTitles[step.id]}: ${text}${frames}`, ...advice];
    }),
  ];
}
