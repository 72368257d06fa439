// Writes docs/transport-contract.md from the clauses of @qis/core/conformance.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clauses, renderContract } from '../packages/core/src/conformance.ts';
import { root } from './run-child.mjs';

writeFileSync(join(root, 'docs/transport-contract.md'), renderContract(clauses));
