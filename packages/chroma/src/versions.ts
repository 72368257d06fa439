/** Which version of which record a row is. */
export interface Version {
  readonly id: string;
  /** The timestamp's. The highest is the record as it is; what others wrote has none, and -1 here. */
  readonly rank: number;
}

/** Versions of a record are rows of their own, so that none overwrites another. */
export function rowIdOf({ id, rank }: Version): string {
  return `${id}@${rank}`;
}

export function versionOf(rowId: string): Version {
  const at = rowId.lastIndexOf('@');
  return at === -1 ? { id: rowId, rank: -1 } : { id: rowId.slice(0, at), rank: Number(rowId.slice(at + 1)) };
}

/** The highest rank of each record. */
export function newestRanks(rowIds: readonly string[]): ReadonlyMap<string, number> {
  const newest = new Map<string, number>();
  for (const rowId of rowIds) {
    const { id, rank } = versionOf(rowId);
    newest.set(id, Math.max(rank, newest.get(id) ?? -1));
  }
  return newest;
}

export function isOutdated(rowId: string, newest: ReadonlyMap<string, number>): boolean {
  const { id, rank } = versionOf(rowId);
  return rank < (newest.get(id) ?? -1);
}
