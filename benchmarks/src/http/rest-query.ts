import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer } from './child-server.ts';
import { type Comparison, compare, type Plan } from './compare.ts';
import { KeepAlive } from './keep-alive.ts';
import type { Served } from './served-store.ts';

/** `POST /v1/query` over one connection. */
export async function measureRestQuery(
  { port, router, questions, folder }: Served,
  plan: Omit<Plan, 'questions'>,
): Promise<Comparison> {
  const client = new KeepAlive(port);
  const bodies = questions.map((problem_description) => JSON.stringify({ problem_description }));
  const answers: string[] = [];
  for (const body of bodies) answers.push(await client.post('/v1/query', body));
  const file = join(folder, 'answers.json');
  writeFileSync(file, JSON.stringify(answers));
  const server = await startServer(
    [fileURLToPath(new URL('./echo-server.mjs', import.meta.url)), file],
    /port (\d+)/,
  );
  const echo = new KeepAlive(server.port);
  try {
    return await compare(
      {
        ours: (question) => client.post('/v1/query', bodies[question] ?? ''),
        echo: (question) => echo.post(`/echo/${question}`, bodies[question] ?? ''),
        in_process: (question) => router.query(questions[question] ?? ''),
      },
      { ...plan, questions: questions.length },
    );
  } finally {
    client.close();
    echo.close();
    await server.stop();
  }
}
