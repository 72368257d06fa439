import { describe, expect, it } from 'vitest';
import { readAdvice } from './advice.ts';
import { areContrary, isAboutContrary } from './contrary.ts';

const contrary = (a: string, b: string): boolean => areContrary(readAdvice(a), readAdvice(b));

describe('two pieces of advice are contrary', () => {
  it.each([
    ['raise the timeout of the proxy', 'lower the timeout of the proxy'],
    ['enable HTTP/2 on the proxy', 'disable HTTP/2 on the proxy'],
    ['turn the cache on', 'turn the cache off'],
    ['upgrade to 3.2', 'pin 3.1'],
    ['use Node 20 in the image', 'use Node 18 in the image'],
    ['commit the lockfile', 'do not commit the lockfile'],
    ['build with the cache', 'build with --no-cache'],
    ['switch from yarn to npm', 'switch from npm to yarn'],
    ['replace axios by fetch', 'replace fetch by axios'],
    ['fetch instead of axios for uploads', 'axios for uploads'],
    ['prefer TCP over UDP', 'prefer UDP over TCP'],
    ['register the service worker', 'unregister the service worker'],
    ['make the call blocking', 'make the call non-blocking'],
    ['bind the server to the internal address', 'bind the server to the public address'],
    ['set max_connections to 500', 'set max_connections to 50'],
    ['client_max_body_size 50m in the server block', 'removed client_max_body_size from the server block'],
    ['run the migration before the deploy', 'run the migration after the deploy'],
  ])('%j, %j', (a, b) => {
    expect(contrary(a, b)).toBe(true);
    expect(contrary(b, a)).toBe(true);
  });
});

describe('two pieces of advice are not contrary', () => {
  it.each([
    ['raised the timeout to 60 s', 'increased the timeout to a minute'],
    ['set busy_timeout to 30 seconds', 'set busy_timeout to 20 seconds'],
    ['upgraded the driver to 5.4', 'updated the driver, 5.5 works too'],
    ['fetch instead of axios', 'fetch instead of axios, which leaked'],
    ['moved from yarn to npm', 'npm now, no more yarn'],
    ['never retry client errors', 'do not retry client errors'],
    ['restarted the worker; no errors since', 'restarted the worker, errors are gone'],
    ['the namespace had no pull secret', 'added the pull secret to the namespace'],
    ['enlarged the pool and removed the old one', 'raised the size of the pool'],
    ['', 'raised the size of the pool'],
  ])('%j, %j', (a, b) => {
    expect(contrary(a, b)).toBe(false);
    expect(contrary(b, a)).toBe(false);
  });
});

describe('a report of failure', () => {
  const about = (failure: string, advice: string): boolean =>
    !isAboutContrary(readAdvice(failure), readAdvice(advice));

  it('is about what it tried, though it denies that it helped', () => {
    expect(about('raising the timeout did not help', 'raise the timeout')).toBe(true);
  });

  it('is not about the contrary of what it tried', () => {
    expect(about('raising the timeout did not help', 'lower the timeout')).toBe(false);
    expect(about('npm instead of yarn: no change', 'yarn instead of npm')).toBe(false);
  });
});
