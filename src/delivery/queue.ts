/** What carries messages from the outbox to the channels: in this process, or an engine shared by several. */
export interface Queue {
  start(): void;
  /** There may be something to send: called after a commit. Never waits, never throws. */
  wake(): void;
  /** Lets what is under way finish; nothing new begins. */
  stop(): Promise<void>;
}
