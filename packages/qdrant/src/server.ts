/** One server, or one node of a cluster. */
export interface Server {
  /** A name or an address; an IPv6 address in brackets. */
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** From the environment, never from a URL. */
  readonly apiKey?: string | undefined;
}
