/**
 * Words for the file transfers of an emulated charge point: why one failed, how firmware stands, how it was signed.
 * Words only; where they are shown is the screens' business.
 */
import type {
  FirmwareBehaviour,
  SignedFirmwareStatus,
  TransferFault,
  TransferState,
} from './charge-point-security-contract.ts';

export const transferKindWords: Readonly<Record<TransferState['kind'], string>> = {
  firmware: 'Firmware',
  diagnostics: 'Diagnostics',
  log: 'Log',
};

export const transferFaultWords: Readonly<Record<TransferFault, string>> = {
  'location-invalid': 'The location is no URL that could be used.',
  'protocol-unsupported': 'The charge point speaks HTTP, HTTPS, FTP and FTPS only.',
  unreachable: 'Nobody answered at this address.',
  'tls-failed': 'TLS failed, or the certificate of the server is not trusted.',
  'timed-out': 'Nothing moved for too long.',
  'permission-denied': 'The server refused the login, or the access.',
  'not-found': 'There is no such file.',
  'bad-request': 'The server did not understand the request.',
  'operation-unsupported': 'The server does not know this operation.',
  refused: 'The server refused.',
  'redirect-refused': 'The server redirects to where the charge point does not follow.',
  'too-large': 'The file is larger than the charge point takes.',
  incomplete: 'The connection ended before the file did.',
  empty: 'The file is empty.',
  'not-a-firmware': 'A web page came instead of a file.',
  cancelled: 'It was taken back.',
};

export const firmwareStatusWords: Readonly<Record<SignedFirmwareStatus, string>> = {
  Idle: 'Nothing under way',
  DownloadScheduled: 'Waits for its time to download',
  Downloading: 'Downloads',
  DownloadPaused: 'Download paused',
  Downloaded: 'Downloaded',
  DownloadFailed: 'Download failed',
  SignatureVerified: 'Signature verified',
  InvalidSignature: 'Signature invalid',
  InstallScheduled: 'Waits to be installed',
  Installing: 'Installs',
  InstallRebooting: 'Restarts',
  InstallVerificationFailed: 'Verification failed',
  InstallationFailed: 'Installation failed',
  Installed: 'Installed',
};

export const signatureSchemeWords = {
  'rsa-pss': 'RSA-PSS, as the whitepaper asks',
  ecdsa: 'ECDSA, which differs from the whitepaper',
  'rsa-pkcs1': 'RSA PKCS#1 v1.5, which differs from the whitepaper',
} as const;

export const installResultWords: Readonly<
  Record<NonNullable<FirmwareBehaviour['installResult']>, string>
> = {
  Installed: 'Succeeds',
  InstallationFailed: 'Fails',
  InstallVerificationFailed: 'Fails its verification',
};
