// Starts a process, tells its pid and its folder, and waits to be killed.
import { makeServerFolder } from '../src/server-folder.ts';
import { startProcess } from '../src/server-process.ts';

const folder = makeServerFolder('test');
const { pid } = await startProcess({
  name: 'Fake',
  command: process.execPath,
  args: ['-e', 'setInterval(() => {}, 1000)'],
  folder,
  answers: async () => true,
});
console.log(JSON.stringify({ pid, folder }));
setInterval(() => {}, 1_000);
