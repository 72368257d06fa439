import type { ModelOptions } from '@qis/embeddings/transformers';
import type { Log } from './log.ts';

/** Smaller files are there before anybody wonders. Bytes. */
const WORTH_TELLING = 1_000_000;

/**
 * Writes down how far the download of a model is, at every tenth of a large file. As a warning: the user's first call
 * waits for it, and should not seem to hang.
 */
export function logDownloads(log: Log): NonNullable<ModelOptions['onDownload']> {
  const told = new Map<string, number>();
  return ({ file, loaded, total = 0 }) => {
    if (total < WORTH_TELLING) return;
    const tenths = Math.floor((10 * loaded) / total);
    if (tenths === told.get(file)) return;
    told.set(file, tenths);
    log('warn', 'Downloading the embedding model, once', { file, percent: tenths * 10 });
  };
}
