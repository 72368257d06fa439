/** What is wrong with the URL of a gateway, `collection` aside, as the end of a sentence; the URL is never quoted. */
export function restUrlFault(url: URL): string | undefined {
  const { protocol, username, password, pathname, hash } = url;
  if (protocol !== 'https:' && protocol !== 'http:') return 'is no URL of HTTP';
  if (username !== '' || password !== '') return 'holds a user name or a password: give a token instead';
  if (!/\/v1\/?$/.test(pathname)) return 'does not end in /v1, where a gateway has its routes';
  if (hash !== '') return 'has more behind # than a gateway reads';
  return undefined;
}
