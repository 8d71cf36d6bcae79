/**
 * The words of an autopsy: titles of the steps, what each says, and the one sentence at the top. Failures are worded in
 * `connection-words.ts` alone; here they are only put in their place. Decides nothing.
 */
import type { FailureSide } from '../../record/connection-facts.ts';
import { explainConnectionFailure, isConnectionFailureCode } from '../connection-words.ts';
import type { Autopsy, AutopsyStep, StepId, StepTone } from './model.ts';
import type { StepWords } from './step-texts.ts';
import { tlsStepTexts } from './step-words-tls.ts';
import { upgradeStepTexts } from './step-words-upgrade.ts';

export const stepTitles: Readonly<Record<StepId, string>> = {
  name: 'Host name',
  tcp: 'TCP connection',
  clock: 'Clock of the charge point',
  'first-byte': 'First byte',
  'client-hello': 'ClientHello',
  'offered-version': 'TLS versions offered',
  'offered-suites': 'Cipher suites offered',
  'offered-groups': 'Elliptic curves offered',
  'offered-compression': 'Compression',
  'server-name': 'Server name (SNI)',
  'server-hello': 'What the Central System chose',
  'server-certificate': 'Certificate of the Central System',
  'client-certificate': 'Certificate of the charge point',
  alert: 'Alert',
  tls: 'TLS established',
  'upgrade-request': 'Upgrade request',
  'upgrade-headers': 'Request headers',
  identity: 'Identity',
  subprotocol: 'Sub-protocol',
  credentials: 'Credentials',
  answer: 'Answer to the upgrade',
  messages: 'First OCPP messages',
  boot: 'BootNotification',
  ending: 'End of the connection',
};

export const toneWords: Readonly<Record<StepTone, string>> = {
  green: 'In order',
  amber: 'To be looked at',
  red: 'Wrong',
  unknown: 'Unknown',
  'not-reached': 'Not reached',
};

export const outcomeWords: Readonly<Record<Autopsy['ending'], string>> = {
  begun: 'On its way',
  connected: 'Connected',
  ended: 'Connected, over',
  refused: 'Refused',
  failed: 'Failed',
};

export const sideWords: Readonly<Record<FailureSide, string>> = {
  'charge-point': 'the charge point',
  csms: 'the Central System',
  network: 'the network',
  unknown: 'either side',
};

const texts = { ...tlsStepTexts, ...upgradeStepTexts };

/** Every code that a step can have besides those of connection failures. */
export const stepCodes: readonly string[] = Object.keys(texts);

/** What a step says. A code of a later program is shown as it is. */
export function stepWords({
  code,
  parameters,
  tone,
}: Pick<AutopsyStep, 'code' | 'parameters' | 'tone'>): StepWords {
  if (tone === 'red' && isConnectionFailureCode(code)) {
    const { title, chargePoint, csms, network } = explainConnectionFailure({ code, parameters });
    return {
      text: `${title}.`,
      ...(chargePoint === undefined ? {} : { chargePoint }),
      ...(csms === undefined ? {} : { csms }),
      ...(network === undefined ? {} : { network }),
    };
  }
  const words = Object.hasOwn(texts, code) ? texts[code] : undefined;
  return words?.(parameters) ?? { text: code };
}

export interface Headline {
  /** What happened. */
  what: string;
  meaning: string;
  /** Who has to act; empty when nobody has. */
  side: string;
  /** What to do, the side that has to act first. */
  todo: { side: Exclude<FailureSide, 'unknown'>; text: string }[];
  /** What else is known, as short sentences. */
  facts: string[];
}

const sides = ['charge-point', 'csms', 'network'] as const;

/** The one sentence at the top, and what goes with it. */
export function headlineOf({ failure, ending, steps, side }: Autopsy): Headline {
  if (failure !== undefined) {
    const explained = explainConnectionFailure(failure);
    const remedies = {
      'charge-point': explained.chargePoint,
      csms: explained.csms,
      network: explained.network,
    };
    const order = [...sides].sort((one, other) => Number(other === side) - Number(one === side));
    const todo = order.flatMap((who) => {
      const advice = remedies[who];
      return advice === undefined ? [] : [{ side: who, text: advice }];
    });
    const { title, meaning, facts } = explained;
    return { what: title, meaning, side: side === undefined ? '' : sideWords[side], todo, facts };
  }
  const odd = steps.filter(({ tone }) => tone === 'amber' || tone === 'red');
  const meaning =
    ending === 'begun'
      ? 'The attempt is not over yet.'
      : odd.length === 0
        ? 'Nothing on the way gave cause for concern.'
        : `It worked; to be looked at: ${odd.map(({ id }) => stepTitles[id].toLowerCase()).join(', ')}.`;
  return { what: outcomeWords[ending], meaning, side: '', todo: [], facts: [] };
}
