// Shows the problems of the last build over the page. All text is inserted as text, never as HTML.

const host = document.createElement('wellread-preview');
const root = host.attachShadow({ mode: 'open' });
const sheet = document.createElement('link');
sheet.rel = 'stylesheet';
sheet.href = '/__wellread/overlay.css';
const panel = make('section', 'panel');
const notice = make('p', 'notice');
notice.setAttribute('role', 'status');
panel.setAttribute('aria-label', 'Problems in the hub');
panel.tabIndex = -1;
panel.hidden = notice.hidden = true;
root.append(sheet, panel, notice);
// Without its stylesheet, the panel would cover the page.
host.hidden = true;
sheet.addEventListener('load', () => { host.hidden = false; });
document.documentElement.append(host);

panel.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') fold(true);
});

function make(kind, className, text) {
  const element = document.createElement(kind);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function fold(closed) {
  panel.classList.toggle('folded', closed);
  const button = panel.querySelector('button');
  button.setAttribute('aria-expanded', String(!closed));
  button.textContent = closed ? 'Show' : 'Hide';
}

// The line, or what is shown of a long one, with the error marked. Characters are not UTF-16 units.
function line({ line: number, column, mark: before, length, line_text: text }) {
  const box = make('pre', 'line');
  const characters = [...text];
  const start = Math.min(before, characters.length);
  const end = Math.min(start + Math.max(length, column === null ? 0 : 1), characters.length);
  const mark = make('mark', '', characters.slice(start, end).join('') || (column === null ? '' : ' '));
  box.append(make('span', 'number', String(number)), characters.slice(0, start).join(''), mark,
    characters.slice(end).join(''));
  return box;
}

function problem(entry) {
  const item = make('li', entry.severity);
  const place = [entry.file, entry.line, entry.column].filter((part) => part !== null).join(':');
  item.append(make('p', 'message', entry.message));
  if (place) item.append(make('p', 'place', place));
  if (entry.line_text !== null && entry.line !== null) item.append(line(entry));
  if (entry.help) item.append(make('p', 'help', entry.help));
  for (const place of entry.related) item.append(make('p', 'related', place));
  return item;
}

const count = (number, word) => `${number.toLocaleString('en-US')} ${word}${number === 1 ? '' : 's'}`;

// Shows a list of problems, of which the server sends only the first; none at all hide the panel.
// Warnings alone start folded.
export function show({ errors, warnings, list }) {
  panel.hidden = list.length === 0;
  if (panel.hidden) return panel.replaceChildren();
  const title = [errors && count(errors, 'error'), warnings && count(warnings, 'warning')]
    .filter(Boolean).join(', ');
  const head = make('header');
  const button = make('button', '');
  button.type = 'button';
  button.addEventListener('click', () => fold(!panel.classList.contains('folded')));
  head.append(make('h2', '', title), button);
  const items = make('ul');
  items.append(...list.map(problem));
  const body = make('div', 'body');
  if (errors) body.append(make('p', 'stale', 'Until this is fixed, pages may be out of date.'));
  body.append(items);
  const more = errors + warnings - list.length;
  if (more) body.append(make('p', 'more', `… and ${more.toLocaleString('en-US')} more: \`wellread check --all\` lists them.`));
  panel.replaceChildren(head, body);
  panel.setAttribute('role', errors ? 'alert' : 'region');
  fold(!errors);
  return undefined;
}

// Shows a notice at the edge of the page, or hides it if `text` is null.
export function announce(text) {
  notice.hidden = text === null;
  notice.textContent = text ?? '';
}
