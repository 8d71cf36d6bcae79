/**
 * The one contract between the bench and everything that talks to it: the UI over WebSocket,
 * scripts over HTTP under `/api`. Knows shapes only; the server implements it, the renderer consumes it.
 */
import type { ContractRouterClient } from '@orpc/contract';
import { attemptsContract } from './attempts-contract.ts';
import { benchContract } from './bench-contract.ts';
import { capturesContract } from './captures-contract.ts';
import { chargePointProfilesContract } from './charge-point-profiles-contract.ts';
import { chargePointsContract } from './charge-points-contract.ts';
import { csmsContract } from './csms-contract.ts';
import { faultsContract } from './faults-contract.ts';
import { filesContract } from './files-contract.ts';
import { fleetsContract } from './fleets-contract.ts';
import { framesContract } from './frames-contract.ts';
import { namesAndTimeContract } from './names-and-time-contract.ts';
import { deskContract, pkiContract } from './pki-contract.ts';
import { probeContract } from './probe-contract.ts';
import { revocationListsContract } from './revocation-lists-contract.ts';
import { scenariosContract } from './scenarios-contract.ts';
import { secretsContract } from './secrets-contract.ts';
import { signingRequestsContract } from './signing-requests-contract.ts';

export const contract = {
  bench: benchContract,
  pki: { ...pkiContract, ...deskContract, ...revocationListsContract },
  csms: csmsContract,
  chargePoints: chargePointsContract,
  chargePointProfiles: chargePointProfilesContract,
  fleets: fleetsContract,
  frames: framesContract,
  attempts: attemptsContract,
  faults: faultsContract,
  captures: capturesContract,
  files: filesContract,
  namesAndTime: namesAndTimeContract,
  scenarios: scenariosContract,
  probe: probeContract,
  secrets: secretsContract,
  signingRequests: signingRequestsContract,
};

export type BenchClient = ContractRouterClient<typeof contract>;

export { apiPath, rpcSocketPath, rpcSubprotocol } from './socket-paths.ts';
