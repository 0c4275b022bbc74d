/** What may keep a session from being read or kept; all of it passes, and the update may come again. */
export type SessionsErrorCode =
  /** Redis does not answer. */
  | 'sessions.unreachable'
  /** We stood still for so long that another process has the chat: what we did is not kept. */
  | 'sessions.lock-lost'
  /** Another process holds the chat for longer than anybody waits. */
  | 'sessions.busy';

export class SessionsError extends Error {
  readonly code: SessionsErrorCode;
  constructor(code: SessionsErrorCode, cause?: unknown) {
    super(code, { cause });
    this.name = 'SessionsError';
    this.code = code;
  }
}
