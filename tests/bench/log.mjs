// What history costs: bytes in Postgres an edit, the story of one cell among a million changes, an earlier moment.
//   node log.mjs [cell changes]
import { execFileSync } from 'node:child_process';
import { ADMIN_TOKEN, Daylight } from '../e2e/daylight.mjs';

const [changes = 1_000_000] = process.argv.slice(2).map(Number);
const daylight = await Daylight.start();
const timed = async (what, most, call) => {
  const times = [];
  for (let i = 0; i < 11; i++) {
    const start = performance.now();
    await call();
    times.push(performance.now() - start);
  }
  const median = times.toSorted((a, b) => a - b)[5];
  console.log(`${what}: ${median.toFixed(1)} ms (at most ${most})`);
};
/** Bytes of the log on disk, indexes included. */
const size = () => {
  const socket = /postgres\.socket=(\S+)/.exec(daylight.log)[1];
  const sum = "select sum(pg_total_relation_size(t)) from unnest(array['changes', 'cell_changes']::regclass[]) t";
  return Number(execFileSync('psql', ['-h', socket, '-U', 'daylight', '-Atc', sum, 'daylight']).toString());
};

try {
  const { id } = await daylight.api('POST', '/api/workbooks', { name: 'Log' });
  const sheet = 'Sheet1';
  const set = (cells) => daylight.api('PATCH', `/api/workbooks/${id}/cells`, { sheet, cells });
  const single = 2_000;
  const before = size();
  for (let i = 0; i < single; i++) await set([{ cell: `A${i + 1}`, input: String(i) }]);
  console.log(`an edit in Postgres: ${Math.round((size() - before) / single)} bytes (at most 1,000)`);
  const batch = 1_000;
  for (let done = 0; done < changes; done += batch) {
    const row = (done / batch) % 500;
    await set(Array.from({ length: batch }, (_, i) => ({ cell: `${String.fromCharCode(66 + (i % 20))}${row * 50 + Math.floor(i / 20) + 1}`, input: String(done + i) })));
  }
  await timed('story of one cell', 20, () => daylight.api('GET', `/api/workbooks/${id}/cells/history?sheet=${sheet}&cell=C7`));
  await timed('earlier moment', 1000, () => fetch(`${daylight.url}/api/workbooks/${id}/state?at=${single + 100}`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } }).then((r) => r.arrayBuffer()));
} finally {
  await daylight.stop();
}
