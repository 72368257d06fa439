import { OutcomeError } from '@qis/core';
import { expect, it } from 'vitest';
import { logFailedCall } from './call-log.ts';
import { createLog, type LogLevel } from './log.ts';

const CANARY = 'the text of a packet';

function logged(lowest: LogLevel, error: unknown): string {
  const lines: string[] = [];
  logFailedCall(
    createLog(lowest, (line) => lines.push(line)),
    error,
    'deposit',
  );
  return lines.join('');
}

const refused = Object.assign(new Error(`cannot insert ${CANARY}`), { code: 'ECONNREFUSED' });

it.each([
  [
    'of the store',
    new OutcomeError('STORE_FAILED', 'The qdrant store failed.', { cause: refused }),
    'Error ECONNREFUSED',
  ],
  [
    'of the store, told by a deposit',
    new OutcomeError('STORE_FAILED', 'Not acknowledged: 1 of 1 packets.', {
      cause: new OutcomeError('STORE_FAILED', 'The qdrant store failed.', { cause: refused }),
    }),
    'Error ECONNREFUSED',
  ],
  ['of the program', new TypeError(CANARY), 'TypeError'],
  ['that is no Error', CANARY, 'string'],
])('a failure %s is an error, whose cause is told whole at debug only', (_whose, error, name) => {
  expect(logged('error', error)).toContain('"level":"error"');
  expect(logged('error', error)).toContain(name);
  expect(logged('info', error)).not.toContain(CANARY);
  expect(logged('debug', error)).toContain(CANARY);
});

it('what a model did wrong is worth an info, with code and field', () => {
  const error = new OutcomeError('INVALID_PACKET', 'ttl must be whole seconds.', { field: 'ttl' });
  expect(logged('warn', error)).toBe('');
  expect(JSON.parse(logged('info', error))).toMatchObject({
    level: 'info',
    message: 'deposit: ttl must be whole seconds.',
    code: 'INVALID_PACKET',
    field: 'ttl',
  });
});
