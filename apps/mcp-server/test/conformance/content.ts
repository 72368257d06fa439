import type { CallToolResult, GetPromptResult, McpServer } from '@modelcontextprotocol/server';
import { ResourceTemplate } from '@modelcontextprotocol/server';
import { z } from 'zod';

/** One pixel, and a sound of no length: that they are valid is all that matters. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=';
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=';

type Content = CallToolResult['content'];

const text = (words: string): Content[number] => ({ type: 'text', text: words });
const image: Content[number] = { type: 'image', data: PNG, mimeType: 'image/png' };
const embedded = (uri: string, words: string, mimeType = 'text/plain'): Content[number] => ({
  type: 'resource',
  resource: { uri, mimeType, text: words },
});

/** Tools that answer with one kind of content or another, whatever they are called with. */
const answers: Readonly<Record<string, Content>> = {
  test_simple_text: [text('This is a simple text response for testing.')],
  test_image_content: [image],
  test_audio_content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }],
  test_embedded_resource: [embedded('test://embedded-resource', 'This is an embedded resource content.')],
  test_multiple_content_types: [
    text('Multiple content types test:'),
    image,
    embedded('test://mixed-content-resource', '{"test":"data","value":123}', 'application/json'),
  ],
  test_streaming_elicitation: [text('Nothing was asked.')],
};

/** What the scenarios about contents ask for: tools, resources and prompts that always answer the same. */
export function registerContent(server: McpServer): void {
  for (const [name, content] of Object.entries(answers)) {
    server.registerTool(name, { description: `Answers with ${name}` }, () => ({ content }));
  }
  server.registerTool('test_error_handling', { description: 'Fails' }, () => {
    throw new Error('This tool intentionally returns an error for testing');
  });
  registerResources(server);
  registerPrompts(server);
}

function registerResources(server: McpServer): void {
  const plain = { description: 'A text', mimeType: 'text/plain' };
  for (const name of ['static-text', 'watched-resource']) {
    const uri = `test://${name}`;
    server.registerResource(name, uri, plain, () => ({
      contents: [{ uri, mimeType: 'text/plain', text: 'This is the content of the static text resource.' }],
    }));
  }
  const binary = 'test://static-binary';
  server.registerResource(
    'static-binary',
    binary,
    { description: 'A picture', mimeType: 'image/png' },
    () => ({
      contents: [{ uri: binary, mimeType: 'image/png', blob: PNG }],
    }),
  );
  server.registerResource(
    'template',
    new ResourceTemplate('test://template/{id}/data', { list: undefined }),
    { description: 'A text for each id', mimeType: 'application/json' },
    (uri, { id }) => ({
      contents: [{ uri: uri.href, mimeType: 'application/json', text: JSON.stringify({ id }) }],
    }),
  );
}

function registerPrompts(server: McpServer): void {
  const said = (...contents: Content): GetPromptResult => ({
    messages: contents.map((content) => ({ role: 'user', content })),
  });
  server.registerPrompt('test_simple_prompt', { description: 'Words' }, () =>
    said(text('This is a simple prompt for testing.')),
  );
  server.registerPrompt(
    'test_prompt_with_arguments',
    { description: 'Words with two of yours', argsSchema: z.object({ arg1: z.string(), arg2: z.string() }) },
    ({ arg1, arg2 }) => said(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)),
  );
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'Words about a resource', argsSchema: z.object({ resourceUri: z.string() }) },
    ({ resourceUri }) =>
      said(
        embedded(resourceUri, 'Embedded resource content for testing.'),
        text('Process the resource above.'),
      ),
  );
  server.registerPrompt('test_prompt_with_image', { description: 'Words about a picture' }, () =>
    said(image, text('Please analyze the image above.')),
  );
}
