import type { Kind } from './kind.ts';

/** Credentials of code hosts, registries and build services, as their makers document them. */
export const CODE_KINDS: readonly Kind[] = [
  {
    name: 'github classic token',
    forms: [
      (r) => `ghp_${r.text('alnum', 36)}`,
      (r) => `GITHUB_TOKEN=ghp_${r.text('alnum', 36)}`,
      (r) => `https://ghp_${r.text('alnum', 36)}@github.com/acme/site.git`,
    ],
  },
  {
    name: 'github fine-grained token',
    forms: [(r) => `github_pat_${r.text('alnum', 22)}_${r.text('alnum', 59)}`],
  },
  {
    name: 'github app token',
    forms: [
      (r) => `ghs_${r.text('alnum', 36)}`,
      (r) => `ghu_${r.text('alnum', 36)}`,
      (r) => `https://x-access-token:ghs_${r.text('alnum', 36)}@github.com/acme/site`,
    ],
  },
  { name: 'github oauth token', forms: [(r) => `gho_${r.text('alnum', 36)}`] },
  { name: 'github refresh token', forms: [(r) => `ghr_${r.text('alnum', 76)}`] },
  {
    name: 'gitlab personal token',
    forms: [
      (r) => `glpat-${r.text('base64url', 20)}`,
      (r) => `glpat-${r.text('base64url', 27)}.01.${r.text('lowerDigits', 9)}`,
      (r) => `PRIVATE-TOKEN: glpat-${r.text('base64url', 20)}`,
    ],
  },
  {
    name: 'gitlab runner token',
    forms: [(r) => `glrt-${r.text('base64url', 20)}`, (r) => `GR1348941${r.text('base64url', 20)}`],
  },
  {
    name: 'gitlab deploy token',
    forms: [(r) => `gldt-${r.text('base64url', 20)}`, (r) => `glptt-${r.text('hex', 40)}`],
  },
  {
    name: 'bitbucket app password',
    forms: [(r) => `ATBB${r.text('alnum', 24)}${r.text('hex', 8).toUpperCase()}`],
  },
  {
    name: 'atlassian api token',
    forms: [(r) => `ATATT3xFfGF0${r.text('base64url', 120)}=${r.text('hex', 8).toUpperCase()}`],
  },
  {
    name: 'npm token',
    forms: [
      (r) => `npm_${r.text('alnum', 36)}`,
      (r) => `//npm.example.com/:_authToken=npm_${r.text('alnum', 36)}`,
      (r) => `//npm.example.com/:_authToken=${r.uuid()}`,
    ],
  },
  {
    name: 'npmrc basic auth',
    forms: [(r) => `_auth=${Buffer.from(`deploy:${r.text('alnum', 14)}`).toString('base64')}`],
  },
  {
    name: 'pypi token',
    forms: [
      (r) => `pypi-AgEIcHlwaS5vcmc${r.text('base64url', 120)}`,
      (r) => `TWINE_PASSWORD=pypi-AgEIcHlwaS5vcmc${r.text('base64url', 110)}`,
    ],
  },
  {
    name: 'docker hub token',
    forms: [
      (r) => `dckr_pat_${r.text('base64url', 27)}`,
      (r) => `docker login -u acme -p dckr_pat_${r.text('base64url', 27)}`,
    ],
  },
  {
    name: 'docker config auth',
    forms: [
      (r) =>
        `{"auths":{"https://index.docker.io/v1/":{"auth":"${Buffer.from(`acme:${r.text('alnum', 16)}`).toString('base64')}"}}}`,
    ],
  },
  { name: 'rubygems key', forms: [(r) => `rubygems_${r.text('hex', 48)}`] },
  {
    name: 'nuget key',
    forms: [
      (r) => `oy2${r.text('lowerDigits', 43)}`,
      (r) => `dotnet nuget push -k oy2${r.text('lowerDigits', 43)}`,
    ],
  },
  {
    name: 'crates token',
    forms: [(r) => `cio${r.text('alnum', 32)}`, (r) => `CARGO_REGISTRY_TOKEN=cio${r.text('alnum', 32)}`],
  },
  {
    name: 'sentry token',
    forms: [
      (r) => `sntryu_${r.text('hex', 64)}`,
      (r) => `sntrys_eyJpYXQiOjE2${r.text('base64', 60)}=_${r.text('base64url', 43)}`,
    ],
  },
  { name: 'buildkite token', forms: [(r) => `bkua_${r.text('hex', 40)}`] },
  {
    name: 'circleci token',
    forms: [
      (r) => `CCIPAT_${r.text('alnum', 22)}_${r.text('hex', 40)}`,
      (r) => `Circle-Token: ${r.text('hex', 40)}`,
    ],
  },
  { name: 'sonarqube token', forms: [(r) => `squ_${r.text('hex', 40)}`, (r) => `sqp_${r.text('hex', 40)}`] },
  { name: 'postman key', forms: [(r) => `PMAK-${r.text('hex', 24)}-${r.text('hex', 34)}`] },
  {
    name: 'artifactory key',
    forms: [(r) => `AKCp${r.text('alnum', 69)}`, (r) => `X-JFrog-Art-Api: AKCp${r.text('alnum', 69)}`],
  },
  { name: 'codecov token', forms: [(r) => `CODECOV_TOKEN=${r.uuid()}`, (r) => `codecov_token: ${r.uuid()}`] },
];
