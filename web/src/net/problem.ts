/** What the server says when it refuses: `application/problem+json` as an error. */

export interface ProblemBody {
  readonly title?: string;
  readonly status?: number;
  readonly detail?: string;
  /** Stable, for programs: `link-expired`, `not-found`, … */
  readonly code?: string;
  readonly request_id?: string;
  /** The part of the input that is wrong, such as a sheet or a cell; or what the refusal is about. */
  readonly where?: string | Readonly<Record<string, unknown>>;
}

export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string | null;
  readonly where: string | null;
  /** What it is about, where that is more than a part of the input. */
  readonly about: Readonly<Record<string, unknown>> | null;

  constructor(status: number, body: ProblemBody) {
    const title = body.title ?? (status === 0 ? 'No connection' : `Error ${status}`);
    const detail = body.detail ?? title;
    super(detail);
    this.status = status;
    this.code = body.code ?? (status === 0 ? 'offline' : `http-${status}`);
    this.title = title;
    this.detail = detail;
    this.requestId = body.request_id ?? null;
    const { where } = body;
    this.where = typeof where === 'string' ? where : null;
    this.about = typeof where === 'object' ? where : null;
  }

  /** The server could not be reached at all. */
  static offline(cause: unknown): Problem {
    const problem = new Problem(0, { detail: 'The server cannot be reached.' });
    problem.cause = cause;
    return problem;
  }

  static fromText(status: number, text: string): Problem {
    try {
      const body: unknown = JSON.parse(text);
      if (typeof body === 'object' && body !== null) return new Problem(status, body);
    } catch {
      // A proxy in between may answer with a page of its own; the status still tells.
    }
    return new Problem(status, {});
  }
}
