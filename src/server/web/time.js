/** What day it is in the demo, and moving on from it. */
import { byId, fetchTime, travel, word } from './api.js';

const notes = { 'time.backwards': 'notBack', 'time.too-far': 'tooFar', 'time.not-a-day': 'notADay' };

let now = { today: '', now: '', label: '' };
let moved = async () => {};

export const currentTime = () => now;

export function startTime(onMoved) {
  moved = onMoved;
  byId('next-day').addEventListener('click', () => void move({ days: 1 }));
  byId('next-week').addEventListener('click', () => void move({ days: 7 }));
  byId('pick-day').addEventListener('click', () => openForm(byId('day-form').hidden));
  byId('day-cancel').addEventListener('click', () => openForm(false));
  byId('day').addEventListener('input', nameDay);
  byId('day-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const to = byId('day').value;
    if (to === '') note('time.not-a-day');
    else void move({ to });
  });
}

export async function loadTime() {
  show(await fetchTime());
}

function show(time) {
  now = time;
  byId('today').textContent = time.label;
  byId('day').min = time.today;
  byId('day').setAttribute('aria-label', word('pickDay'));
  nameDay();
}

function openForm(open) {
  byId('day-form').hidden = !open;
  byId('pick-day').setAttribute('aria-expanded', String(open));
  byId('time-note').hidden = true;
  if (!open) return;
  if (byId('day').value < now.today) byId('day').value = now.today;
  nameDay();
  byId('day').focus();
}

/** The button says the day in words: browsers differ in whether the day or the month comes first. */
function nameDay() {
  const [year, month, day] = byId('day').value.split('-').map(Number);
  byId('day-go').textContent = word('go', { date: day ? `${day}/${month}/${year}` : '…' });
}

function note(code) {
  const line = byId('time-note');
  line.textContent = word(notes[code] ?? 'failed');
  line.hidden = false;
}

async function move(journey) {
  const bar = byId('time');
  if (bar.ariaBusy === 'true') return;
  bar.ariaBusy = 'true';
  byId('time-note').hidden = true;
  byId('today').textContent = word('travelling');
  for (const button of bar.querySelectorAll('button')) button.disabled = true;
  try {
    show(await travel(journey));
    openForm(false);
    await moved();
  } catch (error) {
    byId('today').textContent = now.label;
    note(error.code);
  } finally {
    bar.ariaBusy = 'false';
    for (const button of bar.querySelectorAll('button')) button.disabled = false;
  }
}
