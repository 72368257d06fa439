import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os';

/** What a figure was measured on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memory_gb: number;
  readonly system: string;
  /** Load average before the run. */
  readonly load_before: number;
}

export function describeMachine(load: number): Machine {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memory_gb: Math.round(totalmem() / 1e9),
    system: `${platform()} ${release()} ${arch()}`,
    load_before: load,
  };
}

export function writeResult(file: URL, result: object): void {
  mkdirSync(new URL('.', file), { recursive: true });
  writeFileSync(file, resultText(result));
}

/** As it stands in the file. */
export function resultText(result: object): string {
  return `${JSON.stringify(result, round, 2)}\n`;
}

/** Four digits: more would be noise. */
function round(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}
