import { fork } from 'node:child_process';
import { once } from 'node:events';
import { clearTimeout, setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('test-process.mjs', import.meta.url));
const HEAP_MIB = 512;

/**
 * Starts a process that tests mutants, with a heap of 512 MiB. `ask` sends it a question and answers what it answered, `out of time` after which it is
 * killed, or `out of memory` when it ended by itself; a process that did not answer is not to be asked again.
 */
export async function startTestProcess(bundle) {
  const child = fork(program, [bundle], {
    execArgv: [`--max-old-space-size=${HEAP_MIB}`],
    // What V8 says at its end would only hide the report.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  await once(child, 'message');
  return {
    ask: (question, limitMs) => answer(child, question, limitMs),
    end: () => void child.kill('SIGKILL'),
  };
}

function answer(child, question, limitMs) {
  return new Promise((resolve) => {
    const settle = (value) => {
      clearTimeout(timer);
      child.removeAllListeners();
      resolve(value);
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      settle('out of time');
    }, limitMs);
    child.once('message', settle).once('exit', () => settle('out of memory'));
    child.send(question);
  });
}
