// The hall of a founding conference on a phone with a bad line: entries are kept here until they are in the case, sent
// one after the other in their order, each under a key of its own, so that none is lost and none counts twice.

const hall = document.getElementById('hall');
const words = hall.dataset;
const store = `sang-lap/hall/${words.case}`;
const line = document.getElementById('hall-line');
const refusedList = document.getElementById('hall-refused');
const retryMs = 4000;

/** @typedef {{ key: string, type: string, payload: object, clientRef: string }} Entry */

const nothing = { waiting: [], sent: [], counted: 0 };

/**
 * What waits, and what was sent since the page was last seen fresh, with the version of the case it made.
 * @returns {{ waiting: Entry[], sent: (Entry & { version: number })[], counted: number }}
 */
function kept() {
  try {
    return { ...nothing, ...JSON.parse(localStorage.getItem(store)) };
  } catch {
    return nothing;
  }
}

function keep(state) {
  localStorage.setItem(store, JSON.stringify(state));
}

function add(type, payload) {
  const { waiting, sent, counted } = kept();
  const clientRef = `hall-${counted + 1}`;
  const entry = { key: crypto.randomUUID(), type, payload, clientRef };
  keep({ waiting: [...waiting, entry], sent, counted: counted + 1 });
  show();
  void send();
}

// What the page shows: the case as it was loaded, with the waiting entries put on top.

function show() {
  const { waiting } = kept();
  for (const { type, payload } of waiting) {
    if (type === 'CHECK_IN') showSeat(payload, true);
  }
  for (const seat of document.querySelectorAll('.sl-hall__seat[data-waiting]')) {
    const still = waiting.some(({ payload }) => String(payload.member) === seat.dataset.no);
    if (!still) delete seat.dataset.waiting;
  }
  const here = document.querySelectorAll('.sl-hall__seat[data-official][data-here]').length;
  document.getElementById('hall-count').textContent = String(here);
  tell(waiting.length);
}

function showSeat({ member, present }, isWaiting) {
  const seat = document.querySelector(`.sl-hall__seat[data-no="${member}"]`);
  if (!seat) return;
  seat.toggleAttribute('data-here', present);
  if (isWaiting) seat.dataset.waiting = '';
  seat.querySelector('.sl-hall__state').textContent = present ? words.present : words.absent;
  const button = seat.querySelector('button');
  if (!button) return;
  button.name = present ? 'leave' : 'arrive';
  button.firstChild.textContent = present ? words.leave : words.arrive;
}

function showNote({ text }) {
  const item = document.createElement('li');
  item.textContent = text;
  document.getElementById('hall-notes').append(item);
}

let begun = false;

function tell(count, more = '') {
  line.toggleAttribute('data-waiting', count > 0);
  if (count > 0) begun = true;
  const state = navigator.onLine && !away ? words.sending : words.away;
  line.textContent =
    more || (count > 0 ? `${state} ${count} ${words.waiting}` : begun ? words.sent : '');
}

// Sending, one at a time.

let sending = false;
let away = false;
let timer;

async function send() {
  if (sending) return;
  sending = true;
  clearTimeout(timer);
  try {
    for (let entry = kept().waiting[0]; entry; entry = kept().waiting[0]) {
      const outcome = await deliver(entry);
      away = outcome === 'away';
      if (outcome === 'signed out') return tell(kept().waiting.length, words.signIn);
      if (outcome === 'away' || outcome === 'later') {
        timer = setTimeout(() => void send(), retryMs);
        return show();
      }
      const { waiting, sent, counted } = kept();
      const { version, detail } = outcome;
      const more = version ? [{ ...entry, version }] : [];
      keep({
        waiting: waiting.filter(({ key }) => key !== entry.key),
        sent: [...sent, ...more],
        counted,
      });
      if (detail) showRefused(entry, detail);
      show();
    }
  } finally {
    sending = false;
  }
}

/** @param {Entry} entry @returns {Promise<'away' | 'later' | 'signed out' | { version: number } | { detail: string }>} */
async function deliver({ key, ...event }) {
  try {
    const session = await fetch('/api/session', { headers: { Accept: 'application/json' } });
    if (session.status === 401) return 'signed out';
    if (!session.ok) return 'later';
    const { csrf } = await session.json();
    const answer = await fetch(`/api/cases/${words.case}/events`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Accept-Language': document.documentElement.lang,
        'Idempotency-Key': key,
        'X-CSRF-Token': csrf,
      },
      body: JSON.stringify(event),
    });
    if (answer.ok) return { version: (await answer.json()).version };
    if (answer.status === 401) return 'signed out';
    const problem = await answer.json().catch(() => ({}));
    const passing = ['in-progress', 'busy', 'unavailable', 'too-many', 'internal', 'stale'];
    if (answer.status >= 500 || passing.includes(problem.code)) return 'later';
    const lang = document.documentElement.lang;
    const reasons = (problem.reasons ?? []).map(({ remedy }) => remedy[lang]).join(' ');
    return { detail: reasons || problem.detail || problem.title || String(answer.status) };
  } catch {
    return 'away';
  }
}

function showRefused({ payload }, detail) {
  const item = document.createElement('li');
  const what = payload.text ?? `${payload.member}`;
  item.textContent = `${words.refused}: ${what}. ${detail}`;
  refusedList.append(item);
}

for (const form of document.querySelectorAll('form[data-entry]')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const button = event.submitter;
    const text = form.elements.namedItem('text');
    if (text) {
      add('NOTE', { text: text.value.trim() });
      showNote({ text: text.value.trim() });
      text.value = '';
    } else {
      const payload = {
        member: Number(button.value),
        present: button.name === 'arrive',
        how: 'list',
      };
      add('CHECK_IN', payload);
    }
    delete form.dataset.sent;
  });
}

addEventListener('online', () => {
  away = false;
  void send();
});
addEventListener('offline', () => {
  away = true;
  show();
});

/** A page kept from before does not know what was sent since; a fresh one does. */
function catchUp() {
  const { waiting, sent, counted } = kept();
  const since = sent.filter(({ version }) => version > Number(words.version));
  keep({ waiting, sent: since, counted });
  for (const { type, payload } of since) if (type === 'CHECK_IN') showSeat(payload, false);
  for (const { type, payload } of [...since, ...waiting]) if (type === 'NOTE') showNote(payload);
}

catchUp();
show();
void send();

// The page opens without a line, too. Kept only while the hall is open on this phone.
if ('serviceWorker' in navigator && isSecureContext) {
  void navigator.serviceWorker.register(words.worker, { scope: '/cases/' }).then(() => {
    void caches.open('sang-lap-hall').then((cache) => {
      const own = performance.getEntriesByType('resource').map(({ name }) => name);
      const files = own.filter((name) => new URL(name).pathname.startsWith('/static/'));
      return cache.addAll([location.pathname, ...new Set(files)]);
    });
  });
}
