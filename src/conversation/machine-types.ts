/**
 * What goes into and out of the conversation machine. Pure data; the machine is
 *
 *   next(flows, session, input, view) -> Turn | { need: LookupCall[] }
 *
 * With `need`, the caller resolves the lookups, adds them to `view.lookups` and calls `again`: the machine has no I/O and
 * remembers nothing of its own.
 */
import type { Reply, Text } from '../words/text.ts';

export type AnswerValue = string | number | string[];
/** By question name. An optional question that was skipped holds '' and is left out of what leaves the machine. */
export type Answers = Record<string, AnswerValue>;

/** One conversation under way. Answers by question name, never by position. */
export interface Thread {
  flow: string;
  /** Distinguishes this run of the flow from every other; part of the command's idempotency key. */
  run: string;
  answers: Record<string, AnswerValue>;
  /**
   * What was asked last: typed input is read as an answer to it. A question's name, `confirm` for the summary, `edit`
   * for the choice of what to edit. A name that no longer exists is passed over.
   */
  at: string;
  /** The question being edited from the summary, if any; its old answer stays until the new one is accepted. */
  editing?: string;
  /** Answers brought by the button or the request that opened it. */
  given?: string[];
  /** Answers taken without asking, as the only ones possible; "back" passes over them. */
  taken?: string[];
  /** Half-done choosing in the question at `at`: what is ticked, how far the list was paged, what it was narrowed by. */
  draft?: { ticked?: string[]; from?: number; find?: string };
}

/** All that is kept between two messages of a chat. Small: a few hundred bytes. */
export interface Session {
  /** Innermost first: a conversation opened while another was under way; the outer ones resume after it. */
  threads: Thread[];
  /** Counts questions asked; buttons carry it, so an old button is known. */
  seq: number;
  /** The button accepted last: tapping it twice changes nothing. */
  lastButton?: string;
  /** When the chat last spoke, ISO instant: after long silence the question is introduced again. */
  lastAt?: string;
  /** The case spoken of last, kept by the caller: what a bare "căn cứ?" means. The machine carries it along. */
  about?: number;
}

export type Incoming =
  | { kind: 'text'; text: string }
  | { kind: 'button'; id: string }
  /** A picture, file, sticker, voice: never kept, answered with a sentence. */
  | { kind: 'media'; media: string }
  /** Open a flow with answers already known (a reminder's button, the menu, an understood sentence). */
  | { kind: 'open'; flow: string; answers: Record<string, AnswerValue> };

export interface LookupCall {
  name: string;
  flow: string;
  answers: Record<string, AnswerValue>;
}

/** What the machine must be told before it can answer. */
export interface Need<Answered = Turn> {
  need: LookupCall[];
  /** Goes on once the view holds the results; calling the machine with the same arguments gives the same, only later. */
  again: () => Answered | Need<Answered>;
}

export interface LookupOption {
  value: string;
  label: Text;
  /** How it is called once it is chosen: the label without what it says beside the name. */
  name?: Text;
  /** Not shown, but understood when it is typed: the check then says why it cannot be. */
  unlisted?: true;
}

export interface LookupResult {
  /** For inputs of kind `lookup`. `value` is stored as the answer. */
  options?: LookupOption[];
  /** Shown as they are. */
  lines?: Text[];
  /** Fill the words of the question and serve `when` tests. */
  values?: Record<string, string | number | boolean>;
  /** For `check`: the answer is refused with this text. */
  refuse?: Text;
  /** With `refuse`: the question to ask now, instead of the one just answered again. */
  question?: string;
  /** For inputs of kind `lookup`: the one possible answer, taken without asking (its lines are still shown). */
  only?: string;
  /** Buttons under the lines that open another conversation (also under the last words of a flow without command). */
  offers?: { flow: string; answers: Record<string, AnswerValue>; label: Text }[];
  /** Nothing to ask or record: the conversation ends here with the lines and the offers, and no command runs. */
  stop?: boolean;
}

export interface View {
  /** Today in Asia/Ho_Chi_Minh, YYYY-MM-DD. */
  today: string;
  /** ISO instant of this turn. */
  now: string;
  language: 'vi' | 'en';
  roles: string[];
  /** A fresh id for a thread opened in this turn (passed in: the machine makes no randomness). */
  freshRun: string;
  /**
   * Words in the reader's language, to compare typed input with labels ("có", "Quay lại", option labels). What is worked
   * out from its lists of words is kept as long as the function is: pass the same one for a language every time.
   */
  wording: (text: Text) => string;
  /** By `lookupKey(call)`. */
  lookups: ReadonlyMap<string, LookupResult>;
}

export interface Command {
  name: string;
  /** Idempotency key: the same run of the same flow never acts twice. */
  key: string;
  answers: Record<string, AnswerValue>;
  /** The conversation it came from, already taken off the session: what `refused` puts back. */
  thread: Thread;
}

export interface Turn {
  session: Session;
  replies: Reply[];
  /**
   * At most one: the command of the flow that was just confirmed. The caller runs it and says its outcome, then calls
   * `resume`; if it was refused, it rolls back and calls `refused` instead.
   */
  command?: Command;
  /**
   * Not an answer to what was asked and not a word of the machine (back, cancel …): the caller tries to understand it
   * as a request (status, menu word, another flow), answers and calls `resume`. Replies are then what to say if nothing
   * is understood.
   */
  unhandled?: { text: string };
  /** A button of the application ("go:…" handled by the caller, who then calls `resume`), not of a question. */
  action?: string;
}
