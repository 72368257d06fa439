import { Document, type DocumentInterface } from '@langchain/core/documents';
import { BaseRetriever, type BaseRetrieverInput } from '@langchain/core/retrievers';
import { ensureConfig, type RunnableConfig } from '@langchain/core/runnables';
import { DEFAULT_TOP_K, type Hit, type OutcomePacket, type QueryOptions } from '@qis/core';
import type { ToolRouter } from '@qis/core/tools';
import { problemText } from './problem-text.ts';

/** What a retriever needs of a router. */
export type QueryRouter = Pick<ToolRouter, 'query'>;

export interface QisRetrieverOptions extends BaseRetrieverInput, Omit<QueryOptions, 'topK' | 'signal'> {
  readonly router: QueryRouter;
  /** Documents wanted, 1 to 100. Default 10. */
  readonly k?: number;
}

/** How one invocation differs. */
export interface QisRetrieverConfig extends RunnableConfig {
  /** Documents wanted in this invocation, 1 to 100. Default: what the retriever was made with. */
  readonly k?: number;
}

/** What a document says of its packet: the packet's own fields, its id, and its score. */
export interface QisDocumentMetadata extends OutcomePacket {
  readonly id: string;
  /** Cosine similarity to the query, higher is nearer. */
  readonly score: number;
}

/**
 * The packets nearest to a text, or honestly none, as documents: by descending score, each with the packet's id. Their
 * text is quoted data of other agents. Errors are the router's.
 */
export class QisRetriever extends BaseRetriever<QisDocumentMetadata> {
  static override lc_name(): string {
    return 'QisRetriever';
  }

  override lc_namespace: string[] = ['qis', 'retrievers'];
  readonly #options: QisRetrieverOptions;
  readonly #filters: Omit<QueryOptions, 'topK' | 'signal'>;
  #call: { readonly k: number; readonly signal?: AbortSignal };

  constructor(options: QisRetrieverOptions) {
    const { router: _, k = DEFAULT_TOP_K, callbacks, tags, metadata, verbose, ...filters } = options;
    // The base class keeps what it is given for serialization: the router is none of that.
    super({
      ...(callbacks && { callbacks }),
      ...(tags && { tags }),
      ...(metadata && { metadata }),
      ...(verbose !== undefined && { verbose }),
    });
    this.#options = options;
    this.#filters = filters;
    this.#call = { k };
  }

  // The base class hands its hook neither signal nor k: each invocation has an instance of its own that knows them.
  override invoke(
    input: string,
    config: QisRetrieverConfig = {},
  ): Promise<DocumentInterface<QisDocumentMetadata>[]> {
    const { signal } = ensureConfig(config);
    const once = new QisRetriever(this.#options);
    once.#call = { k: config.k ?? this.#call.k, ...(signal && { signal }) };
    return super.invoke.call(once, input, config);
  }

  override async _getRelevantDocuments(text: string): Promise<DocumentInterface<QisDocumentMetadata>[]> {
    const { k, signal } = this.#call;
    const { hits } = await this.#options.router.query(problemText(text), {
      ...this.#filters,
      topK: k,
      ...(signal && { signal }),
    });
    return hits.map(toDocument);
  }
}

// Texts of packets have no line breaks: nothing that an agent wrote can look like a line of another.
function toDocument({ id, score, packet }: Hit): DocumentInterface<QisDocumentMetadata> {
  const { problem_description, outcome_type, confidence, delta_summary } = packet;
  const pageContent = `Problem: ${problem_description}\nOutcome (${outcome_type}, confidence ${confidence}): ${delta_summary}`;
  return new Document({ id, pageContent, metadata: { id, score, ...packet } });
}
