import type { Command } from './command.ts';

interface LazyCommand {
  readonly what: string;
  readonly load: () => Promise<Command>;
}

export type CommandName = 'serve' | 'token' | 'stats' | 'remove' | 'doctor' | 'copy';

/** The operator's commands, in the order in which they are explained. Loaded when called: a server must not wait for them. */
export const COMMANDS: Readonly<Record<CommandName, LazyCommand>> = {
  serve: {
    what: 'serves a store over HTTP, to this machine, or to whoever has a token',
    load: async () => (await import('./serve.ts')).serve,
  },
  token: {
    what: 'makes, lists and revokes the tokens of a server',
    load: async () => (await import('./token.ts')).token,
  },
  stats: {
    what: 'says what is in a store',
    load: async () => (await import('./stats.ts')).stats,
  },
  remove: {
    what: 'removes packets by their ids',
    load: async () => (await import('./remove.ts')).remove,
  },
  doctor: {
    what: 'looks for what is wrong with a store, and for what would be slow',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  copy: {
    what: 'moves packets between stores and files: export, import, backup, another embedder',
    load: async () => (await import('./copy.ts')).copy,
  },
};

export const COMMAND_NAMES: readonly CommandName[] = Object.keys(COMMANDS) as CommandName[];
