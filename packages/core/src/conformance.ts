export type { Clause, CollectionUnderTest, TransportUnderTest } from './conformance/clause.ts';
export { clauses } from './conformance/clauses.ts';
export { renderContract } from './conformance/render-contract.ts';
export { ClauseFailure, runClause } from './conformance/run-clause.ts';
export { type SelectedClauses, selectClauses } from './conformance/select-clauses.ts';
export type { Subject } from './conformance/subject.ts';
export { FINGERPRINT } from './conformance/vectors.ts';
