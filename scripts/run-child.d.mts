export const root: string;
export function runChild(command: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<number>;
