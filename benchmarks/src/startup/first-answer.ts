import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Request {
  readonly method: string;
  readonly params: object;
}

const INITIALIZE: Request = {
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'startup', version: '1' } },
};

/** Milliseconds from the spawn of a server, through `initialize`, to its answer to one request. */
export async function firstAnswer(
  node: readonly string[],
  request: Request,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [...node], { stdio: ['pipe', 'pipe', 'inherit'], env });
  const closed = new Promise((resolve) => child.on('close', resolve));
  const send = (message: object): boolean =>
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  try {
    send({ id: 0, ...INITIALIZE });
    for await (const line of createInterface({ input: child.stdout })) {
      const { id, result } = JSON.parse(line) as { id?: number; result?: { isError?: boolean } };
      if (id === 0) {
        send({ method: 'notifications/initialized' });
        send({ id: 1, ...request });
      } else if (id === 1) {
        if (result === undefined || result.isError)
          throw new Error(`${node.at(-1)} answered with an error: ${line}`);
        return performance.now() - start;
      }
    }
    throw new Error(`${node.at(-1)} ended before it answered.`);
  } finally {
    child.stdin.end();
    await closed;
  }
}
