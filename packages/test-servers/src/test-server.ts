/** A real server that tests talk to. */
export interface TestServer {
  /** Where it answers: `http://127.0.0.1:PORT`, no slash at the end. */
  readonly url: string;
  /** Where it was started here as a process: what it takes of the machine can be looked at. */
  readonly process?: { readonly pid: number; readonly folder: string };
  /** Where it was started here as a process: kills it, and starts it again over what it had on the disk. */
  restart?(): Promise<void>;
  /** Ends it where it was started here, and removes what it left on the disk. */
  close(): Promise<void>;
}

/** Where servers of one kind come from; nothing is started yet. */
export interface ServerSource<Server extends TestServer> {
  /** For the output of tests: `Qdrant from QDRANT_URL`. */
  readonly name: string;
  /** Why there is none; absent where there is one. */
  readonly missing?: string;
  /** Each call gives a server of its own, except where one runs already. Rejects where there is none. */
  start(): Promise<Server>;
}

export function noSource(kind: string, missing: string): ServerSource<never> {
  return {
    name: `no ${kind}`,
    missing,
    start: () => Promise.reject(new Error(`There is no ${kind} here: ${missing}.`)),
  };
}

/** For `describe.skipIf`. Says on stderr what is skipped and why: a skip is easily overlooked. */
export function skipLoudly(source: ServerSource<TestServer>): boolean {
  if (source.missing === undefined) return false;
  process.stderr.write(`SKIPPED: ${source.name} to test with: ${source.missing}.\n`);
  return true;
}
