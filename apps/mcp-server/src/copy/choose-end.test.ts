import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { chooseEnd } from './choose-end.ts';

const from = (value: string) => ({ value, source: '--from' });

it.each([
  ['jsonl:-', { kind: 'pipe' }],
  ['jsonl:backup.jsonl', { kind: 'file', path: 'backup.jsonl' }],
  ['jsonl:/tmp/a b.jsonl', { kind: 'file', path: '/tmp/a b.jsonl' }],
  ['jsonl:a%23b%3F', { kind: 'file', path: 'a#b?' }],
  ['jsonl:~/x.jsonl', { kind: 'file', path: join(homedir(), 'x.jsonl') }],
  ['jsonl:./-', { kind: 'file', path: './-' }],
])('%s is an end', (url, end) => {
  expect(chooseEnd(from(url))).toEqual(end);
});

it('a store is an end, with its collection in the URL', () => {
  expect(chooseEnd(from('memory:?collection=team'))).toMatchObject({
    kind: 'store',
    choice: { collection: 'team' },
  });
});

it.each([
  [
    'nowhere',
    /^--from is no URL\. Known: memory:, sqlite:, chroma:, qdrant:, qdrant\+grpc:, http:, https:, jsonl:$/,
  ],
  ['jsonl:', /^--from names no file: jsonl:FILE, or jsonl:- for a pipe$/],
  ['jsonl:x?collection=hunter2', /^--from has a \? behind jsonl:: a file is one set of packets$/],
  ['jsonl://hunter2/x', /^--from names a host behind jsonl:\/\/: a file is jsonl:PATH/],
  ['jsonl:x#hunter2', /^--from has a # behind jsonl:PATH/],
  ['jsonl:hunter2%', /^--from has a % that encodes nothing/],
  ['jsonl:hunter2/', /^--from names a folder behind jsonl:/],
  ['memory:?key=hunter2', /^--from has a parameter other than collection$/],
])('%s is refused in a sentence that does not repeat it', (url, message) => {
  expect(() => chooseEnd(from(url))).toThrow(
    expect.objectContaining({ name: 'UsageError', message: expect.stringMatching(message) }),
  );
  expect(() => chooseEnd(from(url))).not.toThrow(/hunter2/);
});
