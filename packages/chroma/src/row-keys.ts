/** A tag, and a packet that was replied to, are flags of a row: every version of the server filters by those. */
const TAG = 'tag:';
const REPLY = 'reply:';

export function tagKey(tag: string): string {
  return TAG + tag;
}

export function replyKey(id: string): string {
  return REPLY + id;
}

export function isFlagKey(key: string): boolean {
  return key.startsWith(TAG) || key.startsWith(REPLY);
}
