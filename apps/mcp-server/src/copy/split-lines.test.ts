import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAX_LINE_BYTES, type NumberedLine, splitLines } from './split-lines.ts';

async function linesOf(chunks: readonly (Uint8Array | string)[]): Promise<NumberedLine[]> {
  async function* stream(): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  const lines: NumberedLine[] = [];
  for await (const line of splitLines(stream())) lines.push(line);
  return lines;
}

it('numbers lines from 1, blank ones too, with or without a line break at the end', async () => {
  const expected = [
    { number: 1, text: 'a' },
    { number: 2, text: '' },
    { number: 3, text: 'b\r' },
    { number: 4, text: 'c' },
  ];
  expect(await linesOf(['a\n\nb\r\nc'])).toEqual(expected);
  expect(await linesOf(['a\n\nb\r\nc\n'])).toEqual(expected);
  expect(await linesOf([])).toEqual([]);
});

it('finds the same lines however the bytes fall into chunks, characters cut in two included', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '🧩', '\n'), maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat(20), { maxLength: 20 }), async (whole, sizes) => {
      const bytes = Buffer.from(whole);
      const chunks: Uint8Array[] = [];
      let start = 0;
      for (const size of sizes) {
        chunks.push(bytes.subarray(start, start + size));
        start += size;
      }
      chunks.push(bytes.subarray(start));
      const texts = (await linesOf(chunks)).map((line) => line.text);
      expect(texts).toEqual(
        whole
          .replace(/\n$/, '')
          .split('\n')
          .slice(0, whole === '' ? 0 : undefined),
      );
    }),
  );
});

it('gives up a line that is too long or no UTF-8, and goes on with the next', async () => {
  const long = Buffer.alloc(MAX_LINE_BYTES, 'x');
  expect(await linesOf([long, '\nb'])).toEqual([
    { number: 1, text: long.toString() },
    { number: 2, text: 'b' },
  ]);
  expect(await linesOf([long, 'xxxx', long, '\nb\n', Uint8Array.of(0xff), '\nc'])).toEqual([
    { number: 1, text: undefined },
    { number: 2, text: 'b' },
    { number: 3, text: undefined },
    { number: 4, text: 'c' },
  ]);
});
