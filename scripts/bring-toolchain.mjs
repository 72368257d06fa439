// Runs a command under the Node and pnpm that package.json asks for, with the dependencies installed:
//   node scripts/bring-toolchain.mjs node scripts/test.ts
// Plain JavaScript for Node 20, without dependencies: it runs before there are any.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { root, runChild } from './run-child.mjs';

const { engines, packageManager } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
);
const nodeMajor = Number(engines.node.match(/\d+/)[0]);
const pnpmVersion = packageManager.split('@')[1];

const env = { ...process.env };
bringTools();
bringDependencies();
endWithParent();
const [command, ...args] = process.argv.slice(2);
process.exit(await runChild(command, args, env));

/** Puts Node and pnpm first on PATH, through npx where they are missing. */
function bringTools() {
  const pnpm = spawnSync('pnpm --version', { cwd: root, encoding: 'utf8', shell: true });
  const pnpmFound = pnpm.status === 0 ? pnpm.stdout.trim() : undefined;
  if (Number(process.versions.node.split('.')[0]) >= nodeMajor && pnpmFound === pnpmVersion) return;

  say(
    `Node ${process.versions.node} and ${pnpmFound ? `pnpm ${pnpmFound}` : 'no pnpm'} found, ` +
      `Node ${nodeMajor} and pnpm ${pnpmVersion} wanted: npx brings them (the first time, about 10 s)`,
  );
  // In the shell that npx opens, PATH begins with the two packages. The first try needs no network where npx has them.
  const print = 'node -p "JSON.stringify(process.env.PATH)"';
  const quoted = process.platform === 'win32' ? print : `'${print}'`;
  const npx = (option, stderr) =>
    spawnSync(`npx ${option} -y -p node@${nodeMajor} -p pnpm@${pnpmVersion} -c ${quoted}`, {
      cwd: root,
      encoding: 'utf8',
      shell: true,
      stdio: ['ignore', 'pipe', stderr],
    });
  let brought = npx('--offline', 'ignore');
  if (brought.status !== 0) brought = npx('--no-offline', 'inherit');
  if (brought.status !== 0) stop('npx could not bring them', brought.status ?? 1);
  env.PATH = JSON.parse(brought.stdout.trim().split('\n').at(-1));
}

/** Installs what pnpm-lock.yaml says. Where nothing is to do, pnpm sees it in a moment. */
function bringDependencies() {
  say('installing the dependencies from pnpm-lock.yaml');
  // npm reads its registry from this variable too, pnpm does not.
  const registry = env.pnpm_config_registry ?? env.npm_config_registry ?? env.NPM_CONFIG_REGISTRY;
  const install = spawnSync('pnpm install --frozen-lockfile', {
    cwd: root,
    encoding: 'utf8',
    env: { ...env, CI: 'true', ...(registry && { pnpm_config_registry: registry }) }, // CI: pnpm must not stop to ask
    shell: true,
  });
  if (install.status === 0) return;
  process.stderr.write(install.stdout + install.stderr);
  stop(
    'pnpm install failed; after a change of dependencies, run it by hand to renew pnpm-lock.yaml',
    install.status ?? 1,
  );
}

/** Who stops npm alone leaves its shell's children running; they notice that they have another parent. */
function endWithParent() {
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.emit('SIGTERM', 'SIGTERM'), 500).unref();
}

function say(line) {
  process.stderr.write(`[toolchain] ${line}\n`);
}

function stop(line, code) {
  say(line);
  process.exit(code);
}
