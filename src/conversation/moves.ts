/** What a person can do in a conversation, by button or in words: answer, go back, edit, cancel, confirm. */
import type { AnswerValue, Session, Thread, Turn } from './machine-types.ts';
import type { Place } from './place.ts';
import { acted, again, editable, handOver, leave, moved, proceed } from './proceed.ts';
import { complain, join, type Said, type Scene, say, text, title, withTop } from './scene.ts';
import { knownBefore, stand } from './standing.ts';
import { take, without } from './take.ts';

type AtQuestion = Extract<Place, { kind: 'question' }>;

export function answer(
  scene: Scene,
  session: Session,
  place: AtQuestion,
  value: AnswerValue,
  said: Said,
): Turn {
  const taken = scene.once('taken', () => take(scene, place.flow, place.thread, place.name, value));
  if (taken.kind === 'stopped') return leave(scene, session, join(said, taken.said));
  if (taken.kind === 'taken')
    return proceed(scene, withTop(session, taken.thread), join(said, taken.said), acted);
  const elsewhere = taken.thread !== place.thread;
  return proceed(scene, withTop(session, taken.thread), join(said, taken.said), elsewhere ? moved : again);
}

export function skip(scene: Scene, session: Session, place: Place, said: Said): Turn {
  if (place.kind === 'question' && place.question.optional) return answer(scene, session, place, '', said);
  return proceed(scene, session, join(said, complain(text('machine.cannotSkip'))), again);
}

/** Drops the answer given last and asks it again; in the midst of editing, leaves the old answer as it was. */
export function back(scene: Scene, session: Session, place: Place, said: Said): Turn {
  const { flow, thread } = place;
  if (place.kind === 'edit' || thread.editing !== undefined) {
    return proceed(scene, withTop(session, notEditing(thread)), said, moved);
  }
  const before =
    place.kind === 'question'
      ? stand(flow, thread.answers, scene.ask, scene.view.today, place.name)
      : stand(flow, thread.answers, scene.ask, scene.view.today);
  const earlier = editable(thread, before);
  for (let dropped = 1; dropped <= earlier.length; dropped += 1) {
    const answers = without(thread.answers, earlier.slice(-dropped));
    const turn = proceed(scene, withTop(session, { ...notEditing(thread), answers }), said, moved);
    // What a button brought may be the only possibility: taken again at once, it leads here again. Then the one before it is meant.
    const at = turn.session.threads[0]?.at;
    if (turn.session.threads[0]?.run !== thread.run || at !== thread.at) return turn;
  }
  return proceed(scene, session, join(said, complain(text('machine.nothingBefore'))), again);
}

/** Nothing of the conversation is recorded; what it interrupted goes on. */
export function cancel(scene: Scene, session: Session, place: Place, said: Said): Turn {
  return leave(scene, session, join(said, say('machine.cancelled', { work: title(place.flow.flow) })));
}

/** Offers the answers that can be edited. */
export function chooseEdit(scene: Scene, session: Session, place: Place, said: Said): Turn {
  const standing = stand(place.flow, place.thread.answers, scene.ask, scene.view.today);
  if (editable(place.thread, standing).length === 0) {
    return proceed(scene, session, join(said, say('machine.nothingToEdit')), again);
  }
  const choosing: Thread = { ...notEditing(place.thread), at: 'edit' };
  return proceed(scene, withTop(session, choosing), said, moved);
}

/** Asks one answer again; the old one stays until the new one is accepted. */
export function edit(scene: Scene, session: Session, place: Place, name: string, said: Said): Turn {
  const { flow, thread } = place;
  if (
    thread.answers[name] === undefined ||
    !knownBefore(flow, thread.answers, name, scene.ask, scene.view.today)
  ) {
    return proceed(scene, session, join(said, say('machine.questionGone')), again);
  }
  return proceed(scene, withTop(session, { ...notEditing(thread), editing: name }), said, moved);
}

/** Hands over the command if every question has its answer still; else asks what is missing. */
export function confirm(scene: Scene, session: Session, place: Place, said: Said): Turn {
  const { flow, thread } = place;
  const standing = stand(flow, thread.answers, scene.ask, scene.view.today);
  if (standing.open !== null || flow.command === undefined) {
    return proceed(scene, session, join(said, say('machine.moreToAsk')), moved);
  }
  return handOver(session, flow, thread, standing, said);
}

function notEditing(thread: Thread): Thread {
  const { editing: _left, draft: _half, ...rest } = thread;
  return { ...rest, at: '' };
}
