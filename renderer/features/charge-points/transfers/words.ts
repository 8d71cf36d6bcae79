/** Sentences about the firmware and the file transfers of an emulated charge point. */

export const transfersWords = {
  firmware: 'Firmware',
  version: 'Version',
  status: 'Status',
  request: 'Request',
  signature: 'Last signature',
  none: 'none checked yet',
  transfers: 'Transfers',
  transfersNote: 'running, and the last of each kind',
  noTransfer:
    'None yet. UpdateFirmware, SignedUpdateFirmware, GetDiagnostics and GetLog of a Central System start one.',
  attempt: 'Attempt',
  progress: 'Progress',
  of: 'of',
  running: 'running',
  done: 'done',
  installs: 'Installing',
  installTakes: 'Takes',
  seconds: (value: number) => `${value} s`,
  unsigned: 'UpdateFirmware without signature',
  refused: 'refused',
  taken: 'taken',
  upload: 'Upload over HTTP',
  uploadDefault: 'PUT, else POST',
  behaviour: 'As it is set up',
};
