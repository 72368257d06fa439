import { parseInput } from '@qis/core';
import { type Given, UsageError } from '../read-flags.ts';
import { tokensError } from '../tokens/parse-tokens.ts';
import { hashToken, mintToken } from '../tokens/token.ts';
import { entrySchema, NEVER, SCOPES, type TokenEntry } from '../tokens/token-entry.ts';
import { changeTokenFile, readTokenFile } from '../tokens/token-file.ts';
import { columns } from './columns.ts';
import type { Command, CommandCall, Output } from './command.ts';

const DEFAULT_SCOPES = 'deposit,query,records';
const DEFAULT_EXPIRES = '90d';
const MAX_DAYS = 3_650;
const DAY_MS = 86_400_000;
const ACTIONS = 'new --name NAME, list, or revoke NAME';

export const token: Command = {
  operands: 'new | list | revoke NAME',
  flags: {
    tokens: { variable: 'QIS_TOKENS', value: 'FILE', what: 'where tokens are kept, hashed; new makes it' },
    name: { value: 'NAME', what: 'of new: what the token is called in lists, logs and limits' },
    voter: {
      value: 'VOTER',
      what: 'of new: whom deposits come from',
      standard: 'NAME; with the scope admin nobody',
    },
    scopes: {
      value: 'SCOPE,…',
      what: `of new: what it may do, of ${SCOPES.join(', ')}`,
      standard: DEFAULT_SCOPES,
    },
    collections: {
      value: 'NAME,…',
      what: 'of new: the only collections that it is for',
      standard: 'all that are served',
    },
    expires: {
      value: 'DAYS',
      what: `of new: when it ends, 1d to ${MAX_DAYS}d, or ${NEVER}`,
      standard: DEFAULT_EXPIRES,
    },
  },
  about: `qis-mcp token makes, lists and revokes the tokens by which qis-mcp serve --tokens FILE lets people and agents
in. new prints the token, once and alone, to stdout; the file holds its hash. revoke keeps the entry, so that
nobody takes its name for another. A server that runs reads the file again on SIGHUP. Run it as the user that
the server runs as: the file is for its owner alone.`,
  async run(call) {
    const [action, name, ...more] = call.operands;
    const { tokens } = call.values;
    if (!tokens) throw new UsageError('--tokens FILE is needed');
    if (action !== 'new') assertNoneOfNew(call);
    if (action === 'new' && name === undefined) await mint(tokens.value, call);
    else if (action === 'list' && name === undefined) list(tokens.value, call.output);
    else if (action === 'revoke' && name !== undefined && more.length === 0)
      await revoke(tokens.value, name, call.output);
    else throw new UsageError(`It takes ${ACTIONS}`);
    return 0;
  },
};

async function mint(path: string, { values, output }: CommandCall): Promise<void> {
  const { name } = values;
  if (!name) throw new UsageError('--name NAME is needed');
  const secret = mintToken();
  const entry = entryOf(name.value, secret, values);
  await changeTokenFile(path, { make: true }, (entries) => {
    if (!entries.some((each) => each.name === entry.name)) return [...entries, entry];
    const advice = `Choose another, and keep the voter by --voter, as in --name ${entry.name}-2 --voter ${entry.voter ?? entry.name}`;
    throw tokensError(`it has a token of this name, and a name stays with its entry. ${advice}`, 'name');
  });
  output.say(secret);
  output.note(`This is the token ${entry.name}, shown once: ${describe(entry)}.`);
  output.note('A server that runs knows it after SIGHUP.');
}

function entryOf(name: string, secret: string, values: CommandCall['values']): TokenEntry {
  const { voter, scopes, collections, expires } = values;
  const created = new Date();
  const listed = listOf(scopes?.value ?? DEFAULT_SCOPES);
  const bound = voter?.value ?? (listed.includes('admin') ? undefined : name);
  return parseInput(
    entrySchema,
    {
      name,
      hash: hashToken(secret).toString('hex'),
      created: created.toISOString(),
      expires: expiryOf(expires ?? { value: DEFAULT_EXPIRES, source: '--expires' }, created),
      scopes: listed,
      ...(collections && { collections: listOf(collections.value) }),
      ...(bound !== undefined && { voter: bound }),
    },
    'INVALID_OPTION',
  );
}

function list(path: string, output: Output): void {
  const { entries, warning } = readTokenFile(path);
  if (warning !== undefined) output.note(warning);
  const rows = entries.map((entry) => [
    entry.name,
    stateOf(entry, Date.now()),
    entry.voter ?? '-',
    entry.scopes.join(','),
    entry.collections?.join(',') ?? 'all',
    entry.created,
    entry.expires,
  ]);
  const header = ['NAME', 'STATE', 'VOTER', 'SCOPES', 'COLLECTIONS', 'CREATED', 'EXPIRES'];
  for (const line of columns([header, ...rows])) output.say(line);
}

async function revoke(path: string, name: string, output: Output): Promise<void> {
  const revoked = new Date().toISOString();
  await changeTokenFile(path, { make: false }, (entries) => {
    // What is not found is not quoted: somebody may have given the token.
    if (!entries.some((entry) => entry.name === name))
      throw tokensError('it has no token of this name', 'name');
    return entries.map((entry) =>
      entry.name === name ? { ...entry, revoked: entry.revoked ?? revoked } : entry,
    );
  });
  output.note(`Revoked ${name}. A server that runs refuses it after SIGHUP.`);
}

function assertNoneOfNew({ values }: CommandCall): void {
  const [other] = Object.keys(values).filter((flag) => flag !== 'tokens');
  if (other !== undefined) throw new UsageError(`--${other} is a flag of qis-mcp token new`);
}

function stateOf({ revoked, expires }: TokenEntry, now: number): string {
  if (revoked !== undefined) return 'revoked';
  return expires !== NEVER && Date.parse(expires) <= now ? 'expired' : 'active';
}

function describe({ voter, scopes, collections, expires }: TokenEntry): string {
  const whose = voter === undefined ? 'bound to no voter' : `for the voter ${voter}`;
  const where = collections ? `, collections ${collections.join(', ')}` : '';
  return `${whose}, scopes ${scopes.join(', ')}${where}, expires ${expires}`;
}

function listOf(value: string): string[] {
  return value.split(',').map((each) => each.trim());
}

function expiryOf({ value, source }: Given, created: Date): string {
  if (value === NEVER) return NEVER;
  const days = Number(/^(\d{1,4})d$/.exec(value)?.[1] ?? 0);
  if (days < 1 || days > MAX_DAYS)
    throw new UsageError(`${source} must be days, 1d to ${MAX_DAYS}d, or ${NEVER}`);
  return new Date(created.getTime() + days * DAY_MS).toISOString();
}
