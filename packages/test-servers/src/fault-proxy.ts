import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What can be wrong with the way to a server. A fault strikes a connection with its next request. */
export type Fault =
  /** Each part of an answer comes so many milliseconds later. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** Nothing arrives, in either direction, until it is healed; connections stay open. */
  | { readonly kind: 'black hole' }
  /** Requests arrive, and no answer comes back, until it is healed. */
  | { readonly kind: 'lost answers' }
  /** The connection is reset in the middle of the body of an answer. */
  | { readonly kind: 'reset' }
  /** An answer comes byte by byte, so many milliseconds apart. */
  | { readonly kind: 'slow body'; readonly ms: number };

/** Stands before a server, on the loopback, and passes on what comes until it is told not to. */
export interface FaultProxy {
  /** `HOST:PORT`, where clients connect. */
  readonly address: string;
  /** Connections that a fault has struck and that are still open. */
  readonly hanging: number;
  /** Connections that a fault has struck since it was set. */
  readonly struck: number;
  /** Strikes so many connections, one after the other. Default all. */
  inject(fault: Fault, times?: number): void;
  /** What was held back arrives, as when a cable is plugged in again. */
  heal(): void;
  close(): Promise<void>;
}

const HEADER_END = '\r\n\r\n';
/** Time for the client to read the first half of a body. */
const BEFORE_RESET_MS = 20;

/** @param target `HOST:PORT` of the server. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port } = new URL(`http://${target}`);
  const links = new Set<Link>();
  let fault: Fault | undefined;
  let [left, struck] = [0, 0];
  const strike = (): Fault | undefined => {
    if (!fault || left === 0) return undefined;
    left--;
    struck++;
    return fault;
  };
  const server = createServer((client) => {
    const link = new Link(client, connect(Number(port), hostname), strike);
    links.add(link);
    client.once('close', () => links.delete(link));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const heal = (): void => {
    fault = undefined;
    for (const link of links) link.heal();
  };
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    get hanging() {
      return [...links].filter((link) => link.isStruck).length;
    },
    get struck() {
      return struck;
    },
    inject: (next, times = Number.POSITIVE_INFINITY) => {
      [fault, left, struck] = [next, times, 0];
    },
    heal,
    close: async () => {
      for (const link of links) link.end();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** One connection of a client, and the one to the server that belongs to it. */
class Link {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #strike: () => Fault | undefined;
  #fault: Fault | undefined;
  #held: (() => void)[] = [];
  #slow = Promise.resolve();
  #cutOff = false;

  constructor(client: Socket, server: Socket, strike: () => Fault | undefined) {
    [this.#client, this.#server, this.#strike] = [client, server, strike];
    client.on('data', (chunk: Buffer) => this.#request(chunk));
    server.on('data', (chunk: Buffer) => this.#answer(chunk));
    for (const socket of [client, server]) {
      socket.setNoDelay();
      socket.on('error', () => undefined); // a close follows, and the tests are about what the client makes of it
    }
    client.on('close', () => server.destroy());
    server.on('close', () => client.end());
  }

  get isStruck(): boolean {
    return this.#fault !== undefined;
  }

  heal(): void {
    this.#fault = undefined;
    for (const pass of this.#held.splice(0)) pass();
  }

  end(): void {
    this.#client.destroy();
    this.#server.destroy();
  }

  #request(chunk: Buffer): void {
    this.#fault ??= this.#strike();
    if (this.#fault?.kind === 'black hole') this.#held.push(() => this.#server.write(chunk));
    else this.#server.write(chunk);
  }

  #answer(chunk: Buffer): void {
    if (this.#cutOff) return;
    const fault = this.#fault;
    const pass = (): void => void this.#client.write(chunk);
    if (!fault) pass();
    else if (fault.kind === 'latency') setTimeout(pass, fault.ms);
    else if (fault.kind === 'slow body') this.#slow = this.#slow.then(() => this.#trickle(chunk, fault.ms));
    else if (fault.kind === 'reset') this.#cut(chunk);
    else this.#held.push(pass);
  }

  #cut(chunk: Buffer): void {
    const end = chunk.indexOf(HEADER_END);
    const bodyStart = end === -1 ? 0 : end + HEADER_END.length;
    const half = bodyStart + Math.ceil((chunk.length - bodyStart) / 2);
    this.#client.write(chunk.subarray(0, half));
    if (bodyStart === chunk.length) return; // the body comes next
    this.#cutOff = true;
    setTimeout(() => this.#client.resetAndDestroy(), BEFORE_RESET_MS);
  }

  async #trickle(chunk: Buffer, ms: number): Promise<void> {
    for (const [i] of chunk.entries()) {
      if (this.#client.destroyed) return;
      if (!this.#fault) return void this.#client.write(chunk.subarray(i));
      this.#client.write(chunk.subarray(i, i + 1));
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
  }
}
