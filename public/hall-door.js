// Codes at the door of a founding conference, typed or scanned. The page holds digests of the codes, not the codes, so
// that they can be told apart without a line, and whoever looks over a shoulder or finds the phone has none of them.

const hall = document.getElementById('hall');
const words = hall.dataset;
const form = document.querySelector('form[data-entry="code"]');
const field = document.getElementById('code');

/** As in src/documents/code.ts: no look-alikes, eleven signs and a check sign. */
const signs = '34679ACEFHJKMNPRTXY';
const dataSigns = 11;

/** The code as it is printed, whatever its case, spaces and hyphens; undefined when a sign of it is wrong. */
function codeOf(text) {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '');
  const values = [...plain].map((sign) => signs.indexOf(sign));
  if (values.length !== dataSigns + 1 || values.includes(-1)) return undefined;
  const data = values.slice(0, dataSigns);
  const check = data.reduce((sum, value, at) => sum + (at + 1) * value, 0) % signs.length;
  return check === values[dataSigns] ? plain.match(/.{4}/g).join('-') : undefined;
}

async function ownerOf(code) {
  for (const seat of document.querySelectorAll('.sl-hall__seat[data-codes]')) {
    const text = new TextEncoder().encode(`${words.salt}/${seat.dataset.no}/${code}`);
    const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
    const digest = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    if (seat.dataset.codes.split(' ').includes(digest)) return seat;
  }
  return undefined;
}

function fault(detail) {
  document.getElementById('code-error').textContent = detail;
  const group = document.getElementById('hall-code-group');
  group.classList.toggle('govuk-form-group--error', detail !== '');
  if (detail) document.getElementById('hall-door').textContent = '';
}

async function enter(typed) {
  const code = codeOf(typed);
  if (!code) return fault(words.mistyped);
  const seat = await ownerOf(code);
  if (!seat) return fault(words.unknown);
  fault('');
  field.value = '';
  const came = !('here' in seat.dataset);
  const votes = seat.querySelector('.sl-hall__votes').textContent;
  document.getElementById('hall-door').textContent =
    `${came ? words.came : words.before}: ${seat.dataset.no}. ${seat.dataset.name}, ${votes}.`;
  if (!came) return;
  const payload = { member: Number(seat.dataset.no), present: true, how: 'code' };
  hall.dispatchEvent(new CustomEvent('hall:entry', { detail: { type: 'CHECK_IN', payload } }));
}

/** A QR code brings the code behind the `#`: it is taken off the address before it is used. */
function scanned() {
  const code = codeOf(decodeURIComponent(location.hash.slice(1)));
  if (!code) return;
  history.replaceState(null, '', location.pathname + location.search);
  void enter(code);
}

// Where the browser makes no digests the code goes to the service, as without scripts.
if (form && isSecureContext) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    delete form.dataset.sent;
    void enter(field.value);
  });
  addEventListener('hashchange', scanned);
  scanned();
}
