import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { createPacket, expiresAt, type Fingerprint, type OutcomeRecord, packetId } from '@qis/core';
import { StaticEmbedder } from '@qis/embeddings/static';
import { draw } from '../draw.ts';

/** Where the lines lie beside a checkout. */
export const DATA_FOLDER: string = fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const FILE = 'distill-text.jsonl.gz';
/** A few lines hold escape sequences, which no packet takes. */
const UNFIT = /\p{C}/u;

/** When every packet was written, in seconds since the epoch. */
export const NOW = 1_790_000_000;

export interface RealText {
  /** One packet for each line, with the vector of the static embedder. */
  readonly records: readonly OutcomeRecord[];
  /** Vectors of other lines. */
  readonly queries: readonly Float32Array[];
  /** The embedder, as `model@revision`. */
  readonly embedder: string;
  /** The space of the vectors. */
  readonly fingerprint: Fingerprint;
}

/** The file of lines, or undefined where it does not exist. */
export function findLines(folder: string): string | undefined {
  const path = join(folder, FILE);
  return existsSync(path) ? path : undefined;
}

/** Draws so many different lines from a file, the same for the same seed, and embeds them. */
export async function readRealText(
  path: string,
  counts: { records: number; queries: number },
  seed: number,
): Promise<RealText> {
  const text = (await promisify(gunzip)(await readFile(path))).toString('utf8');
  const lines = text
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => (JSON.parse(row) as { text: string }).text)
    .filter((line) => !UNFIT.test(line));
  return embedText(draw([...new Set(lines)], counts.records + counts.queries, seed), counts.queries);
}

/** Packets of different texts, and queries of the last so many of them. */
export async function embedText(texts: readonly string[], queries: number): Promise<RealText> {
  const embedder = new StaticEmbedder();
  const { fingerprint } = await embedder.open();
  const vectors = await embedder.embed(texts);
  await embedder.close();
  const records = texts.length - queries;
  return {
    records: texts.slice(0, records).map((line, at) => toRecord(line, vectors[at] as Float32Array)),
    queries: vectors.slice(records),
    embedder: `${fingerprint.model}@${fingerprint.revision}`,
    fingerprint,
  };
}

function toRecord(line: string, vector: Float32Array): OutcomeRecord {
  const outcome = { outcome_type: 'resolved', confidence: 0.8, delta_summary: '' } as const;
  const packet = createPacket({ problem_description: line, ...outcome, timestamp: NOW }, NOW);
  return { id: packetId(packet), packet, voter: '', vector, expires_at: expiresAt(packet) };
}
