// Makes pages nicer where scripts run; every page works without this file.

document.documentElement.classList.add('js-enabled');

/** The list of errors is read out first. */
const summary = document.querySelector('.govuk-error-summary');
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
}

/** A link of the list of errors brings to the label, not under it. */
summary?.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="#"]');
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const legend = field.closest('fieldset')?.querySelector('legend');
  (
    document.querySelector(`label[for="${CSS.escape(field.id)}"]`) ??
    legend ??
    field
  ).scrollIntoView();
  field.focus({ preventScroll: true });
});

/** Escape closes the meaning of a word, and goes back to it. */
addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') document.querySelector('.sl-meaning:target a[href$="-at"]')?.click();
});

/** A form is sent once, however often its button is pressed. */
for (const form of document.forms) {
  form.addEventListener('submit', (event) => {
    // A look in another window sends nothing.
    if (event.submitter?.formTarget) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
    setTimeout(() => delete form.dataset.sent, 3000);
  });
}
addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset.sent;
});

/** Amounts are read aloud in groups of three while they are typed. */
for (const input of document.querySelectorAll('input[data-money]')) {
  const told = document.createElement('span');
  told.className = 'govuk-hint';
  told.setAttribute('aria-live', 'polite');
  input.after(told);
  const tell = () => {
    const digits = input.value.replace(/[\s.]/g, '');
    told.textContent = /^\d{4,15}$/.test(digits)
      ? `${Number(digits).toLocaleString('vi-VN')} đ`
      : '';
  };
  input.addEventListener('input', tell);
  tell();
}

/** Whom somebody may mean is offered while the name is typed. */
for (const input of document.querySelectorAll('input[data-people]')) {
  let soon;
  const offer = async () => {
    const text = input.value.trim();
    if (text.length < 2 || text.includes('@')) return;
    const answer = await fetch(`/api/people?text=${encodeURIComponent(text)}`).catch(() => null);
    if (!answer?.ok || input.value.trim() !== text) return;
    const { items } = await answer.json();
    const said = items.map(({ name, email }) => new Option('', `${name} (${email})`));
    input.list.replaceChildren(...said);
  };
  input.addEventListener('input', () => {
    clearTimeout(soon);
    soon = setTimeout(offer, 250);
  });
}

for (const button of document.querySelectorAll('[data-print]')) {
  button.addEventListener('click', () => print());
}

/** A file that is too large is told before it is sent. */
for (const input of document.querySelectorAll('input[data-most]')) {
  input.addEventListener('change', () => {
    const large = [...input.files].some((file) => file.size > Number(input.dataset.most));
    input.setCustomValidity(large ? input.dataset.tooLarge : '');
    input.reportValidity();
  });
}

/** Tells of another version of a case while its page is in front; `at` says the version and where to ask. */
const listen = (at, changed) => {
  let line;
  const look = () => {
    line?.close();
    if (document.hidden) return;
    const { path, version } = at();
    line = new EventSource(`${path}?version=${version}`);
    line.addEventListener('message', ({ data }) => {
      if (Number(data) > Number(at().version)) changed();
    });
  };
  document.addEventListener('visibilitychange', look);
  addEventListener('pagehide', () => line?.close());
  look();
};

/** A part of the page that follows its case: what changed is read as the page itself is read. */
const live = document.querySelector('[data-live]');
if (live) {
  const follow = async () => {
    const filling = [...live.querySelectorAll('input, textarea, select')].some(
      (field) =>
        field.type !== 'hidden' &&
        (field.checked !== field.defaultChecked || field.value !== field.defaultValue),
    );
    if (filling) return;
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (!answer.ok) return location.reload();
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const part = fresh.querySelector('[data-live]');
    if (!part) return;
    live.dataset.version = part.dataset.version;
    live.replaceChildren(...part.childNodes);
  };
  listen(
    () => ({ path: live.dataset.live, version: live.dataset.version }),
    () => void follow().catch(() => undefined),
  );
}

/** A page that is being read is not changed under its reader: it offers to be loaded again. */
const watched = document.querySelector('[data-watch]');
if (watched) {
  listen(
    () => ({ path: watched.dataset.watch, version: watched.dataset.version }),
    () => {
      if (watched.childElementCount > 1) return;
      watched.append(watched.querySelector('template').content.cloneNode(true));
      watched.querySelector('a').href = location.pathname + location.search;
    },
  );
}

/** Keys of the staff, each with Alt and Shift; `/keys` lists them. A place is gone to, a part of the page is pressed. */
const places = {
  KeyD: '/desk',
  KeyW: '/desk/work',
  KeyF: '/desk/cases',
  KeyE: '/desk/agenda',
  KeyI: '/inbox',
  Slash: '/keys',
};
const parts = {
  KeyA: '.govuk-task-list__link',
  KeyB: '.sl-tabs a[href$="/dossier"]',
  KeyJ: '.sl-tabs a[href$="/journal"]',
  KeyM: '.sl-tabs a[href$="/messages"]',
  KeyO: '.sl-tabs a[href$="/notes"]',
  KeyS: 'main form button[value="send"], main form .govuk-button:not(.govuk-visually-hidden)',
};
const nextRow = () => {
  const rows = [...document.querySelectorAll('main tbody th a')];
  const row = rows[rows.indexOf(document.activeElement) + 1] ?? rows[0];
  row?.focus();
  return row;
};
const pressed = (code) => {
  const typing = document.activeElement?.matches(
    'input:not([type=checkbox], [type=radio]), textarea',
  );
  if (typing && code !== 'KeyS') return undefined;
  if (code === 'KeyN') return nextRow();
  const search = document.querySelector('input[type=search]');
  if (code === 'KeyF' && search) return search.focus() ?? search;
  if (places[code]) return location.assign(places[code]) ?? document.body;
  const part = parts[code] && document.querySelector(parts[code]);
  part?.click();
  return part;
};
if ('keys' in document.body.dataset) {
  addEventListener('keydown', (event) => {
    if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return;
    if (pressed(event.code)) event.preventDefault();
  });
}

/** A question that depends on another is shown while it applies. What is not asked is not sent. */
for (const part of document.querySelectorAll('[data-asked]')) {
  const wanted = part.dataset.is.split(' ');
  const inputs = document.getElementsByName(part.dataset.asked);
  const look = () => {
    const chosen = [...inputs].find((input) => input.checked || input.tagName === 'SELECT');
    part.hidden = !wanted.includes(chosen?.value ?? '');
  };
  for (const input of inputs) input.addEventListener('change', look);
  look();
}
