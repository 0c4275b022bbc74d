/** One conversation: what was said to the person, what was said as the person, and saying more. */
import { byId, fetchMessages, make, recall, remember, sendMessage, word } from './api.js';
import { currentTime } from './time.js';

/** What was typed here is kept in this tab only: the product itself does not keep it. */
const keptLines = 200;

let person = null;
/** Messages of the bot, oldest first. */
let heard = [];
/** Own lines: `{ key, text, message, after, at, failed }`; `after` is the last message that was on the screen. */
let own = [];
/** Elements on the screen by what they show, so that only what is new is added (and read aloud). */
let shown = new Map();
let underWay = 0;
let fetching = null;
let onAnswered = () => {};

export function startChat(answered) {
  onAnswered = answered;
  const text = byId('text');
  byId('compose').addEventListener('submit', (event) => {
    event.preventDefault();
    const line = text.value.trim();
    if (line === '') return;
    text.value = '';
    fitHeight();
    void say({ text: line }, line);
  });
  text.addEventListener('input', fitHeight);
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    byId('compose').requestSubmit();
  });
  text.addEventListener('paste', (event) => offerFiles(event, event.clipboardData));
  byId('chat-pane').addEventListener('dragover', (event) => event.preventDefault());
  byId('chat-pane').addEventListener('drop', (event) => offerFiles(event, event.dataTransfer));
}

/** Opens the conversation of a person. */
export async function openChat(who) {
  person = who;
  heard = [];
  own = recall(sessionStorage, `said.${who.chat}`, []);
  clear(make('p', { className: 'quiet' }, word('loading')));
  byId('replying').hidden = true;
  byId('log').setAttribute('aria-label', word('conversation', { name: who.name }));
  byId('text').value = '';
  fitHeight();
  await comeIn();
}

/** Fetches what there is; who was never spoken to introduces themselves, once. */
export async function comeIn() {
  const who = person;
  await catchUp();
  if (who && person === who && heard.length === 0 && own.length === 0)
    await say({ start: true }, null, 'start');
}

export function closeChat() {
  person = null;
}

export const openChatOf = () => person?.chat ?? null;

/** Fetches what is new; calls one after another, so that nothing is shown twice. */
export function catchUp() {
  const who = person;
  if (!who) return Promise.resolve();
  const next = (fetching ?? Promise.resolve())
    .catch(() => {})
    .then(async () => {
      if (person !== who) return;
      const { messages } = await fetchMessages(who.chat, heard.at(-1)?.id ?? 0);
      if (person !== who) return;
      const first = heard.length === 0;
      heard.push(...messages);
      if (messages.length > 0 || first) draw(first);
    });
  fetching = next;
  return next;
}

function clear(...instead) {
  shown = new Map();
  byId('log').replaceChildren(...instead);
}

function offerFiles(event, data) {
  const file = data?.files?.[0];
  if (!file) return;
  event.preventDefault();
  // The file itself never leaves this page: the product keeps no pictures, the bot only says so.
  const photo = file.type.startsWith('image/');
  void say({ media: photo ? 'photo' : 'document' }, word(photo ? 'sentPhoto' : 'sentDocument'));
}

async function say(
  message,
  shown,
  key = crypto.randomUUID?.() ?? `k${Date.now()}-${Math.random().toString(36).slice(2)}`,
) {
  const line = {
    key,
    text: shown,
    message,
    after: heard.at(-1)?.id ?? 0,
    at: currentTime().now,
    failed: false,
  };
  if (shown !== null) own.push(line);
  await deliver(line);
}

async function deliver(line) {
  const who = person;
  line.failed = false;
  keep(who);
  draw(true);
  busy(1);
  try {
    await sendMessage(who.chat, { key: line.key, ...line.message });
    await catchUp();
  } catch {
    line.failed = true;
    if (person === who) draw(true);
  } finally {
    busy(-1);
    onAnswered(who.chat);
  }
}

function keep(who) {
  own = own.slice(-keptLines);
  remember(sessionStorage, `said.${who.chat}`, own);
}

function busy(change) {
  underWay += change;
  const line = byId('replying');
  line.hidden = underWay === 0;
  line.querySelector('span').textContent = underWay === 0 ? '' : word('replying');
  if (underWay > 0) toEnd(false);
}

/** Both sides in order: an own line comes after the message it answered. */
function draw(toTheEnd) {
  const log = byId('log');
  const nearEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 160;
  const newest = heard.at(-1)?.id ?? 0;
  // Lines that answer a message of the future belong to a database that was laid anew.
  const lines = own.filter((line) => line.after <= newest);
  const items = [['hint', () => make('p', { className: 'quiet' }, person.hint)]];
  let day = '';
  const put = (at, key, element) => {
    const its = dayOf(at);
    if (its !== day) items.push([`day ${its} before ${key}`, () => make('h3', { className: 'day' }, its)]);
    day = its;
    items.push([key, element]);
  };
  const putOwn = (line) => put(line.at, `own ${line.key} ${line.failed}`, () => ownBubble(line));
  for (const line of lines.filter(({ after }) => after === 0)) putOwn(line);
  for (const message of heard) {
    put(message.at, `bot ${message.id}`, () => botBubble(message));
    for (const line of lines.filter(({ after }) => after === message.id)) putOwn(line);
  }
  place(log, items);
  for (const element of log.querySelectorAll('.bot')) element.classList.remove('newest');
  shown.get(`bot ${newest}`)?.classList.add('newest');
  if (toTheEnd || nearEnd) toEnd(true);
}

/** Makes what is missing, removes what is gone, leaves the rest untouched. */
function place(log, items) {
  const before = shown;
  shown = new Map(items.map(([key, element]) => [key, before.get(key) ?? element()]));
  let next = log.firstChild;
  for (const element of shown.values()) {
    if (element === next) next = next.nextSibling;
    else log.insertBefore(element, next);
  }
  while (next) {
    const gone = next;
    next = next.nextSibling;
    gone.remove();
  }
}

function toEnd(again) {
  const log = byId('log');
  log.scrollTop = log.scrollHeight;
  // Once more when fonts and the keyboard have settled.
  if (again) requestAnimationFrame(() => toEnd(false));
}

const dayFormat = new Intl.DateTimeFormat('vi-VN', {
  day: 'numeric',
  month: 'numeric',
  year: 'numeric',
  timeZone: 'Asia/Ho_Chi_Minh',
});
const dayOf = (instant) => dayFormat.format(new Date(instant));

function botBubble({ text, choices }) {
  const bubble = make(
    'div',
    { className: 'turn bot' },
    make('span', { className: 'for-ear' }, `${word('bot')}: `),
    make('p', { className: 'bubble' }, text),
  );
  if (choices.length > 0) {
    const list = make('ol', { className: 'choices', ariaLabel: word('choices') });
    list.append(...choices.map((choice, index) => make('li', {}, choiceButton(choice, index))));
    bubble.append(list);
  }
  return bubble;
}

/** The number is what may be typed instead of tapping. */
function choiceButton({ id, label }, index) {
  const button = make(
    'button',
    { type: 'button', className: 'choice', onclick: () => tap(button, id, label) },
    make('span', { className: 'number', ariaHidden: 'true' }, String(index + 1)),
    make('span', {}, label),
  );
  return button;
}

async function tap(button, id, label) {
  button.disabled = true;
  await say({ button: id }, label);
  button.disabled = false;
}

function ownBubble(line) {
  const turn = make(
    'div',
    { className: line.failed ? 'turn own failed' : 'turn own' },
    make('span', { className: 'for-ear' }, `${word('you', { name: person.name })}: `),
    make('p', { className: 'bubble' }, line.text),
  );
  if (line.failed) {
    turn.append(
      make(
        'p',
        { className: 'note' },
        `${word('notSent')} `,
        make(
          'button',
          { type: 'button', className: 'again', onclick: () => deliver(line) },
          word('sendAgain'),
        ),
      ),
    );
  }
  return turn;
}

function fitHeight() {
  const text = byId('text');
  text.style.height = 'auto';
  text.style.height = `${Math.min(text.scrollHeight + 2, 140)}px`;
}
