/** One door to `fetch`: JSON in and out, refusals as `Problem`. */

import { Problem } from './problem';

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | number | boolean | null | undefined>>;
  readonly signal?: AbortSignal | undefined;
}

/** A path with what is asked for behind it. */
export function addressOf(path: string, query: Ask['query']): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== null && value !== undefined);
  if (pairs.length === 0) return path;
  return `${path}?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString()}`;
}

/** Asks and returns the response, whatever its body; throws `Problem`, or the abort's reason. */
export async function ask(path: string, options: Ask = {}): Promise<Response> {
  const headers = new Headers({ accept: 'application/json, application/problem+json;q=0.9, */*;q=0.1' });
  const init: RequestInit = { method: options.method ?? 'GET', credentials: 'same-origin', headers };
  if (options.signal !== undefined) init.signal = options.signal;
  if (options.body !== undefined) {
    init.body = JSON.stringify(options.body);
    headers.set('content-type', 'application/json');
  }
  let response: Response;
  try {
    response = await fetch(addressOf(path, options.query), init);
  } catch (cause) {
    if (options.signal?.aborted === true) throw cause;
    throw Problem.offline(cause);
  }
  if (!response.ok) throw Problem.fromText(response.status, await response.text());
  return response;
}

/** Asks for JSON. The shape is the server's promise (its OpenAPI); it is not checked again here. */
export async function askJson<T>(path: string, options: Ask = {}): Promise<T> {
  const response = await ask(path, options);
  return (await response.json()) as T;
}

/** Asks where the answer has no body that matters. */
export async function askNothing(path: string, options: Ask = {}): Promise<void> {
  const response = await ask(path, options);
  await response.body?.cancel();
}
