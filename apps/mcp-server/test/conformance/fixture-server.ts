import { createMcpHandler, type McpHttpHandler, McpServer } from '@modelcontextprotocol/server';
import { registerAsking } from './asking.ts';
import { registerContent } from './content.ts';
import { registerInputRequired, requestState } from './input-required.ts';
import { registerTelling } from './telling.ts';

/** The server that the conformance scenarios want to meet, with all that the protocol has; ours has three tools. */
export function fixtureHandler(): McpHttpHandler {
  const handler: McpHttpHandler = createMcpHandler(() => {
    const server = new McpServer(
      { name: 'conformance-fixture', version: '1' },
      {
        capabilities: {
          tools: { listChanged: true },
          prompts: { listChanged: true },
          resources: { subscribe: true, listChanged: true },
          logging: {},
          completions: {},
        },
        requestState: { verify: requestState.verify },
      },
    );
    registerContent(server);
    registerTelling(server, handler);
    registerAsking(server);
    registerInputRequired(server);
    return server;
  });
  return handler;
}
