import type { Kind } from './kind.ts';
import type { Random } from './random.ts';

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** One that a person chose, or one that a program did. */
function password(r: Random): string {
  const word = r.pick([
    'Summer',
    'hunter',
    'dragon',
    'Welcome',
    'correcthorse',
    'Tr0ub4dor',
    'postgres',
    'letmein',
  ]);
  return r.next() < 0.5
    ? `${word}${r.int(10, 9_999)}${r.pick(['!', '', '#', '$x'])}`
    : r.text('alnum', r.int(10, 24));
}

const host = (r: Random): string =>
  `${r.pick(['db', 'db-3', 'cache', 'mq', '10.0.4.7'])}${r.pick(['', '.internal', '.acme.io'])}`;

/** A private key as a packet holds it: its line breaks are spaces by then, and a long one is cut. */
const pem = (r: Random, what: string, start: string, length: number): string =>
  `-----${'BEGIN'} ${what}----- ${start}${r.text('base64', 60)} ${r.text('base64', length)}`;

const url = (scheme: string, r: Random, path = '/app'): string =>
  `${scheme}://${r.pick(['app', 'root', 'svc_user'])}:${password(r).replaceAll('#', '')}@${host(r)}${path}`;

/** Credentials that have no vendor: keys, headers, addresses with a password, assignments, lines of well-known files. */
export const GENERIC_KINDS: readonly Kind[] = [
  { name: 'rsa private key', forms: [(r) => pem(r, 'RSA PRIVATE KEY', 'MIIEpAIBAAKCAQEA', 90)] },
  {
    name: 'ec private key',
    forms: [
      (r) =>
        `${pem(r, 'EC PRIVATE KEY', 'MHcCAQEEI', 40)} ${r.text('base64', 38)}== -----END EC PRIVATE KEY-----`,
    ],
  },
  {
    name: 'pkcs8 private key',
    forms: [
      (r) => pem(r, 'PRIVATE KEY', 'MIIEvQIBADANBgkq', 40),
      (r) =>
        `-----${'BEGIN'} PRIVATE KEY----- MC4CAQAwBQYDK2VwBCIEI${r.text('base64', 43)} -----END PRIVATE KEY-----`,
      (r) => pem(r, 'ENCRYPTED PRIVATE KEY', 'MIIFHDBOBgkqhkiG', 40),
    ],
  },
  { name: 'ssh private key', forms: [(r) => pem(r, 'OPENSSH PRIVATE KEY', 'b3BlbnNzaC1rZXktdjEAAAAA', 70)] },
  { name: 'pgp private key', forms: [(r) => pem(r, 'PGP PRIVATE KEY BLOCK', 'lQOYBGR', 60)] },
  { name: 'age key', forms: [(r) => `AGE-SECRET-KEY-1${r.text('upperDigits', 58)}`] },
  {
    name: 'json web token',
    forms: [
      (r) =>
        `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url({ sub: r.text('digits', 8), iat: r.int(1.7e9, 1.8e9) })}.${r.text('base64url', 43)}`,
      (r) =>
        `token: ${base64url({ alg: 'RS256', kid: r.text('hex', 8) })}.${base64url({ iss: 'https://id.acme.io', exp: r.int(1.7e9, 1.8e9) })}.${r.text('base64url', 86)}`,
    ],
  },
  {
    name: 'bearer header',
    forms: [
      (r) => `Authorization: Bearer ${r.text('base64url', 40)}`,
      (r) => `-H "authorization: bearer ${r.text('hex', 32)}"`,
      (r) => `{"Authorization": "Bearer ${r.text('alnum', 28)}"}`,
    ],
  },
  {
    name: 'basic header',
    forms: [
      (r) => `Authorization: Basic ${Buffer.from(`admin:${password(r)}`).toString('base64')}`,
      (r) => `-H 'Authorization: Basic ${Buffer.from(`ci-bot:${r.text('alnum', 20)}`).toString('base64')}'`,
    ],
  },
  {
    name: 'api key header',
    forms: [
      (r) => `x-api-key: ${r.text('alnum', 40)}`,
      (r) => `X-Auth-Token: ${r.text('hex', 40)}`,
      (r) => `apikey: ${r.uuid()}`,
    ],
  },
  {
    name: 'basic auth url',
    forms: [
      (r) => url('https', r, '/repo.git'),
      (r) => url('http', r, ':8080/'),
      (r) => url('ftp', r, '/pub'),
    ],
  },
  {
    name: 'postgres url',
    forms: [(r) => url('postgres', r), (r) => url('postgresql', r, ':5432/app?sslmode=require')],
  },
  { name: 'mysql url', forms: [(r) => url('mysql', r, ':3306/shop'), (r) => url('mysql+pymysql', r)] },
  {
    name: 'mongodb url',
    forms: [(r) => url('mongodb', r, ':27017/?authSource=admin'), (r) => url('mongodb+srv', r, '/test')],
  },
  {
    name: 'redis url',
    forms: [
      (r) => `redis://:${password(r).replaceAll('#', '')}@${host(r)}:6379/0`,
      (r) => url('rediss', r, ':6380'),
    ],
  },
  { name: 'amqp url', forms: [(r) => url('amqp', r, ':5672/vhost'), (r) => url('amqps', r, '')] },
  { name: 'smtp url', forms: [(r) => url('smtp', r, ':587'), (r) => url('smtps', r, ':465')] },
  {
    name: 'ado connection string',
    forms: [
      (r) => `Server=${host(r)};Database=app;User Id=sa;Password=${password(r)};`,
      (r) => `Data Source=${host(r)};Initial Catalog=app;UID=sa;PWD=${password(r)}`,
    ],
  },
  {
    name: 'jdbc url',
    forms: [
      (r) => `jdbc:postgresql://${host(r)}/app?user=app&password=${password(r).replace('#', '')}`,
      (r) => `jdbc:sqlserver://${host(r)};user=sa;password=${password(r)}`,
    ],
  },
  {
    name: 'libpq string',
    forms: [
      (r) => `host=${host(r)} user=app password=${password(r)} dbname=app`,
      (r) => `PGPASSWORD=${password(r)} psql -h ${host(r)}`,
    ],
  },
  {
    name: 'password assignment',
    forms: [
      (r) => `password=${password(r)}`,
      (r) => `DB_PASSWORD="${password(r)}"`,
      (r) => `"password": "${password(r)}"`,
      (r) => `passwd: ${password(r)}`,
      (r) => `spring.datasource.password=${password(r)}`,
      (r) => `MYSQL_ROOT_PASSWORD: ${password(r)}`,
    ],
  },
  {
    name: 'password flag',
    forms: [
      (r) => `--password ${password(r)}`,
      (r) => `--password=${password(r)}`,
      (r) => `sshpass -p ${password(r)} ssh root@${host(r)}`,
      (r) => `sshpass -p '${password(r)}' scp`,
    ],
  },
  {
    name: 'password in prose',
    forms: [
      (r) => `the password is ${r.text('alnum', 14)}`,
      (r) => `log in as admin with password ${r.text('alnum', 12)}7`,
      (r) => `root password: ${password(r)}`,
    ],
  },
  {
    name: 'secret assignment',
    forms: [
      (r) => `client_secret=${r.text('base64url', 40)}`,
      (r) => `api_key = "${r.text('alnum', 32)}"`,
      (r) => `SECRET_KEY_BASE=${r.text('hex', 128)}`,
      (r) => `SECRET_KEY = 'django-insecure-${r.text('alnum', 50)}'`,
      (r) => `access_token: ${r.text('alnum', 40)}`,
      (r) => `JWT_SECRET=${r.text('base64', 43)}=`,
    ],
  },
  {
    name: 'kubeconfig',
    forms: [
      (r) => `client-key-data: LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQ${r.text('base64', 60)}`,
      (r) => `users: - name: dev user: token: ${r.text('alnum', 48)}`,
    ],
  },
  {
    name: 'kubernetes secret',
    forms: [(r) => `kind: Secret data: password: ${Buffer.from(r.text('alnum', 16)).toString('base64')}`],
  },
  { name: 'netrc', forms: [(r) => `machine ${host(r)} login deploy password ${password(r)}`] },
  { name: 'pgpass', forms: [(r) => `${host(r)}:5432:app:svc_user:${r.text('alnum', 16)}`] },
  {
    name: 'password hash',
    forms: [
      (r) => `root:$6$${r.text('alnum', 16)}$${r.text('alnum', 86)}:19000:0:99999:7:::`,
      (r) => `bob:$apr1$${r.text('alnum', 8)}$${r.text('alnum', 22)}`,
      (r) => `$2b$12$${r.text('alnum', 53)}`,
    ],
  },
  {
    name: 'curl user',
    forms: [
      (r) => `curl -u admin:${password(r)} https://${host(r)}/api`,
      (r) => `curl --user 'ci:${password(r)}' https://ci.acme.io`,
    ],
  },
  {
    name: 'session cookie',
    forms: [
      (r) => `Cookie: sessionid=${r.text('lowerDigits', 32)}`,
      (r) =>
        `Set-Cookie: connect.sid=s%3A${r.text('base64url', 32)}.${r.text('alnum', 43)}; Path=/; HttpOnly`,
    ],
  },
  {
    name: 'otpauth url',
    forms: [(r) => `otpauth://totp/acme:bob?secret=${r.text('base32', 32)}&issuer=acme`],
  },
  {
    name: 'wallet private key',
    forms: [(r) => `PRIVATE_KEY=0x${r.text('hex', 64)}`, (r) => `private key ${r.text('hex', 64)}`],
  },
];
