/** Puts the page together: words, people, the open conversation, time, and news from the server. */
import { byId, fetchWords, listen, state, word } from './api.js';
import { catchUp, closeChat, comeIn, openChat, openChatOf, startChat } from './chat.js';
import {
  initials,
  loadPeople,
  markRead,
  personOf,
  showChosen,
  startPeople,
  unreadElsewhere,
} from './people.js';
import { loadTime, startTime } from './time.js';

/** Reminders come in bursts; the list is fetched once for all of them. */
const gatherMilliseconds = 150;
let gathering = false;

startPeople((chat) => {
  location.hash = chat;
});
startChat(refreshPeople);
startTime(async () => {
  await Promise.all([catchUp(), refreshPeople()]);
});
byId('back').addEventListener('click', () => {
  location.hash = '';
});
byId('language').addEventListener('click', async () => {
  state.language = state.language === 'vi' ? 'en' : 'vi';
  localStorage.setItem('danbuoc.language', state.language);
  await loadWords();
  await Promise.all([refreshPeople(), loadTime()]);
  const open = openChatOf();
  if (open) await showView();
});
window.addEventListener('hashchange', () => void showView());

await begin();

async function begin() {
  try {
    await loadWords();
    await Promise.all([loadPeople(), loadTime()]);
    await showView();
  } catch {
    offline(true);
    setTimeout(() => void begin(), 2000);
    return;
  }
  listen({
    onMessage: (chat) => {
      if (chat === openChatOf()) void catchUp().catch(() => offline(true));
      refreshSoon();
    },
    onTime: () => void loadTime(),
    // After an interruption: whatever was missed.
    onConnected: () => {
      offline(false);
      void Promise.all([comeIn(), refreshPeople(), loadTime()]).catch(() => offline(true));
    },
    onLost: () => offline(true),
  });
}

async function loadWords() {
  state.words = await fetchWords();
  document.documentElement.lang = state.language;
  for (const element of document.querySelectorAll('[data-word]'))
    element.textContent = word(element.dataset.word);
  byId('search').placeholder = word('search');
  byId('search').setAttribute('aria-label', word('search'));
  byId('text').placeholder = word('write');
  byId('text').setAttribute('aria-label', word('write'));
  byId('send').setAttribute('aria-label', word('send'));
  byId('people-pane').setAttribute('aria-label', word('people'));
  byId('language').textContent = state.language === 'vi' ? 'EN' : 'VI';
  byId('language').setAttribute(
    'aria-label',
    `${word('language')}: ${state.language === 'vi' ? 'English' : 'Tiếng Việt'}`,
  );
}

/** The address names the person (#12), so back, reload and bookmarks work. */
async function showView() {
  const person = personOf(location.hash.slice(1));
  document.body.dataset.view = person ? 'chat' : 'people';
  document.querySelector('.speaking').hidden = !person;
  byId('chat-pane').hidden = !person;
  byId('nobody').hidden = person !== null;
  showChosen(person?.chat ?? null);
  if (!person) {
    document.title = word('title');
    if (unreadElsewhere() > 0) byId('people-pane').scrollTop = 0;
    return closeChat();
  }
  byId('speaker-name').textContent = person.name;
  byId('speaker-hats').textContent = person.hats.join(' · ');
  byId('speaker-face').textContent = initials(person.name);
  byId('speaker-face').className = `face ${person.hat ?? ''}`;
  document.title = `${person.name} · ${word('title')}`;
  await openChat(person).catch(() => offline(true));
  await refreshPeople();
}

async function refreshPeople() {
  await loadPeople().catch(() => offline(true));
  const open = openChatOf();
  if (open && document.visibilityState === 'visible') markRead(open);
}

function refreshSoon() {
  if (gathering) return;
  gathering = true;
  setTimeout(() => {
    gathering = false;
    void refreshPeople();
  }, gatherMilliseconds);
}

document.addEventListener('visibilitychange', () => void refreshPeople());

function offline(is) {
  byId('offline').hidden = !is;
  byId('offline').textContent = is ? word('offline') || 'Mất kết nối.' : '';
}
