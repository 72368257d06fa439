import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { missingFrom, revisionOf, weightFiles } from './model-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qis-model-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('weightFiles', () => {
  it.each([
    [{}, ['onnx/model_quantized.onnx']],
    [{ use_external_data_format: false }, ['onnx/model_quantized.onnx']],
    [{ use_external_data_format: true }, ['onnx/model_quantized.onnx', 'onnx/model_quantized.onnx_data']],
    [{ use_external_data_format: { 'model.onnx': 2 } }, ['onnx/model_quantized.onnx']],
    [
      { use_external_data_format: { model: 1, 'model_quantized.onnx': 2 } },
      ['onnx/model_quantized.onnx', 'onnx/model_quantized.onnx_data', 'onnx/model_quantized.onnx_data_1'],
    ],
  ])('for a config with %j are %j', async (settings, files) => {
    await writeFile(join(folder, 'config.json'), JSON.stringify({ 'transformers.js_config': settings }));
    expect(await weightFiles(folder, 'q8')).toEqual(files);
  });
});

describe('revisionOf', () => {
  it('is the start of the SHA-256 of all weights in order', async () => {
    await mkdir(join(folder, 'onnx'));
    await writeFile(join(folder, 'onnx/a'), 'ab');
    await writeFile(join(folder, 'onnx/b'), 'c');
    // The standard's own example: SHA-256 of "abc".
    expect(await revisionOf(folder, ['onnx/a', 'onnx/b'])).toBe('ba7816bf8f01');
    expect(await revisionOf(folder, ['onnx/b', 'onnx/a'])).not.toBe('ba7816bf8f01');
  });
});

it('what is missing is named', async () => {
  await writeFile(join(folder, 'a'), '');
  expect(missingFrom(folder, ['a', 'b', 'onnx/c'])).toEqual(['b', 'onnx/c']);
});
