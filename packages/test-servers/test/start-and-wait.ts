// Starts a process, tells its pid, and waits to be killed.
import { makeServerFolder, removeServerFolder } from '../src/server-folder.ts';
import { startProcess } from '../src/server-process.ts';

const folder = makeServerFolder('test');
const { pid } = await startProcess({
  name: 'Fake',
  command: process.execPath,
  args: ['-e', 'setInterval(() => {}, 1000)'],
  folder,
  answers: async () => true,
});
removeServerFolder(folder);
console.log(pid);
setInterval(() => {}, 1_000);
