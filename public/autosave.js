// What is written in a long form and not yet sent is kept in this browser: a reload, a lost line or an empty battery
// costs nothing. Identifiers of persons are never kept. Sent entries are forgotten once the service has them.

const prefix = 'sang-lap/unsent/';
const keptDays = 7;
const dayMs = 24 * 60 * 60 * 1000;

/** @typedef {{ at: number, sent: boolean, fields: [string, string][] }} Kept */

/** @returns {Kept | undefined} */
function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null');
    return kept && Date.now() - kept.at < keptDays * dayMs ? kept : undefined;
  } catch {
    return undefined;
  }
}

let signedOut = false;

function write(key, kept) {
  if (signedOut) return;
  try {
    localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // Full or forbidden: the form works without.
  }
}

function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

const [, caseId] = /^\/cases\/([0-9a-f-]{36})/.exec(location.pathname) ?? [];
const done = new URLSearchParams(location.search).get('done');
/** Whether the act that is done is the one this was written for. */
const isOf = (key) => !key.includes('/acts/') || key.includes(`/acts/${done}?`);

for (const key of keys()) {
  const kept = read(key);
  const isHere = key.includes(`/cases/${caseId}`) || !/\/cases\/[0-9a-f-]{36}/.test(key);
  if (!kept || (done && kept.sent && isHere && isOf(key))) localStorage.removeItem(key);
}
for (const form of document.querySelectorAll('form[action="/sign-out"]')) {
  form.addEventListener('submit', () => {
    signedOut = true;
    keys().forEach((key) => localStorage.removeItem(key));
  });
}

/** Inputs that are kept; how many entries a list shows is in a hidden one. */
function inputsOf(form) {
  return [...form.elements].filter(
    (input) =>
      input.name &&
      !input.name.startsWith('_') &&
      !('personal' in input.dataset) &&
      (input.type !== 'hidden' || input.name.endsWith('.rows')) &&
      !['submit', 'button', 'password', 'file'].includes(input.type),
  );
}

function written(form) {
  return inputsOf(form)
    .filter((input) => !['radio', 'checkbox'].includes(input.type) || input.checked)
    .map((input) => [input.name, input.value]);
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function fill(form, fields) {
  for (const input of inputsOf(form)) {
    const values = fields.flatMap(([name, value]) => (name === input.name ? [value] : []));
    if (['radio', 'checkbox'].includes(input.type)) input.checked = values.includes(input.value);
    else input.value = values[0] ?? '';
    input.dispatchEvent(new Event('input', { bubbles: true }));
    if (input.checked) input.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

/** Lists that have grown since are drawn by the service, as when an entry is added. */
function sendBack(form, fields) {
  for (const input of inputsOf(form)) input.disabled = true;
  for (const [name, value] of [...fields, ['_step', 'change']]) {
    const input = Object.assign(document.createElement('input'), { type: 'hidden', name, value });
    form.append(input);
  }
  form.submit();
}

function tell(form, text, buttons) {
  const line = document.createElement('div');
  line.className = 'govuk-inset-text';
  line.setAttribute('role', 'status');
  line.append(Object.assign(document.createElement('p'), { textContent: text }));
  for (const [words, press] of buttons) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'govuk-button govuk-button--secondary';
    button.textContent = words;
    button.addEventListener('click', press);
    line.append(button, ' ');
  }
  form.before(line);
}

/** Short forms are soon filled in again; a vote or a choice leaves no trace here. */
const isLong = (form) => form.querySelector('textarea, input[name$=".rows"]') !== null;

for (const form of [...document.querySelectorAll('form[data-autosave]')].filter(isLong)) {
  const words = form.dataset;
  const key = `${prefix}${words.autosave}${location.pathname}?${words.part ?? ''}`;
  const begun = written(form);
  const kept = read(key);
  const forget = () => {
    localStorage.removeItem(key);
    location.reload();
  };
  if ('fresh' in words && kept && !same(kept.fields, begun)) {
    const time = new Date(kept.at).toLocaleTimeString(document.documentElement.lang, {
      hour: '2-digit',
      minute: '2-digit',
    });
    const names = new Set(inputsOf(form).map(({ name }) => name));
    const counts = kept.fields.filter(([name]) => name.endsWith('.rows'));
    const fits =
      kept.fields.every(([name]) => names.has(name)) &&
      counts.every((count) => begun.some((each) => same(each, count)));
    if (fits) {
      fill(form, kept.fields);
      tell(form, `${words.restored} ${time}.`, [[words.drop, forget]]);
    } else
      tell(form, `${words.waiting} ${time}.`, [
        [words.restore, () => sendBack(form, kept.fields)],
        [words.drop, forget],
      ]);
  } else if (!('fresh' in words)) write(key, { at: Date.now(), sent: false, fields: begun });

  let timer;
  const keepNow = () => {
    clearTimeout(timer);
    timer = undefined;
    write(key, { at: Date.now(), sent: false, fields: written(form) });
  };
  const keep = () => {
    clearTimeout(timer);
    timer = setTimeout(keepNow, 400);
  };
  addEventListener('pagehide', () => timer !== undefined && keepNow());
  form.addEventListener('input', keep);
  form.addEventListener('change', keep);
  form.addEventListener('submit', () => {
    clearTimeout(timer);
    timer = undefined;
    write(key, { at: Date.now(), sent: true, fields: written(form) });
  });
}
