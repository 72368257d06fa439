// A process of its own that opens a collection, writes one record of its own, and tells how it went.
import { ManagedTransport, OutcomeError } from '@qis/core';
import { connectQdrant } from '../src/index.ts';
import { FINGERPRINT, record } from './records.ts';

const [url = '', collection = '', revision = '', n = '', at = ''] = process.argv.slice(2);
const transport = new ManagedTransport(await connectQdrant(url, { collection }), {
  fingerprint: async () => ({ ...FINGERPRINT, revision }),
});
await new Promise((resolve) => setTimeout(resolve, Number(at) - Date.now()));
try {
  await transport.write([record(Number(n))]);
  console.log('written');
} catch (error) {
  console.log(OutcomeError.isInstance(error) ? error.code : String(error));
}
await transport.close();
