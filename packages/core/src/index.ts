export type { Answer } from './answer-watch.ts';
export { decodePacket, encodePacket } from './codec.ts';
export { createPacket } from './create-packet.ts';
export { crowding } from './crowding.ts';
export type { DepositReceipt, Draft, Gate, Refusal } from './deposit.ts';
export {
  describeFingerprint,
  type Embedder,
  type EmbedOptions,
  type Fingerprint,
  type OpenedEmbedder,
  sameFingerprint,
} from './embedder.ts';
export { type Actor, ERROR_CODES, type ErrorCode, OutcomeError, type OutcomeErrorOptions } from './errors.ts';
export { type Filter, matchesFilter } from './filter.ts';
export { type Floor, type FloorCandidate, floorNeeds, floorSchema, hitsAboveFloor } from './floor.ts';
export { ManagedEmbedder } from './managed-embedder.ts';
export { ManagedTransport, type ManagedTransportOptions, type Supersedes } from './managed-transport.ts';
export {
  DEFAULT_TTL,
  expiresAt,
  MAX_CLOCK_SKEW,
  MAX_PACKET_BYTES,
  MAX_REPLIES,
  MAX_SUMMARY_CODE_POINTS,
  MAX_TTL,
  OUTCOME_TYPES,
  type OutcomePacket,
  type OutcomePacketInput,
  type OutcomeType,
  packetInputSchema,
  packetSchema,
  voterOf,
} from './packet.ts';
export { packetId } from './packet-id.ts';
export { parseInput } from './parse-input.ts';
export {
  DEFAULT_TOP_K,
  filterOptions,
  MAX_PROBLEM_LENGTH,
  MAX_TOP_K,
  type QueryOptions,
  type QueryResult,
} from './query.ts';
export { readPacket } from './read-packet.ts';
export {
  type AdmitOptions,
  type OpenedRouter,
  OutcomeRouter,
  type OutcomeRouterOptions,
  type RouterStats,
  type SynthesizeResult,
} from './router.ts';
export type {
  Citation,
  Claim,
  ClaimExplanation,
  ExplainedVote,
  Failure,
  OpenProblem,
  Synthesis,
} from './synthesis/answer.ts';
export {
  DEFAULT_MAX_CLAIMS,
  DEFAULT_MAX_TOKENS,
  DEFAULT_MAX_TOKENS_MANY,
  MAX_CLAIMS,
  MIN_MAX_TOKENS,
  type SynthesizeOptions,
} from './synthesis/options.ts';
export { type Evidence, synthesizeEvidence } from './synthesis/synthesize.ts';
export { withoutFaults } from './text.ts';
export type {
  CallOptions,
  Classification,
  GetOptions,
  Hit,
  OpenedCollection,
  OpenOptions,
  OutcomeRecord,
  OutcomeTransport,
  ReembedTask,
  ScanPage,
  ScanQuery,
  SearchQuery,
  SearchResult,
  StatsOptions,
  TransportCapabilities,
  TransportStats,
} from './transport.ts';
