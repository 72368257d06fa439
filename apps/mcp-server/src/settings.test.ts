import { describe, expect, it } from 'vitest';
import { FLAGS, helpText } from './flags.ts';
import { readSettings } from './settings.ts';

const standard = {
  transport: 'sqlite:',
  ttl: 2_592_000,
  logLevel: 'warn',
};

describe('readSettings', () => {
  it('has a default for everything', () => {
    expect(readSettings([], {})).toEqual(standard);
  });

  it('takes flags, with or without an equals sign', () => {
    const args = [
      '--transport',
      'sqlite:~/team.db',
      '--collection=team',
      '--agent-id=ann#1',
      '--ttl',
      '60',
      '--refuse=card,email',
      '--log-level',
      'debug',
    ];
    expect(readSettings(args, {})).toEqual({
      ...standard,
      transport: 'sqlite:~/team.db',
      collection: 'team',
      agentId: 'ann#1',
      ttl: 60,
      refuse: ['email', 'card'],
      logLevel: 'debug',
    });
  });

  it('takes variables, and flags before them', () => {
    const env = {
      QIS_TRANSPORT: 'memory:?collection=a',
      QIS_COLLECTION: 'a',
      QIS_EMBEDDER: 'static',
      QIS_AGENT_ID: 'ann',
      QIS_TTL: '60',
      QIS_REFUSE: 'email',
      QIS_LOG_LEVEL: 'error',
    };
    expect(readSettings([], env)).toEqual({
      ...standard,
      transport: 'memory:?collection=a',
      embedder: 'static',
      collection: 'a',
      agentId: 'ann',
      ttl: 60,
      refuse: ['email'],
      logLevel: 'error',
    });
    expect(readSettings(['--ttl=7', '--agent-id=bob'], env)).toMatchObject({
      ttl: 7,
      agentId: 'bob',
      logLevel: 'error',
    });
  });

  it('takes an empty variable for none: hosts hand on what is not set', () => {
    expect(readSettings([], { QIS_TTL: '', QIS_TRANSPORT: '', QIS_AGENT_ID: '' })).toEqual(standard);
  });

  it.each([
    [['--version'], 'version'],
    [['--help'], 'help'],
    [['--ttl', '5', '--help'], 'help'],
  ])('%j asks to be told', (args, what) => {
    expect(readSettings(args, {})).toBe(what);
  });

  it.each([
    [['--colection', 'x'], {}, '--colection is no flag of qis-mcp'],
    [['-t'], {}, '-t is no flag of qis-mcp'],
    [
      ['serve'],
      {},
      'Flags are all that a server takes; a command (serve, token, stats, remove, doctor, copy) comes before them',
    ],
    [['--ttl'], {}, '--ttl needs a value'],
    [['--ttl='], {}, '--ttl needs a value'],
    [['--ttl', '5', '--ttl', '6'], {}, '--ttl is given twice'],
    [['--ttl', '1.5'], {}, '--ttl must be whole seconds, 1 to 31536000'],
    [['--ttl', '30d'], {}, '--ttl must be whole seconds, 1 to 31536000'],
    [[], { QIS_TTL: '31536001' }, 'QIS_TTL must be whole seconds, 1 to 31536000'],
    [['--refuse', 'phone'], {}, '--refuse must be one of email, card, or both with a comma between them'],
    [
      [],
      { QIS_REFUSE: 'email,,card' },
      'QIS_REFUSE must be one of email, card, or both with a comma between them',
    ],
    [['--log-level', 'loud'], {}, '--log-level must be one of error, warn, info, debug'],
    [[], { QIS_LOG_LEVEL: 'WARN' }, 'QIS_LOG_LEVEL must be one of error, warn, info, debug'],
    [
      ['--embedder', 'constructor'],
      {},
      '--embedder must be one of static, minilm, OWNER/MODEL, openai:URL#MODEL',
    ],
    [
      [],
      { QIS_EMBEDDER: 'openai:http://localhost:11434/v1' },
      'QIS_EMBEDDER must name a server and a model of it, as in openai:http://localhost:11434/v1#MODEL',
    ],
    [['--agent-id', ' '], {}, '--agent-id must be 1 to 64 characters, without control characters'],
    [[], { QIS_AGENT_ID: 'a\nb' }, 'QIS_AGENT_ID must be 1 to 64 characters, without control characters'],
    [['--agent-id', 'x'.repeat(65)], {}, '--agent-id must be 1 to 64 characters, without control characters'],
    [
      ['--transport', 'nowhere'],
      {},
      '--transport is no URL. Known: memory:, sqlite:, chroma:, qdrant:, qdrant+grpc:, http:, https:',
    ],
    [[], { QIS_TRANSPORT: 'https://h' }, 'QIS_TRANSPORT does not end in /v1, where a gateway has its routes'],
    [
      ['--transport', 'qdrant://ann:hunter2@host'],
      {},
      '--transport holds a user name or a password: secrets come from environment variables, never from a URL',
    ],
    [
      ['--transport', 'constructor:'],
      {},
      '--transport names no transport that there is. Known: memory:, sqlite:, chroma:, qdrant:, qdrant+grpc:, http:, https:',
    ],
    [['--transport', 'chroma:store'], {}, '--transport must begin with chroma://HOST'],
    [['--transport', 'qdrant:store'], {}, '--transport must begin with qdrant:// or qdrant+grpc://'],
    [
      [],
      { QIS_TRANSPORT: 'qdrant://a:6333,ann:hunter2@b:6333' },
      'QIS_TRANSPORT holds a user name or a password: the key comes from QDRANT_API_KEY, never from a URL',
    ],
    [
      ['--transport', 'qdrant://a,b:hunter2'],
      {},
      '--transport has a node that is neither HOST nor HOST:PORT',
    ],
    [
      [],
      { QIS_TRANSPORT: 'chroma://store?key=hunter2' },
      'QIS_TRANSPORT has a parameter that is none of collection, tls, tenant, database',
    ],
    [['--transport', 'memory:x.db'], {}, '--transport has more behind memory: than ?collection=NAME'],
    [
      ['--transport', 'sqlite://host/x.db'],
      {},
      '--transport names a host behind sqlite://: a file is sqlite:PATH or sqlite:///PATH',
    ],
    [
      [],
      { QIS_TRANSPORT: 'sqlite:%zz.db' },
      'QIS_TRANSPORT has a % that encodes nothing behind sqlite:, where % itself is %25',
    ],
    [['--transport', 'sqlite:x.db?mode=ro'], {}, '--transport has a parameter other than collection'],
    [['--transport', 'memory:?key=x'], {}, '--transport has a parameter other than collection'],
    [
      ['--transport', 'memory:?collection=a&collection=b'],
      {},
      '--transport names another collection than was given: leave one of them out',
    ],
    [
      ['--transport', 'memory:?collection=a'],
      { QIS_COLLECTION: 'b' },
      '--transport names another collection than was given: leave one of them out',
    ],
    [
      ['--collection', 'a/b'],
      {},
      '--transport or collection: a name is 1 to 128 letters, digits, ".", "_" or "-"',
    ],
  ])('refuses %j with %j in a sentence', (args, env, message) => {
    expect(() => readSettings(args, env)).toThrow(expect.objectContaining({ name: 'UsageError', message }));
  });

  it.each([
    'qdrant://ann:hunter2@host',
    'qdrant://a,b:hunter2',
    'qdrant+grpc://a?hunter2=1',
    'https://hunter2@host/v1',
    'hunter2',
    'memory:hunter2',
    'memory:?hunter2=1',
    'sqlite:hunter2%',
    'sqlite://hunter2/x',
  ])('never repeats a value, which may be a secret: %s', (url) => {
    expect(() => readSettings(['--transport', url], {})).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });

  it('takes the nodes of a cluster, each with its port', () => {
    const transport = 'qdrant+grpc://a:6334,b:7334,[::1]?tls=true&collection=team';
    expect(readSettings(['--transport', transport], {})).toEqual({ ...standard, transport });
  });

  it.each(['static', 'minilm', 'Xenova/bge-small-en-v1.5', 'openai:http://localhost:11434/v1#bge-m3'])(
    'takes the embedder %s as it is',
    (embedder) => {
      expect(readSettings(['--embedder', embedder], {})).toEqual({ ...standard, embedder });
      expect(readSettings([], { QIS_EMBEDDER: embedder })).toEqual({ ...standard, embedder });
    },
  );
});

describe('helpText', () => {
  it('explains every flag and its variable in lines of a terminal', () => {
    for (const [name, { variable }] of Object.entries(FLAGS)) {
      expect(helpText()).toContain(`--${name} `);
      expect(helpText()).toContain(variable);
    }
  });
});
