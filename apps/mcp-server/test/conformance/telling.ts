import { setTimeout as wait } from 'node:timers/promises';
import type { McpHttpHandler, McpServer, ServerContext } from '@modelcontextprotocol/server';
import { z } from 'zod';

const inputSchema = z.object({});
const done = { content: [{ type: 'text' as const, text: 'Done.' }] };

/** What the scenarios about notifications ask for: tools that tell something while they run, or of a change. */
export function registerTelling(server: McpServer, { notify }: Pick<McpHttpHandler, 'notify'>): void {
  server.registerTool(
    'test_tool_with_logging',
    { description: 'Logs three times', inputSchema },
    async (_, context) => {
      for (const data of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
        await context.mcpReq.notify({ method: 'notifications/message', params: { level: 'info', data } });
        await wait(20);
      }
      return done;
    },
  );
  server.registerTool(
    'test_logging_tool',
    { description: 'Logs for whoever asked', inputSchema },
    async (_, context) => {
      await context.mcpReq.log('info', 'test_logging_tool ran');
      return done;
    },
  );
  server.registerTool(
    'test_tool_with_progress',
    { description: 'Says how far it is', inputSchema },
    async (_, context) => {
      await tellProgress(context);
      return done;
    },
  );
  server.registerTool('test_trigger_tool_change', { description: 'Tells of new tools', inputSchema }, () => {
    notify.toolsChanged();
    return done;
  });
  server.registerTool(
    'test_trigger_prompt_change',
    { description: 'Tells of new prompts', inputSchema },
    () => {
      notify.promptsChanged();
      return done;
    },
  );
  server.server.setRequestHandler('resources/subscribe', () => ({}));
  server.server.setRequestHandler('resources/unsubscribe', () => ({}));
  server.server.setRequestHandler('completion/complete', () => ({
    completion: { values: [], total: 0, hasMore: false },
  }));
}

async function tellProgress({ mcpReq }: ServerContext): Promise<void> {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return;
  for (const progress of [0, 50, 100]) {
    await mcpReq.notify({
      method: 'notifications/progress',
      params: { progressToken, progress, total: 100 },
    });
    await wait(20);
  }
}
