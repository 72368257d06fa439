/** Where a Chroma server is, and as whom it is spoken to. */
export interface Server {
  /** A name or an address; an IPv6 address in brackets. */
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly tenant: string;
  readonly database: string;
  /** From the environment, never from a URL. */
  readonly apiKey?: string | undefined;
}
