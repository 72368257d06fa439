import { createPacket, type OutcomePacketInput } from '@qis/core';
import { describe, expect, it, vi } from 'vitest';
import { Random } from '../../test/secret-corpus/random.ts';
import { createSecretGate } from './create-secret-gate.ts';

const random = new Random('gate');
const githubToken = `ghp_${random.text('alnum', 36)}`;
const awsKey = `AKIA${random.text('base32', 16)}`;

const packet = (fields: Partial<OutcomePacketInput>): ReturnType<typeof createPacket> => {
  const rest = {
    problem_description: 'it fails',
    outcome_type: 'open',
    confidence: 1,
    delta_summary: '',
  } as const;
  return createPacket({ ...rest, ...fields }, 0);
};

describe('a secret gate', () => {
  const gate = createSecretGate();

  it.each(['problem_description', 'delta_summary', 'agent_id'] as const)('looks at %s', async (field) => {
    expect(await gate(packet({ [field]: `it is ${githubToken} now` }))).toEqual({
      field,
      reason: `${field} holds what looks like a GitHub token. Leave it out, or name it by a placeholder such as <TOKEN>; if it is real, tell its owner.`,
    });
  });

  it('looks at every tag', async () => {
    expect(await gate(packet({ domain_tags: ['ci', awsKey] }))).toMatchObject({ field: 'domain_tags' });
  });

  it('lets pass what holds none', async () => {
    expect(await gate(packet({ domain_tags: ['ci'], agent_id: 'bob#1' }))).toBeUndefined();
  });

  it.each([
    'pwd: /srv/app2/current, the unit has no WorkingDirectory',
    'client_secret: arn:aws:secretsmanager:eu-west-1:123456789012:secret:app-AbCdEf',
    'password: op://Team2024/Database1/password',
    'token: https://login.example.com/common/oauth2/v2.0',
    'DB_PASSWORD=/run/secrets/db_password_1',
    'secret = vault:secret/data/app2#password1',
  ])('lets pass what only says where one is: %s', async (text) => {
    expect(await gate(packet({ problem_description: text }))).toBeUndefined();
  });

  it.each([
    'docker run -u 1000:1000 --rm app',
    'podman run --user node:node app',
    'node app.js | log-send -u http://localhost:8080/logs',
    'the password is base64-encoded before it is sent',
    'password for the db is rotated every 90days by the job',
    'the password is stored in k8s-secrets-2024 now',
    'login as editor with Chrome126 answers 500',
    'password: 1.2.3.4 was parsed as a version',
    'postgres://postgres:postgres@localhost/postgres',
  ])('lets pass what stands where a password might: %s', async (text) => {
    expect(await gate(packet({ problem_description: text }))).toBeUndefined();
  });

  it.each(['is', 'for the staging db is', 'was changed to', 'of root:'])(
    'refuses a password that a sentence says: password %s …',
    async (says) => {
      const text = `the password ${says} K${random.text('digits', 5)}!x`;
      expect(await gate(packet({ problem_description: text }))).toMatchObject({
        field: 'problem_description',
      });
    },
  );

  it('cannot be switched off by what a packet says', async () => {
    for (const words of ['secretlint-disable', '/* secretlint-disable */', '# secretlint-disable-line'])
      expect(
        await gate(packet({ problem_description: `${words} npm_${random.text('alnum', 36)}` })),
      ).toMatchObject({
        reason: expect.stringContaining('an npm token'),
      });
  });

  it('reads a name in one field with the value in the next', async () => {
    const split = {
      problem_description: 'the deploy needs DB_PASSWORD=',
      delta_summary: `k${random.text('digits', 9)}x`,
    };
    expect(await gate(packet(split))).toMatchObject({ field: 'delta_summary' });
  });

  it('writes nothing anywhere', async () => {
    const written = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write'));
    await gate(packet({ problem_description: githubToken }));
    await gate(packet({ problem_description: `//registry/:_authToken=${random.uuid()}` }));
    for (const spy of written) expect(spy).not.toHaveBeenCalled();
  });

  it.each(['ann@example.com', 'git@github.com:acme/site.git', '4242 4242 4242 4242'])(
    'lets personal data pass unless told otherwise: %s',
    async (text) => {
      expect(await gate(packet({ problem_description: text }))).toBeUndefined();
    },
  );
});

describe('a secret gate that refuses e-mail addresses', () => {
  const gate = createSecretGate({ refuse: ['email'] });

  it.each(['ann@example.com', 'Ann <ann.b+ci@mail.example.co.uk>, who knows', 'ask ann@example.com.'])(
    'refuses %s',
    async (text) => {
      expect(await gate(packet({ problem_description: text }))).toMatchObject({
        reason: expect.stringContaining('an e-mail address'),
      });
    },
  );

  it.each([
    'git@github.com:acme/site.git',
    'git@github.com',
    'ssh://git@gitlab.acme.io:2222/infra.git',
    'https://user@bitbucket.org/acme/site.git',
    'npm i @types/node@24.19.2 lodash@latest',
    'postgres@localhost',
    'image@sha256:9f86d081884c',
    '4242 4242 4242 4242',
  ])('lets %s pass', async (text) => {
    expect(await gate(packet({ problem_description: text }))).toBeUndefined();
  });
});

describe('a secret gate that refuses card numbers', () => {
  const gate = createSecretGate({ refuse: ['card'] });

  it.each([
    '4242424242424242',
    '4242 4242 4242 4242',
    '5555-5555-5555-4444 was declined',
    'amex 378282246310005.',
  ])('refuses %s', async (text) => {
    expect(await gate(packet({ problem_description: text }))).toMatchObject({
      reason: expect.stringContaining('a card number'),
    });
  });

  it.each([
    '4242424242424243',
    '1764000000000',
    '0000 0000 0000 0000',
    'run 11893847561, account 424242424242',
    '550e8400-e29b-41d4-a716-446655440000',
    'ann@example.com',
  ])('lets %s pass', async (text) => {
    expect(await gate(packet({ problem_description: text }))).toBeUndefined();
  });
});

it('what else is to be refused must be known', () => {
  expect(() => createSecretGate({ refuse: JSON.parse('["phone"]') })).toThrow(
    expect.objectContaining({ code: 'INVALID_OPTION', field: 'refuse' }),
  );
});
