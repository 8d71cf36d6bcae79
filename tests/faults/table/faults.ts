/** Every fault of the table, in the order in which a connection comes about. The order gives the numbers. */
import { answerFaults } from './answers.ts';
import { browserFaults } from './browser.ts';
import { clientCertificateFaults } from './client-certificates.ts';
import type { Fault } from './fault.ts';
import { alertFaults, firstByteFaults, networkFaults } from './first-bytes.ts';
import { serverCertificateFaults } from './server-certificates.ts';
import { tlsFaults } from './tls.ts';
import { upgradeFaults } from './upgrade.ts';

export const faults: readonly Fault[] = [
  ...networkFaults,
  ...firstByteFaults,
  ...tlsFaults,
  ...alertFaults,
  ...serverCertificateFaults,
  ...clientCertificateFaults,
  ...upgradeFaults,
  ...browserFaults,
  ...answerFaults,
];

/** As it stands in the table and in the title of its test. */
export const numberOf = (fault: Fault): string =>
  String(faults.indexOf(fault) + 1).padStart(2, '0');
