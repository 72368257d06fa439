import { ManagedEmbedder } from '@qis/core';
import { logDownloads } from '../download-log.ts';
import { API_KEY_VARIABLE, type MakeEmbedder } from '../embedders.ts';
import type { Output } from './command.ts';

/** Makes the embedder that a command was given, not opened yet. How far its download is goes to stderr. */
export async function makeEmbedder(make: MakeEmbedder, { note }: Output): Promise<ManagedEmbedder> {
  const onDownload = logDownloads((_level, message, { file, percent } = {}) =>
    note(`${message}: ${String(file)}, ${String(percent)}%`),
  );
  return new ManagedEmbedder(await make({ apiKey: process.env[API_KEY_VARIABLE], onDownload }));
}
