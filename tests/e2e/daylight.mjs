// Starts the real binary on a free port with a data folder of its own, and signs people in.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const binary = process.env.DAYLIGHT_BIN ?? join(root, 'target/debug/daylight');
export const ADMIN_TOKEN = 'e2e-admin-token-0123456789abcdef';

async function freePort() {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** A server process that can be killed and started again on the same data and port. */
export class Daylight {
  #child = null;
  log = '';

  static async start(options = {}) {
    const self = new Daylight();
    self.options = options;
    self.port = await freePort();
    self.url = `http://127.0.0.1:${self.port}`;
    self.data = await mkdtemp(join(tmpdir(), 'daylight-e2e-'));
    await self.up();
    return self;
  }

  async up() {
    const env = { ...process.env, DAYLIGHT_ADMIN_TOKEN: ADMIN_TOKEN, RUST_BACKTRACE: '1', ...this.options.env };
    delete env.DATABASE_URL;
    this.#child = spawn(
      binary,
      ['serve', '--listen', `127.0.0.1:${this.port}`, '--data-dir', this.data, '--public-url', this.url],
      { env, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.signin = await new Promise((resolve, reject) => {
      const read = (chunk) => {
        this.log += chunk;
        const found = /https?:\/\/\S+\/signin\/[\w-]+/.exec(this.log.slice(this.#logFrom));
        if (found) resolve(found[0]);
      };
      this.#logFrom = this.log.length;
      this.#child.stdout.on('data', read);
      this.#child.stderr.on('data', read);
      this.#child.once('exit', (code, signal) => reject(new Error(`the server ended (${code ?? signal}):\n${this.log}`)));
    });
    await waitFor(async () => (await fetch(`${this.url}/healthz`)).ok, 'the server to be healthy');
  }
  #logFrom = 0;

  /** Ends the server without any warning. */
  async kill() {
    const child = this.#child;
    child.removeAllListeners('exit');
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** Ends Postgres without any warning. */
  async killPostgres() {
    const { stdout } = spawn('pgrep', ['-f', `postgres.*${this.data}`]);
    let pids = '';
    for await (const chunk of stdout) pids += chunk;
    for (const pid of pids.split('\n').filter(Boolean)) process.kill(Number(pid), 'SIGKILL');
  }

  async stop() {
    const child = this.#child;
    if (child.exitCode === null && child.signalCode === null) {
      child.removeAllListeners('exit');
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    }
    await rm(this.data, { recursive: true, force: true });
  }

  get pid() {
    return this.#child.pid;
  }

  /** A call in the administrator's name. */
  async api(method, path, body) {
    const isForm = body instanceof FormData;
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${ADMIN_TOKEN}`,
        ...(body && !isForm ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    const answer = text === '' ? null : JSON.parse(text);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return answer;
  }

  /** Imports a file and waits until it is there; gives the workbook's id. */
  async import(path, name = path.split('/').pop()) {
    const form = new FormData();
    form.append('file', new Blob([await readFile(path)]), name);
    const { id, import: url } = await this.api('POST', '/api/workbooks', form);
    await waitFor(async () => {
      const { state, problem } = await this.api('GET', url);
      if (state === 'failed') throw new Error(JSON.stringify(problem));
      return state === 'done';
    }, `${name} to be imported`);
    return id;
  }

  async cells(workbook, sheet, range, at) {
    const query = new URLSearchParams({ sheet, range, ...(at ? { at: String(at) } : {}) });
    return this.api('GET', `/api/workbooks/${workbook}/cells?${query}`);
  }
}

/** Polls a condition; for what no event tells. */
export async function waitFor(condition, what, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  let last;
  while (Date.now() < end) {
    try {
      const value = await condition();
      if (value) return value;
      last = value;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited ${seconds} s for ${what}; last: ${last instanceof Error ? last.stack : JSON.stringify(last)}`);
}

export const fixture = (name) => join(root, 'tests/fixtures', name);

/** Where screenshots go; git does not see it. */
export const shots = join(root, 'target/screenshots');
await mkdir(shots, { recursive: true });
