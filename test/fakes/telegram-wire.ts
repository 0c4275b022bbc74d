/** The wire of the fake Bot API: bodies, answers, and the bad days that can be ordered. */
import type { IncomingMessage as Request, ServerResponse } from 'node:http';

export type Fault =
  | { kind: 'too-many'; retryAfter: number }
  | { kind: 'error'; status: number; description?: string }
  /** A gateway's page instead of JSON. */
  | { kind: 'page'; status: number }
  /** The connection is cut before anything was done. */
  | { kind: 'cut-before' }
  /** Done, but the connection is cut half-way through the answer. */
  | { kind: 'cut-after' }
  /** Done, and never answered. */
  | { kind: 'silence' }
  /** Done and answered only when the client has given up. */
  | { kind: 'too-late' };

export class ApiError extends Error {
  readonly status: number;
  readonly parameters: Record<string, unknown> | undefined;
  constructor(status: number, description: string, parameters?: Record<string, unknown>) {
    super(description);
    this.status = status;
    this.parameters = parameters;
  }
}

export const tooMany = (seconds: number): ApiError =>
  new ApiError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });

/** A bad day on which nothing was done. True: the call has been dealt with. */
export function failBefore(fault: Fault | undefined, request: Request, response: ServerResponse): boolean {
  if (fault?.kind === 'cut-before') {
    request.socket.destroy();
    return true;
  }
  if (fault?.kind === 'page') {
    response.writeHead(fault.status, { 'content-type': 'text/html' }).end('<html>bad gateway</html>');
    return true;
  }
  if (fault?.kind === 'too-many') throw tooMany(fault.retryAfter);
  if (fault?.kind === 'error') throw new ApiError(fault.status, fault.description ?? 'Internal Server Error');
  return false;
}

/** Resolves when the client has hung up, if it is that kind of day. */
export async function untilGivenUp(fault: Fault | undefined, request: Request): Promise<void> {
  if (fault?.kind !== 'too-late') return;
  await new Promise<void>((resolve) => {
    if (request.socket.destroyed) return resolve();
    request.socket.once('close', () => resolve());
  });
}

/** A bad day on which all was done, but the answer is lost. */
export function failAfter(fault: Fault | undefined, request: Request, response: ServerResponse): boolean {
  if (fault?.kind === 'silence') return true;
  if (fault?.kind !== 'cut-after') return false;
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
  response.write('{"ok":true,', () => request.socket.destroy());
  return true;
}

export async function readJson(request: Request): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    throw new ApiError(400, "Bad Request: can't parse JSON object");
  }
}

export function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
