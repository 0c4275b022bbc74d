/** A tapped button: is it of the question asked now, of an older one, the last one again, or of none of ours? */
import { type Control, optionToken, type Press, parseGoFlow, readButton } from './buttons.ts';
import type { Session, Thread, Turn } from './machine-types.ts';
import { answer, back, cancel, chooseEdit, confirm, edit, skip } from './moves.ts';
import { open } from './open.ts';
import { optionsOf } from './options.ts';
import { type Place, placeOf } from './place.ts';
import { again, proceed } from './proceed.ts';
import { complain, join, type Said, type Scene, say, text, withTop } from './scene.ts';

export function pressed(scene: Scene, session: Session, id: string, said: Said): Turn {
  if (id === session.lastButton) return { session, replies: [] };
  const button = readButton(id);
  if (button.kind === 'unknown')
    return proceed(scene, session, join(said, complain(text('machine.unknownButton'))), again);
  if (button.kind === 'action') {
    const flow = parseGoFlow(id);
    return flow ? open(scene, session, flow.flow, flow.answers) : { session, replies: [], action: id };
  }
  const place = placeOf(scene, session);
  if (!place || button.seq !== session.seq) {
    return proceed(
      scene,
      session,
      place ? join(said, complain(text('machine.staleButton'))) : stale(session, said),
      again,
    );
  }
  const turn = act(scene, session, { ...session, lastButton: id }, place, button.press, said);
  // A tap that led nowhere (its answer was refused) may be made again.
  const ticking = ['tick', 'untick', 'more'].includes(button.press.kind);
  if (turn.session.seq !== session.seq || ticking) return turn;
  const { lastButton: _refused, ...rest } = turn.session;
  return {
    ...turn,
    session: session.lastButton === undefined ? rest : { ...rest, lastButton: session.lastButton },
  };
}

function act(scene: Scene, before: Session, session: Session, place: Place, press: Press, said: Said): Turn {
  const unusable = (why: string): Turn => proceed(scene, before, join(said, complain(text(why))), again);
  switch (press.kind) {
    case 'control':
      return control(scene, before, session, place, press.control, said);
    case 'target':
      return place.kind === 'edit'
        ? edit(scene, session, place, press.question, said)
        : unusable('machine.staleButton');
    case 'more':
      return redraw(scene, session, place, { from: press.from }, said);
    default: {
      if (place.kind !== 'question') return unusable('machine.questionGone');
      const { flow, name, question, known } = place;
      const options = optionsOf(flow, name, question, known, scene.ask) ?? [];
      const option = options.find((each) => optionToken(each.value) === press.value);
      if (!option) return unusable('machine.optionGone');
      const many = 'many' in question.input && question.input.many;
      if ((press.kind === 'option') === many) return unusable('machine.optionGone');
      if (press.kind === 'option') return answer(scene, session, place, option.value, said);
      const others = (place.thread.draft?.ticked ?? []).filter((each) => each !== option.value);
      const ticked = press.kind === 'tick' ? [...others, option.value] : others;
      return redraw(scene, session, place, { ticked }, said);
    }
  }
}

function control(
  scene: Scene,
  before: Session,
  session: Session,
  place: Place,
  which: Control,
  said: Said,
): Turn {
  switch (which) {
    case 'back':
      return back(scene, session, place, said);
    case 'cancel':
      return cancel(scene, session, place, said);
    case 'edit':
      return chooseEdit(scene, session, place, said);
    case 'skip':
      return skip(scene, session, place, said);
    case 'all':
      return redraw(scene, session, place, { find: undefined, from: 0 }, said);
    case 'done':
      return done(scene, session, place, said);
    case 'confirm':
      if (place.kind === 'confirm') return confirm(scene, session, place, said);
      return proceed(scene, before, join(said, complain(text('machine.staleButton'))), again);
  }
}

/** Closes the choosing of several with what is ticked. */
function done(scene: Scene, session: Session, place: Place, said: Said): Turn {
  const ticked = place.thread.draft?.ticked ?? [];
  if (place.kind !== 'question' || ticked.length === 0) {
    return proceed(scene, session, join(said, say('machine.manyNone')), again);
  }
  const { flow, name, question, known } = place;
  const options = optionsOf(flow, name, question, known, scene.ask) ?? [];
  const chosen = options.map((option) => option.value).filter((value) => ticked.includes(value));
  if (chosen.length === 0) return proceed(scene, session, join(said, say('machine.optionGone')), again);
  return answer(scene, session, place, chosen, said);
}

/** The same question with its list turned, narrowed or ticked. */
export function redraw(
  scene: Scene,
  session: Session,
  place: Place,
  change: { ticked?: string[]; from?: number; find?: string | undefined },
  said: Said,
): Turn {
  const { find, ...others } = { ...place.thread.draft, ...change };
  const draft: NonNullable<Thread['draft']> = find === undefined ? others : { ...others, find };
  return proceed(scene, withTop(session, { ...place.thread, draft }), said, again);
}

// The file of what was under way may be gone: that is said by itself, the button needs no sentence then.
const stale = (session: Session, said: Said): Said =>
  session.threads.length > 0 ? said : join(said, say('machine.staleButton'));
