/** Desk storage that lasts as long as the process; for tests and for what is to be forgotten. Knows no disk. */
import type {
  DeskCertificate,
  DeskStorage,
  KeptRevocation,
  KeptRevocationList,
} from './desk-storage.ts';

export function createMemoryDeskStorage(): DeskStorage {
  const certificates = new Map<string, DeskCertificate>();
  const keys = new Map<string, string>();
  const revocations = new Map<string, KeptRevocation>();
  const lists = new Map<string, KeptRevocationList>();
  return {
    certificates: () =>
      [...certificates.values()].map((one) => ({ ...one, hasPrivateKey: keys.has(one.id) })),
    privateKeyPem: (id) => keys.get(id),
    save(kept) {
      for (const { certificate, privateKeyPem } of kept) {
        certificates.set(certificate.id, certificate);
        if (privateKeyPem !== undefined) keys.set(certificate.id, privateKeyPem);
      }
    },
    remove(ids) {
      for (const id of ids) {
        certificates.delete(id);
        keys.delete(id);
      }
    },
    revocations: () => [...revocations.values()],
    saveRevocation: (one) => {
      revocations.set(`${one.authority} ${one.serialNumber}`, one);
    },
    removeRevocation: (authority, serialNumber) => {
      revocations.delete(`${authority} ${serialNumber}`);
    },
    revocationList: (authority) => lists.get(authority),
    saveRevocationList: (list) => {
      lists.set(list.authority, list);
    },
  };
}
