import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The number format of the weights. */
export type Dtype = 'q8' | 'fp32';

const WEIGHTS: Readonly<Record<Dtype, string>> = { q8: 'model_quantized.onnx', fp32: 'model.onnx' };

const CONFIG = 'config.json';

/** What a model needs besides the files that {@link weightFiles} names, as the hub lays it out. */
export const DESCRIPTIONS: readonly string[] = [CONFIG, 'tokenizer.json', 'tokenizer_config.json'];

/** Weights beyond 2 GB lie in files beside the model; its config says how many there are. */
interface Config {
  readonly 'transformers.js_config'?: {
    readonly use_external_data_format?: boolean | number | Readonly<Record<string, boolean | number>>;
  };
}

/** The files with the model's weights, the model itself first. Reads the folder's config. */
export async function weightFiles(folder: string, dtype: Dtype): Promise<readonly string[]> {
  const config = JSON.parse(await readFile(join(folder, CONFIG), 'utf8')) as Config;
  const given = config['transformers.js_config']?.use_external_data_format;
  const name = WEIGHTS[dtype];
  const count = Number((typeof given === 'object' ? (given[name] ?? given.model) : given) ?? 0);
  const beside = Array.from({ length: count }, (_, at) => `${name}_data${at === 0 ? '' : `_${at}`}`);
  return [name, ...beside].map((file) => `onnx/${file}`);
}

/** The first file of a model without which nothing else can be asked for. */
export function firstWeights(dtype: Dtype): string {
  return `onnx/${WEIGHTS[dtype]}`;
}

export function missingFrom(folder: string, files: readonly string[]): readonly string[] {
  return files.filter((file) => !existsSync(join(folder, file)));
}

/** Names the weights by their content: the first 12 digits of their SHA-256. */
export async function revisionOf(folder: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    for await (const chunk of createReadStream(join(folder, file))) hash.update(chunk as Buffer);
  }
  return hash.digest('hex').slice(0, 12);
}
