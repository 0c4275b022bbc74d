/** The list of people to speak as, with what each has not read. */
import { byId, fetchPeople, make, recall, remember, word } from './api.js';

/** One of each is offered first. */
const firstSteps = ['cellSecretary', 'mentor', 'candidate', 'committeeOfficer'];

let groups = [];
let chosen = null;
let choose = () => {};
/** Messages already shown, by chat. */
const read = recall(localStorage, 'read', {});

export function startPeople(onChoose) {
  choose = onChoose;
  byId('search').addEventListener('input', draw);
}

export async function loadPeople() {
  groups = await fetchPeople();
  // Old messages are cleared away in time: a count that shrank starts anew.
  for (const person of everybody()) read[person.chat] = Math.min(read[person.chat] ?? 0, person.messages);
  draw();
}

export const personOf = (chat) => everybody().find((person) => person.chat === chat) ?? null;

/** The chat is on the screen: all of it counts as read. */
export function markRead(chat) {
  const person = personOf(chat);
  if (!person || read[chat] === person.messages) return;
  read[chat] = person.messages;
  remember(localStorage, 'read', read);
  draw();
}

export function showChosen(chat) {
  chosen = chat;
  draw();
}

export const unreadElsewhere = () =>
  everybody().reduce((sum, person) => sum + (person.chat === chosen ? 0 : unread(person)), 0);

const everybody = () => groups.flatMap((group) => group.people);
const unread = (person) => Math.max(0, person.messages - (read[person.chat] ?? 0));

/** "Nguyễn Thị Ánh" is found by "anh". */
const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();

export function initials(name) {
  const parts = name.trim().split(/\s+/);
  const letters = parts.length > 1 ? [parts.at(-2), parts.at(-1)] : parts;
  return letters
    .map((part) => part[0])
    .join('')
    .toUpperCase();
}

function draw() {
  const wanted = fold(byId('search').value.trim());
  const list = byId('people');
  const fits = (person) => wanted === '' || fold(person.name).includes(wanted);
  const sections = [];
  if (wanted === '') {
    const withNews = everybody().filter((person) => unread(person) > 0);
    if (withNews.length > 0) sections.push(section(word('news'), withNews, 'news'));
    sections.push(section(word('startHere'), suggested(), 'start'));
  }
  for (const group of groups) {
    const people = group.people.filter(fits);
    if (people.length > 0)
      sections.push(section(group.organization, people, `depth-${Math.min(group.depth, 3)}`));
  }
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.chat : undefined;
  list.replaceChildren(
    ...(sections.length > 0 ? sections : [make('p', { className: 'none' }, word('nobodyFound'))]),
  );
  if (focused) list.querySelector(`[data-chat="${focused}"]`)?.focus({ preventScroll: true });
  const elsewhere = unreadElsewhere();
  const badge = byId('back-badge');
  badge.hidden = elsewhere === 0;
  badge.textContent = elsewhere > 99 ? '99+' : String(elsewhere);
  byId('back').setAttribute(
    'aria-label',
    elsewhere === 0 ? word('back') : `${word('back')}, ${word('unread', { count: elsewhere })}`,
  );
}

/** Of each capacity the first person of the cell that has most of them. */
function suggested() {
  const counted = groups.map((group) =>
    firstSteps.map((hat) => group.people.find((person) => person.hat === hat)),
  );
  const best = counted.reduce((a, b) => (count(b) > count(a) ? b : a), []);
  return firstSteps
    .map((hat, index) => best[index] ?? everybody().find((person) => person.hat === hat))
    .filter((person) => person !== undefined);
}

const count = (people) => people.filter((person) => person !== undefined).length;

function section(title, people, kind) {
  return make(
    'section',
    { className: kind },
    make('h3', {}, title),
    make('ul', {}, ...people.map((person) => make('li', {}, row(person)))),
  );
}

function row(person) {
  const news = unread(person);
  const button = make(
    'button',
    { type: 'button', className: 'person', onclick: () => choose(person.chat) },
    make('span', { className: `face ${person.hat ?? ''}`, ariaHidden: 'true' }, initials(person.name)),
    make(
      'span',
      { className: 'who' },
      make('strong', {}, person.name),
      make('span', { className: 'hats' }, person.hats.join(' · ')),
      make('span', { className: 'hint' }, person.hint),
    ),
  );
  button.dataset.chat = person.chat;
  if (person.chat === chosen) button.setAttribute('aria-current', 'true');
  if (news > 0) {
    const badge = make('span', { className: 'badge' }, news > 99 ? '99+' : String(news));
    badge.append(make('span', { className: 'for-ear' }, ` ${word('unread', { count: news })}`));
    button.append(badge);
  }
  return button;
}
