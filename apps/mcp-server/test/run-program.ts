import { SOURCE, SpawnedServer } from './spawned.ts';

export interface Ended {
  /** The exit code, or the name of the signal. */
  readonly code: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program to its end, in a process of its own, from its source. */
export async function runProgram(
  args: readonly string[],
  { input = '', env = {} }: { readonly input?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  const program = new SpawnedServer([...SOURCE, ...args], env);
  program.process.stdin.end(input);
  const code = await program.exited;
  return { code, stdout: program.stdout, stderr: program.stderr };
}
