import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

export interface DownloadProgress {
  /** Which of the model's files. */
  readonly file: string;
  /** Bytes so far. */
  readonly loaded: number;
  /** Bytes in all; absent where the server does not say. */
  readonly total?: number;
}

/** A server's answer that is no file. */
export class RefusedDownload extends Error {
  override readonly name = 'RefusedDownload';
  readonly status: number;

  constructor(status: number) {
    super(`status ${status}`);
    this.status = status;
  }
}

/** Downloads to a path, which has the whole file or none: processes may do this beside each other. */
export async function downloadFile(
  url: URL,
  path: string,
  token: string | undefined,
  onBytes: (loaded: number, total: number | undefined) => void,
): Promise<void> {
  const response = await fetch(url, token ? { headers: { authorization: `Bearer ${token}` } } : {});
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new RefusedDownload(response.status);
  }
  const total = lengthOf(response);
  let loaded = 0;
  const part = `${path}.${randomUUID()}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await pipeline(
      Readable.fromWeb(response.body as ReadableStream<Uint8Array>),
      async function* count(chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          loaded += chunk.length;
          onBytes(loaded, total);
          yield chunk;
        }
      },
      createWriteStream(part),
    );
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** What a compressed answer says of its length is not the file's. */
function lengthOf({ headers }: Response): number | undefined {
  const length = headers.get('content-length');
  return length === null || headers.has('content-encoding') ? undefined : Number(length);
}
