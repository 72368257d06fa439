import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newSessionId, sessionOf } from './session.ts';

const asking = (headers: Readonly<Record<string, string>>): Request =>
  new Request('http://localhost/mcp', { headers });

it('an id carries any name of a client through a header and back, made plain', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.anything()), (name) => {
      const id = newSessionId(name);
      expect(id).toMatch(/^[\x21-\x7e]{1,100}$/);
      expect(sessionOf(asking({ 'mcp-session-id': id })).clientName).toMatch(/^[a-z0-9-]{1,32}$/);
    }),
  );
  expect(sessionOf(asking({ 'mcp-session-id': newSessionId('Claude Code (v2)') })).clientName).toBe(
    'claude-code-v2',
  );
});

it('no two clients get the same id, and each keeps its digits', () => {
  const [one, other] = [newSessionId('a'), newSessionId('a')].map((id) => asking({ 'mcp-session-id': id }));
  expect(one && sessionOf(one)).toEqual(one && sessionOf(one));
  expect(one && sessionOf(one).digits).not.toBe(other && sessionOf(other).digits);
});

it('what the client names its session wins, and is shown to nobody', () => {
  const named = asking({ 'qis-session': 'the case of Mr X', 'mcp-session-id': newSessionId('a') });
  expect(sessionOf(named).digits).toBe(sessionOf(asking({ 'qis-session': 'the case of Mr X' })).digits);
  expect(sessionOf(named).digits).toMatch(/^[0-9a-f]{6}$/);
});

it('a request that names none is a session of its own', () => {
  expect(sessionOf(asking({})).digits).not.toBe(sessionOf(asking({})).digits);
  expect(sessionOf(asking({})).clientName).toBeUndefined();
});

it.each([
  '',
  'x',
  'EVIL.00000000-0000-0000-0000-000000000000',
  `${'a'.repeat(33)}.00000000-0000-0000-0000-000000000000`,
])('an id that was not issued here, %j, names no client', (id) => {
  expect(sessionOf(asking({ 'mcp-session-id': id })).clientName).toBeUndefined();
});
