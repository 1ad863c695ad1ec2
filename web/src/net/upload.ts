/** Sending what is large: how much has gone out is told, and it can be called off. */

import { Problem } from './problem';

export interface Sending {
  readonly type?: string;
  readonly encoding?: string;
  /** Hears the share of bytes sent (0 to 1); 1 exactly once all has gone out. */
  readonly onProgress?: ((share: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Posts a body and gives the JSON that is answered. Rejects with `Problem`, or an `AbortError`. */
export function upload<T>(path: string, body: XMLHttpRequestBodyInit, sending: Sending): Promise<T> {
  return new Promise((resolve, reject) => {
    // fetch cannot report how much of a request body has been sent.
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('accept', 'application/json, application/problem+json;q=0.9');
    if (sending.type !== undefined) request.setRequestHeader('content-type', sending.type);
    if (sending.encoding !== undefined) request.setRequestHeader('content-encoding', sending.encoding);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) sending.onProgress?.(event.loaded / event.total);
    };
    request.upload.onload = () => sending.onProgress?.(1);
    request.onload = () => {
      if (request.status < 200 || request.status > 299) {
        reject(Problem.fromText(request.status, request.responseText));
        return;
      }
      try {
        resolve(JSON.parse(request.responseText) as T);
      } catch (cause) {
        reject(Problem.offline(cause));
      }
    };
    request.onerror = () => reject(Problem.offline('upload interrupted'));
    request.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'));
    sending.signal?.addEventListener('abort', () => request.abort(), { once: true });
    if (sending.signal?.aborted === true) request.abort();
    else request.send(body);
  });
}
