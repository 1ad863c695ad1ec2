// 100 editors × 5 edits/s on one workbook, turn by turn with a hocuspocus server that stores nothing.
//   node load.mjs [rounds] [seconds]
import { spawn, execFile } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Daylight } from '../e2e/daylight.mjs';

const [rounds = 3, seconds = 20] = process.argv.slice(2).map(Number);
const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const client = process.env.DAYLIGHT_LOAD ?? `${root}target/release/daylight-load`;

async function measure(...args) {
  const { stdout } = await run(client, [...args, '--seconds', String(seconds)], { timeout: (seconds + 90) * 1000 });
  return JSON.parse(stdout);
}

async function peer(port) {
  const server = spawn(process.execPath, [fileURLToPath(new URL('hocuspocus.mjs', import.meta.url)), String(port)]);
  await once(server.stdout, 'data');
  return server;
}

const daylight = await Daylight.start();
const { token } = await daylight.api('POST', '/api/tokens', { label: 'load' });
const hocuspocus = await peer(daylight.port + 1);
const results = [];
try {
  for (let round = 0; round < rounds; round++) {
    const { id } = await daylight.api('POST', '/api/workbooks', { name: `Load ${round}` });
    const ours = await measure(`ws://127.0.0.1:${daylight.port}/ws/${id}?token=${token}`, '--pid', String(daylight.pid));
    const theirs = await measure(
      `ws://127.0.0.1:${daylight.port + 1}`, '--dialect', 'hocuspocus', '--document', `load-${round}`, '--pid', String(hocuspocus.pid),
    );
    results.push({ ours, theirs });
    console.log(JSON.stringify({ round, ours, theirs }));
  }
} finally {
  hocuspocus.kill();
  await daylight.stop();
}
const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
for (const figure of ['p50_ms', 'p99_ms']) {
  const ratio = median(results.map(({ ours, theirs }) => ours[figure] / theirs[figure]));
  console.log(`${figure}: ${ratio.toFixed(2)} × hocuspocus (at most 2)`);
}
console.log(`delivered: ${Math.min(...results.map(({ ours }) => ours.delivered)) * 100} % (100)`);
console.log(`server memory: ${Math.max(...results.map(({ ours }) => ours.server_peak_mib)).toFixed(0)} MiB (at most 150)`);
