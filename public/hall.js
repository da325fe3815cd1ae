// The hall of a founding conference on a phone with a bad line: entries are kept here until they are in the case, sent
// one after the other in their order, each under a key of its own, so that none is lost and none counts twice. What was
// refused is kept with its reason until somebody sends it again or drops it; it stops nothing that comes after it.

const hall = document.getElementById('hall');
const words = hall.dataset;
const store = `sang-lap/hall/${words.case}`;
const line = document.getElementById('hall-line');
const retryMs = 4000;

/** @typedef {{ key: string, type: string, payload: object, clientRef: string }} Entry */

const nothing = { waiting: [], sent: [], refused: [], counted: 0 };

/**
 * What waits, what was refused, and what was sent since the page was last seen fresh, with the version of the case it made.
 * @returns {{ waiting: Entry[], sent: (Entry & { version: number })[], refused: (Entry & { detail: string })[], counted: number }}
 */
function kept() {
  try {
    return { ...nothing, ...JSON.parse(localStorage.getItem(store)) };
  } catch {
    return nothing;
  }
}

function keep(change) {
  localStorage.setItem(store, JSON.stringify({ ...kept(), ...change }));
}

function add(type, payload) {
  const { waiting, counted } = kept();
  const entry = { key: crypto.randomUUID(), type, payload, clientRef: `hall-${counted + 1}` };
  keep({ waiting: [...waiting, entry], counted: counted + 1 });
  put(entry, true);
  show();
  void send();
}

// What the page shows: the case as it was loaded, with the entries of this phone put on top.

const seatOf = (no) => document.querySelector(`.sl-hall__seat[data-no="${no}"]`);
const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });

/** Puts one entry on the page, whether it was sent or still waits. */
function put({ type, payload }, isWaiting) {
  if (type === 'CHECK_IN') putSeat(payload, isWaiting);
  else if (type === 'NOTE')
    document.getElementById('hall-notes').append(element('li', payload.text));
  else if (type === 'MOTION') putMotion(payload, isWaiting);
  else putCount(payload, isWaiting);
}

function putSeat({ member, present }, isWaiting) {
  const seat = seatOf(member);
  if (!seat) return;
  seat.toggleAttribute('data-here', present);
  if (isWaiting) seat.dataset.waiting = '';
  seat.querySelector('.sl-hall__state').textContent = present ? words.present : words.absent;
  const button = seat.querySelector('button');
  if (!button) return;
  button.name = present ? 'leave' : 'arrive';
  button.firstChild.textContent = present ? words.leave : words.arrive;
}

function motionOf(id) {
  const list = document.getElementById('hall-motions');
  const known = [...list.children].find((item) => item.dataset.motion === id);
  if (known) return known;
  const item = document.createElement('li');
  item.dataset.motion = id;
  item.append(
    Object.assign(element('span', ''), { className: 'sl-hall__text' }),
    ' ',
    Object.assign(element('span', ''), { className: 'sl-law' }),
    Object.assign(element('div', ''), { className: 'sl-hall__result' }),
  );
  list.append(item);
  return item;
}

const wayOf = (how) => (how === 'secret' ? words.secretWay : words.openWay);

function putMotion({ motion, text, how }, isWaiting) {
  const item = motionOf(motion);
  item.toggleAttribute('data-waiting', isWaiting);
  item.querySelector('.sl-hall__text').textContent = text;
  const way = item.querySelector('.sl-law');
  if (way) way.textContent = `(${wayOf(how)})`;
  const template = document.getElementById(`hall-count-${how}`);
  if (item.querySelector('form') || !template) return;
  const form = template.content.cloneNode(true);
  for (const named of form.querySelectorAll('[id], [for]')) {
    for (const name of ['id', 'for']) {
      const value = named.getAttribute(name);
      if (value) named.setAttribute(name, value.replace(`new-${how}`, motion));
    }
  }
  form.querySelector('[name="count"]').value = motion;
  item.append(form);
  listen(item.querySelector('form'));
}

function putCount(payload, isWaiting) {
  const item = motionOf(payload.motion);
  item.toggleAttribute('data-waiting', isWaiting);
  item.querySelector('.sl-hall__result').textContent = sumOf(payload).text;
}

/** A count with its sum, as the minutes will have it. The service decides; this is what it will say. */
function sumOf({ how, for: yea, against, abstain, collected = 0, invalid = 0 }) {
  const [all, carries] = [Number(words.all), Number(words.carries)];
  const cast = yea + against + abstain + invalid;
  const here = votersHere();
  if (cast > here) return { text: `${cast} ${words.votes}: ${words.tooMany} (${here})` };
  if (how === 'secret' && cast !== collected)
    return { text: `${cast} ≠ ${collected}. ${words.off}` };
  const outcome = yea >= carries ? words.passes : yea === against ? words.tie : words.fails;
  const need = `${words.needs} ${all} ${words.thatIs} ${carries} ${words.for} ${yea}: ${outcome}`;
  return { text: `${wayOf(how)}: ${yea} – ${against} – ${abstain}. ${need}.` };
}

/** Official members here: as counted by hand at the opening, or as checked in. */
function votersHere() {
  const checked = document.querySelectorAll('.sl-hall__seat[data-official][data-here]').length;
  return Math.max(checked, Number(words.counted ?? 0));
}

function show() {
  const { waiting, refused } = kept();
  for (const seat of document.querySelectorAll('.sl-hall__seat[data-waiting]')) {
    const still = waiting.some(({ payload }) => String(payload.member) === seat.dataset.no);
    if (!still) delete seat.dataset.waiting;
  }
  for (const item of document.querySelectorAll('#hall-motions [data-waiting]')) {
    const still = waiting.some(({ payload }) => payload.motion === item.dataset.motion);
    if (!still) delete item.dataset.waiting;
  }
  const here = document.querySelectorAll('.sl-hall__seat[data-here]');
  const official = [...here].filter((seat) => 'official' in seat.dataset).length;
  document.getElementById('hall-count').textContent = String(official);
  document.getElementById('hall-associates').textContent = String(here.length - official);
  const missing = Number(words.least) - official;
  document.getElementById('hall-enough').textContent =
    missing > 0 ? `${words.short} ${missing}.` : words.enough;
  showWaiting(waiting);
  showRefused(refused);
  tell(waiting.length);
}

/** One entry in a line: what a person would call it. */
function inWords({ type, payload }) {
  if (type === 'NOTE') return `${words.note}: ${payload.text}`;
  if (type === 'MOTION') return `${words.motion}: ${payload.text}`;
  if (type === 'COUNT_MOTION') {
    const text = motionOf(payload.motion).querySelector('.sl-hall__text').textContent;
    return `${words.count}: ${text} ${payload.for} – ${payload.against} – ${payload.abstain}`;
  }
  const seat = seatOf(payload.member);
  return `${payload.present ? words.arrive : words.leave}: ${payload.member}. ${seat?.dataset.name ?? ''}`;
}

function showWaiting(waiting) {
  const list = document.getElementById('hall-waiting');
  list.replaceChildren(...waiting.map((entry) => element('li', inWords(entry))));
  const unsent = document.getElementById('hall-unsent');
  unsent.classList.toggle('govuk-!-display-none', waiting.length === 0);
}

function showRefused(refused) {
  const list = document.getElementById('hall-refused');
  list.replaceChildren(
    ...refused.map((entry) => {
      const item = element('li', `${words.refused}: ${inWords(entry)}. ${entry.detail}`);
      item.append(
        document.createElement('br'),
        button(words.again, again),
        button(words.drop, drop),
      );
      return item;
      function button(text, act) {
        const made = element('button', text);
        Object.assign(made, { type: 'button', className: 'govuk-button govuk-button--secondary' });
        made.addEventListener('click', () => act(entry));
        return made;
      }
    }),
  );
}

function drop({ key }) {
  keep({ refused: kept().refused.filter((each) => each.key !== key) });
  show();
}

function again(entry) {
  drop(entry);
  add(entry.type, entry.payload);
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
      settle(entry, outcome);
      show();
    }
  } finally {
    sending = false;
  }
}

/** Off the list, and where it belongs now. */
function settle(entry, { version, detail }) {
  const { waiting, sent, refused } = kept();
  keep({
    waiting: waiting.filter(({ key }) => key !== entry.key),
    sent: version ? [...sent, { ...entry, version }] : sent,
    refused: detail ? [...refused, { ...entry, detail }] : refused,
  });
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

// Taking entries in.

const figures = ['for', 'against', 'abstain', 'given', 'collected', 'invalid'];

function countIn(form) {
  const given = figures.flatMap((name) => {
    const input = form.elements.namedItem(name);
    return input ? [[name, input.value.trim() === '' ? 0 : Number(input.value)]] : [];
  });
  const { value: motion } = form.elements.namedItem('count');
  return { motion, how: form.dataset.how, ...Object.fromEntries(given) };
}

/** Takes a text out of a form; the form is empty after it. */
function taken(form, name) {
  const field = form.elements.namedItem(name);
  const text = field.value.trim();
  field.value = '';
  return text;
}

const takers = {
  seat(form, { value, name }) {
    add('CHECK_IN', { member: Number(value), present: name === 'arrive', how: 'list' });
  },
  note(form) {
    const text = taken(form, 'text');
    if (text) add('NOTE', { text });
  },
  motion(form) {
    const text = taken(form, 'moved');
    const { value: how } = form.elements.namedItem('how');
    if (text) add('MOTION', { motion: crypto.randomUUID(), text, how });
  },
  count(form) {
    const payload = countIn(form);
    if (Object.values(payload).some(Number.isNaN)) return;
    add('COUNT_MOTION', payload);
    form.querySelector('.sl-hall__sum').textContent = '';
    for (const name of figures) {
      const input = form.elements.namedItem(name);
      if (input) input.value = '';
    }
  },
};

function listen(form) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    takers[form.dataset.entry](form, event.submitter);
    delete form.dataset.sent;
  });
  if (form.dataset.entry !== 'count') return;
  form.addEventListener('input', () => {
    form.querySelector('.sl-hall__sum').textContent = sumOf(countIn(form)).text;
  });
}

for (const form of document.querySelectorAll('form[data-entry]')) {
  if (form.dataset.entry in takers) listen(form);
}
/** Entries that other scripts of the page take in: codes at the door. */
hall.addEventListener('hall:entry', ({ detail }) => add(detail.type, detail.payload));
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
  const { waiting, sent } = kept();
  const since = sent.filter(({ version }) => version > Number(words.version));
  keep({ sent: since });
  for (const entry of since) put(entry, false);
  for (const entry of waiting) put(entry, true);
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
