/** Longest line, in bytes: far beyond a packet with its vector, and all that is held of a file without line breaks. */
export const MAX_LINE_BYTES: number = 256 * 1024;

/** A line of a file, or what keeps it from being one. */
export interface NumberedLine {
  /** From 1. */
  readonly number: number;
  /** Without its line break; undefined where it is too long or no UTF-8. */
  readonly text: string | undefined;
}

const LINE_FEED = 0x0a;

/** The lines of a stream of bytes, blank ones too. Holds one line at a time, and no more than {@link MAX_LINE_BYTES} of it. */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<NumberedLine> {
  let number = 1;
  let begun: Uint8Array[] = [];
  let size = 0;
  const line = (): NumberedLine => ({
    number: number++,
    text: size > MAX_LINE_BYTES ? undefined : textFrom(Buffer.concat(begun)),
  });
  const add = (bytes: Uint8Array): void => {
    size += bytes.length;
    if (size <= MAX_LINE_BYTES) begun.push(bytes);
    else begun = [];
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      add(chunk.subarray(start, end));
      yield line();
      begun = [];
      size = 0;
      start = end + 1;
    }
    add(chunk.subarray(start));
  }
  if (size > 0) yield line();
}

function textFrom(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
