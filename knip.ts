import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  workspaces: {
    '.': { entry: ['scripts/*.ts'], project: ['*.ts', 'scripts/**/*.ts'] },
    'packages/sqlite': {
      entry: ['test/make-store.ts', 'test/*.proof.ts'],
      ignoreBinaries: ['prlimit'],
    },
    'packages/test-servers': { entry: ['test/*.ts'] },
    'packages/chroma': { entry: ['test/*.proof.ts'] },
    'packages/qdrant': {
      entry: ['test/open-racing.ts', 'test/*.proof.ts'],
      ignoreBinaries: ['openssl'],
    },
    // Its bin has @qis/sqlite inside and better-sqlite3, native code, beside it. The conformance suite is run as a program.
    'apps/mcp-server': {
      entry: ['src/qis-mcp.ts', 'test/*.proof.ts'],
      ignoreDependencies: ['better-sqlite3', '@modelcontextprotocol/conformance'],
    },
    'apps/langchain': { entry: ['test/edge-agent.ts'] },
    benchmarks: { entry: ['src/*/main.ts', 'src/*/suite.ts', 'src/**/*.proof.ts'] },
    // The examples of all READMEs run in this folder (scripts/check-readmes.ts), so it has every package.
    examples: { entry: ['*.ts'], ignoreDependencies: [/^@qis\//] },
  },
};

export default config;
