/** The editable list of id tags, and what is answered for one: status, expiry, parent. Knows no station. */
import type { CsmsPolicy } from '../../../shared/api/csms-contract.ts';
import type { AuthorizeResponse16 } from '../../../shared/ocpp/generated/payloads-1.6.ts';
import type { IdTagStore, StoredIdTag } from '../store/id-tags.ts';

export type IdTagInfo = AuthorizeResponse16['idTagInfo'];

export interface IdTags {
  all(): StoredIdTag[];
  save(tag: StoredIdTag): void;
  remove(idTag: string): boolean;
  /** idTagInfo of a tag. An unknown tag gets what the policy says. */
  info(idTag: string, policy: CsmsPolicy, nowMs: number): IdTagInfo;
}

/** OCPP 1.6 compares id tags without regard to case (CiString). */
function key(idTag: string): string {
  return idTag.toLowerCase();
}

export function createIdTags(store: IdTagStore): IdTags {
  const tags = new Map(store.all().map((tag) => [key(tag.idTag), tag]));
  return {
    all: () => [...tags.values()],
    save(tag) {
      const known = tags.get(key(tag.idTag));
      if (known && known.idTag !== tag.idTag) store.remove(known.idTag);
      tags.set(key(tag.idTag), tag);
      store.save(tag);
    },
    remove(idTag) {
      const known = tags.get(key(idTag));
      if (!known) return false;
      tags.delete(key(idTag));
      return store.remove(known.idTag);
    },
    info(idTag, policy, nowMs) {
      const tag = tags.get(key(idTag));
      if (!tag) return { status: policy.unknownIdTag };
      const { status, expiryDate, parentIdTag } = tag;
      const expired = expiryDate !== undefined && Date.parse(expiryDate) <= nowMs;
      const info: IdTagInfo = { status: status === 'Accepted' && expired ? 'Expired' : status };
      if (expiryDate !== undefined) info.expiryDate = expiryDate;
      if (parentIdTag !== undefined) info.parentIdTag = parentIdTag;
      return info;
    },
  };
}
