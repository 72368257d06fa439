import { z } from 'zod';
import { textFault, unwrapLines } from './text.ts';

/** `resolved`: it worked. `partial`: it helped. `contradicted`: it was tried and failed. `open`: nobody has solved it yet. */
export const OUTCOME_TYPES = ['resolved', 'partial', 'contradicted', 'open'] as const;
export type OutcomeType = (typeof OUTCOME_TYPES)[number];

/** Longest encoded packet, in bytes, inclusive. */
export const MAX_PACKET_BYTES = 512;
/** Longest `delta_summary`, in Unicode code points. */
export const MAX_SUMMARY_CODE_POINTS = 200;
/** Longest life of a packet: 365 days, in seconds. */
export const MAX_TTL = 31_536_000;
/** The article's default life of a packet: one hour, in seconds. */
export const DEFAULT_TTL = 3_600;
/** Most packets that one packet can reply to. */
export const MAX_REPLIES = 4;
/** How far ahead of the router's clock a timestamp may be, in seconds. */
export const MAX_CLOCK_SKEW = 300;

/** How one problem went: the wire record. At most {@link MAX_PACKET_BYTES} bytes when encoded. */
export interface OutcomePacket {
  /** Not blank. The text that is embedded. */
  readonly problem_description: string;
  readonly outcome_type: OutcomeType;
  /** 0 to 1. */
  readonly confidence: number;
  /** What changed, what worked: at most {@link MAX_SUMMARY_CODE_POINTS} code points. */
  readonly delta_summary: string;
  /** For filtering; may be empty. */
  readonly domain_tags: readonly string[];
  /** Seconds since the epoch, fractional. */
  readonly timestamp: number;
  /** `voter#session`, or the voter alone; may be empty. */
  readonly agent_id: string;
  /** Seconds that the packet lives from `timestamp`: an integer, 1 to {@link MAX_TTL}. */
  readonly ttl: number;
  /** Ids of the packets that the agent had used: at most {@link MAX_REPLIES} UUIDs in lower case, each once. */
  readonly in_reply_to?: readonly string[];
}

/** What {@link createPacket} takes: the fields that only the author knows, and any other. */
export type OutcomePacketInput = Pick<
  OutcomePacket,
  'problem_description' | 'outcome_type' | 'confidence' | 'delta_summary'
> & { readonly [K in keyof OutcomePacket]?: OutcomePacket[K] | undefined };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A text as packets hold it: line breaks and tabs become a space, unfit code points are refused by name, never echoed. */
export function cleanText(blank: 'may be blank' | 'not blank', whatToDo: string): z.ZodType<string> {
  return z
    .string({ error: whatToDo })
    .overwrite(unwrapLines)
    .check((context) => {
      const fault = textFault(context.value);
      const message = fault
        ? `holds ${fault.codePoint}, ${fault.what}: remove it`
        : blank === 'not blank' && context.value.trim() === ''
          ? whatToDo
          : undefined;
      if (message !== undefined) context.issues.push({ code: 'custom', message, input: context.value });
    });
}

type FieldSchemas = { readonly [K in keyof OutcomePacket]-?: z.ZodType<NonNullable<OutcomePacket[K]>> };

/** One schema per field, each with an error message that says what the field takes. Shared with the tools. */
export const packetFields: FieldSchemas = {
  problem_description: cleanText('not blank', 'must be a text that is not blank: say what the problem is'),
  outcome_type: z.enum(OUTCOME_TYPES, { error: `must be one of ${OUTCOME_TYPES.join(', ')}` }),
  confidence: z
    .number({ error: 'must be a number from 0 to 1' })
    .min(0, { error: 'must be a number from 0 to 1' })
    .max(1, { error: 'must be a number from 0 to 1' }),
  delta_summary: cleanText('may be blank', 'must be a text: say what changed or what worked').check(
    (context) => {
      const length = [...context.value].length;
      if (length <= MAX_SUMMARY_CODE_POINTS) return;
      const message = `is ${length} code points long, the limit is ${MAX_SUMMARY_CODE_POINTS}: shorten it`;
      context.issues.push({ code: 'custom', message, input: context.value });
    },
  ),
  domain_tags: z.array(cleanText('not blank', 'must be a text that is not blank'), {
    error: 'must be a list of texts',
  }),
  timestamp: z
    .number({ error: 'must be seconds since the epoch' })
    .nonnegative({ error: 'must be seconds since the epoch, not negative' }),
  agent_id: cleanText('may be blank', 'must be a text, for instance voter#session'),
  ttl: z
    .int({ error: `must be whole seconds, 1 to ${MAX_TTL}` })
    .min(1, { error: `must be whole seconds, 1 to ${MAX_TTL}` })
    .max(MAX_TTL, { error: `must be whole seconds, 1 to ${MAX_TTL}` }),
  in_reply_to: z
    .array(
      z
        .string({ error: 'must be the id of a packet, a UUID' })
        .toLowerCase()
        .regex(UUID, { error: 'must be the id of a packet, a UUID' }),
      { error: 'must be a list of packet ids' },
    )
    .min(1, { error: 'must hold an id, or be left out' })
    .max(MAX_REPLIES, { error: `must hold at most ${MAX_REPLIES} ids` })
    .refine((ids) => new Set(ids).size === ids.length, { error: 'must hold each id once' }),
};

const shape = { ...packetFields, in_reply_to: packetFields.in_reply_to.exactOptional() };

/** Checks a whole packet and refuses unknown fields: for writing. Does not check its encoded length. */
export const packetSchema: z.ZodType<OutcomePacket> = z.strictObject(shape);

/** What {@link createPacket} takes, before its defaults: for documents, and for programs that hand a packet on. */
export const packetInputSchema: z.ZodType<OutcomePacketInput> = z.strictObject({
  ...shape,
  domain_tags: packetFields.domain_tags.exactOptional(),
  timestamp: packetFields.timestamp.exactOptional(),
  agent_id: packetFields.agent_id.exactOptional(),
  ttl: packetFields.ttl.exactOptional(),
});

/** The same as {@link packetSchema}, dropping unknown fields: for reading what others wrote. */
export const tolerantPacketSchema: z.ZodType<OutcomePacket> = z.object(shape);

/** Makes a packet that nobody can change, its lists included. */
export function freezePacket(packet: OutcomePacket): OutcomePacket {
  Object.freeze(packet.domain_tags);
  Object.freeze(packet.in_reply_to);
  return Object.freeze(packet);
}

/** The part of an agent id before `#`; all of it where there is none. One voter has one vote, whatever its sessions. */
export function voterOf(agentId: string): string {
  const hash = agentId.indexOf('#');
  return hash === -1 ? agentId : agentId.slice(0, hash);
}

/** The second at which a packet is last alive: `timestamp + ttl`. */
export function expiresAt(packet: OutcomePacket): number {
  return packet.timestamp + packet.ttl;
}
