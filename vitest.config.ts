import { configDefaults, defineConfig, type ViteUserConfig } from 'vitest/config';

// Workspace packages resolve to their TypeScript source, in vite's own graph and in what Node loads itself.
const source = '@qis/source';
const conditions = [source, 'module', 'node', 'development|production'];

const rooms = ['packages/*', 'apps/*', 'benchmarks', 'examples', 'scripts'];

const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    execArgv: [`--conditions=${source}`],
    setupFiles: ['./scripts/vitest-console.ts'],
    restoreMocks: true,
    testTimeout: 30_000,
    hookTimeout: 180_000, // a real server may have to be pulled before it starts
    projects: [
      {
        extends: true,
        test: { name: 'quick', include: rooms.map((room) => `${room}/**/*.test.ts`) },
      },
      {
        extends: true,
        test: {
          name: 'proof',
          include: rooms.map((room) => `${room}/**/*.proof.ts`),
          exclude: [...configDefaults.exclude],
          testTimeout: 0,
          hookTimeout: 0,
        },
      },
    ],
  },
});

export default config;
