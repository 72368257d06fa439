import type { Kind } from './kind.ts';
import { bech32, host, password, pem, user } from './second-author-values.ts';

/** Credentials in keys, commands of databases, code and sentences. */
export const SECOND_PROSE: readonly Kind[] = [
  {
    name: 'private key',
    forms: [
      (r) => `${pem('RSA PRIVATE KEY')}\nMIIEpAIBAAKCAQEA${r.text('base64', 48)}\n${r.text('base64', 64)}`,
      (r) => `${pem('OPENSSH PRIVATE KEY')}\\nb3BlbnNzaC1rZXktdjEAAAAA${r.text('base64', 46)}\\n`,
      (r) => `${pem('EC PRIVATE KEY')} MHcCAQEEI${r.text('base64', 80)}`,
      (r) =>
        `TLS_KEY="${pem('PRIVATE KEY')}\\nMIGHAgEAMBMG${r.text('base64', 52)}\\n-----END PRIVATE KEY-----"`,
      (r) => `PuTTY-User-Key-File-3: ssh-ed25519 … Private-Lines: 1 ${r.text('base64', 43)}=`,
      (r) => `AGE-SECRET-KEY-1${bech32(r, 58).toUpperCase()}`,
    ],
  },
  {
    name: 'key of a network or wallet',
    forms: [
      (r) => `[Interface]\nPrivateKey = ${r.text('base64', 43)}=`,
      (r) => `PRIVATE_KEY=0x${r.text('hex', 64)}`,
      (r) => `PresharedKey = ${r.text('base64', 43)}=`,
      (r) => `ssid="office"\npsk="${password(r)}"`,
      (r) => `nsec1${bech32(r, 58)}`,
    ],
  },
  {
    name: 'sql',
    forms: [
      (r) => `ALTER USER ${user(r)} WITH PASSWORD '${password(r)}';`,
      (r) => `CREATE USER '${user(r)}'@'%' IDENTIFIED BY '${password(r)}';`,
      (r) => `CREATE ROLE ${user(r)} LOGIN ENCRYPTED PASSWORD '${password(r)}'`,
      (r) => `CREATE LOGIN ${user(r)} WITH PASSWORD = N'${password(r)}'`,
    ],
  },
  {
    name: 'line of code',
    forms: [
      (r) => `const apiKey = '${r.text('alnum', 32)}';`,
      (r) => `define('DB_PASSWORD', '${password(r)}');`,
      (r) => `client = Acme(api_key="${r.text('alnum', 40)}")`,
      (r) => `os.environ["ACME_TOKEN"] = "${r.text('alnum', 40)}"`,
      (r) => `psycopg2.connect(host="${host(r)}", user="${user(r)}", password="${password(r)}")`,
      (r) => `String dbPassword = "${password(r)}";`,
    ],
  },
  {
    name: 'password in a sentence',
    forms: [
      (r) => `the password for ${host(r)} is ${password(r)}`,
      (r) => `admin password: ${password(r)}`,
      (r) => `password of ${user(r)} was changed to ${password(r)}`,
      (r) => `pw = ${password(r)}`,
      (r) => `the default password "${password(r)}" still works`,
      (r) => `the API key is ${r.text('alnum', 32)}`,
    ],
  },
  {
    name: 'password in a sentence of another language',
    forms: [
      (r) => `das Passwort lautet ${password(r)}`,
      (r) => `la contraseña es ${password(r)}`,
      (r) => `le mot de passe est ${password(r)}`,
      (r) => `密码是 ${password(r)}`,
      (r) => `пароль: ${password(r)}`,
      (r) => `パスワードは ${password(r)}`,
    ],
  },
  {
    name: 'login pair',
    forms: [
      (r) => `login: ${user(r)} / ${password(r)}`,
      (r) => `credentials ${user(r)}:${password(r)}`,
      (r) => `log in as ${user(r)} with ${password(r)}`,
      (r) => `user ${user(r)} pass ${password(r)}`,
      (r) => `creds are ${user(r)} / ${password(r)}`,
    ],
  },
];
