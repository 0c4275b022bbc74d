/** What a use case on one case states: who may, which events follow from the answers, and what is said afterwards. */
import type { Action } from '../people/roles.ts';
import type { CaseEvent, CaseReport, Procedure } from '../procedure/index.ts';
import type { StoredCase } from '../store/cases.ts';
import type { Tx } from '../store/database.ts';
import type { Text } from '../words/text.ts';
import type { CommandAnswers, CommandName } from './commands.ts';
import type { CommandContext } from './context.ts';
import type { Refused } from './refuse.ts';

type WithoutId<E> = E extends unknown ? Omit<E, 'id'> : never;
/** An event before it gets its id inside the case. */
export type Draft = WithoutId<CaseEvent>;

/** A case that this actor may see, examined as it stands. */
export interface Opened {
  stored: StoredCase;
  procedure: Procedure;
  report: CaseReport;
}

/** What is told of: the same whether it was recorded now or by an earlier turn with the same key. */
export interface Recorded {
  name: Text;
  procedure: Procedure;
  before: CaseReport;
  after: CaseReport;
  events: readonly CaseEvent[];
  /** The person an event names, as a line. */
  people: (ref: string) => Text;
}

/** Names of the commands whose answers carry a case. */
export type OnCase = {
  [N in CommandName]: CommandAnswers<N> extends { case: number } ? N : never;
}[CommandName];

export interface CaseCommand<N extends OnCase> {
  /** Any one of these rights suffices. */
  needs(answers: CommandAnswers<N>, opened: Opened): Action[];
  /** The events, or why not. What the rules forbid is the core's to say afterwards. */
  plan(
    tx: Tx,
    ctx: CommandContext,
    opened: Opened,
    answers: CommandAnswers<N>,
  ): Promise<Draft[] | Refused> | Draft[] | Refused;
  /** Field of an event, or code of a refusal -> question of the conversation, where the names differ. */
  questions?: Readonly<Record<string, string>>;
  /** The road does not go on by it: what comes next is not told. */
  endsHere?: true;
  /** What was recorded and what it means; what comes next is added by the caller. */
  tell(recorded: Recorded): Text[];
}
