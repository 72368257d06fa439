import { format } from 'node:util';
import { afterEach, beforeEach } from 'vitest';

// What a test writes to the console is either expected, and then asserted with a spy, or a mistake.
const methods = ['log', 'info', 'debug', 'warn', 'error', 'trace'] as const;
const original = { ...console };
const stray: string[] = [];

beforeEach(() => {
  for (const method of methods) {
    console[method] = (...args: unknown[]) => {
      stray.push(`console.${method}: ${format(...args)}`);
    };
  }
});

afterEach(() => {
  Object.assign(console, original);
  const lines = stray.splice(0);
  if (lines.length > 0) throw new Error(`Stray console output:\n${lines.join('\n')}`);
});
