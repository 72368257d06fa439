#!/usr/bin/env node
// A container engine that runs no containers: a server on the first port that was to be published. Notes its calls.
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const [command, ...args] = process.argv.slice(2);
appendFileSync(join(import.meta.dirname, 'calls'), `${[command, ...args].join(' ')}\n`);
if (command === 'run') {
  const published = args[args.indexOf('-p') + 1] ?? '';
  createServer((_, response) => response.end('ready')).listen(Number(published.split(':')[1]), '127.0.0.1');
}
