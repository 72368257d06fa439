import { existsSync, realpathSync } from 'node:fs';
import { OutcomeError } from '@qis/core';
import Database from 'better-sqlite3';
import { classify } from '../classify.ts';
import { DEFAULT_COLLECTION } from '../sqlite-transport.ts';
import { examineCollection } from './examine-collection.ts';
import { examineDatabase } from './examine-database.ts';
import { examineFile } from './examine-file.ts';
import { type Finding, wrong } from './finding.ts';

export interface ExamineOptions {
  readonly path: string;
  /** Default `qis_outcome_packets`. */
  readonly collection?: string;
  /** Seconds since the epoch. */
  readonly now: number;
}

/**
 * Looks a store over without changing it: files, database, one collection. Other processes may go on working. Reads
 * every record, which takes about a second for 100,000. Never throws for what it finds: that is a finding.
 */
export async function examineStore(options: ExamineOptions): Promise<readonly Finding[]> {
  const { collection = DEFAULT_COLLECTION, now } = options;
  const path = existsSync(options.path) ? realpathSync(options.path) : options.path;
  const findings = [...examineFile(path)];
  if (!isFine(findings, 'file')) return findings;
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true });
    findings.push(...examineDatabase(db, path));
    // The tables of another version may be other ones.
    if (isFine(findings, 'schema')) findings.push(...(await examineCollection(db, path, collection, now)));
  } catch (error) {
    findings.push(unreadable(error));
  } finally {
    db?.close();
  }
  return findings;
}

function isFine(findings: readonly Finding[], subject: string): boolean {
  return findings.some((finding) => finding.subject === subject && finding.severity === 'ok');
}

function unreadable(error: unknown): Finding {
  if (OutcomeError.isInstance(error)) return wrong('database', error.message);
  const { advice } = classify(error);
  const reason = error instanceof Error ? error.message : 'unknown';
  return wrong('database', `It cannot be read further: ${reason}. ${advice ?? 'The examination ends here.'}`);
}
