/** Calls to the server, what is kept in this browser, and the stream of news. */

export class CallFailed extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

export const state = {
  language: localStorage.getItem('danbuoc.language') === 'en' ? 'en' : 'vi',
  /** @type {Record<string, string>} */
  words: {},
};

/** The page's words; `{name}` and the like are filled in. */
export function word(name, values = {}) {
  let text = state.words[name] ?? '';
  for (const [key, value] of Object.entries(values)) text = text.replaceAll(`{${key}}`, String(value));
  return text;
}

async function call(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new CallFailed('offline');
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new CallFailed(body.code ?? 'failed');
  return body;
}

const get = (path) => call(path);
const post = (path, body) =>
  call(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

export const fetchWords = () => get(`/api/words?lang=${state.language}`);
export const fetchPeople = () => get(`/api/people?lang=${state.language}`);
export const fetchTime = () => get(`/api/time?lang=${state.language}`);
export const fetchMessages = (chat, after) => get(`/api/chats/${chat}/messages?after=${after}`);
export const sendMessage = (chat, message) => post(`/api/chats/${chat}/messages`, message);
export const travel = (journey) => post(`/api/time?lang=${state.language}`, journey);

/** Told of new messages by chat, of moved time, and of whether we are connected. The browser reconnects by itself. */
export function listen({ onMessage, onTime, onConnected, onLost }) {
  const source = new EventSource('/api/events');
  source.addEventListener('hello', onConnected);
  source.addEventListener('message', (event) => onMessage(event.data));
  source.addEventListener('time', onTime);
  source.addEventListener('error', onLost);
}

/** Values kept in this browser; a full or forbidden store keeps nothing and breaks nothing. */
export function remember(store, name, value) {
  try {
    store.setItem(`danbuoc.${name}`, JSON.stringify(value));
  } catch {
    // Only comfort is lost.
  }
}

export function recall(store, name, otherwise) {
  try {
    return JSON.parse(store.getItem(`danbuoc.${name}`) ?? 'null') ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Makes an element: `make('p', { className: 'note' }, 'text', child)`. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

export const byId = (id) => document.getElementById(id);
