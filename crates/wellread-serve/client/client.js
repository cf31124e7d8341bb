// Updates the page that is open in the preview: asks the server what is new, swaps stylesheets,
// reloads when the page itself has changed, and restores what the person was doing.
import { show, announce } from './overlay.js';

const own = document.querySelector('script[data-page][data-styles]');
const shown = { page: own.dataset.page, styles: own.dataset.styles, problems: 'none' };
const storageKey = `wellread-preview:${location.pathname}`;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// A hidden page does not ask, since a browser shares few connections among all its pages.
const visible = () => document.visibilityState === 'visible' ? Promise.resolve() : new Promise((done) => {
  document.addEventListener('visibilitychange', function look() {
    if (document.visibilityState !== 'visible') return;
    document.removeEventListener('visibilitychange', look);
    done();
  });
});

async function ask() {
  const query = new URLSearchParams({ path: location.pathname, ...shown }).toString().replaceAll('+', '%20');
  const leave = new AbortController();
  const hidden = () => { if (document.visibilityState === 'hidden') leave.abort(); };
  document.addEventListener('visibilitychange', hidden);
  try {
    const answer = await fetch(`/__wellread/wait?${query}`, { cache: 'no-store', signal: leave.signal });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return await answer.json();
  } finally {
    document.removeEventListener('visibilitychange', hidden);
  }
}

async function follow() {
  for (let failures = 0; ;) {
    await visible();
    try {
      const news = await ask();
      failures = 0;
      announce(null);
      if (news.styles) await swapStyles(news.styles);
      if (news.problems) {
        shown.problems = news.problems.id;
        show(news.problems);
      }
      if (news.retry) await pause(news.retry * 1000);
      if (news.reload && !reload()) await pause(2000);
    } catch {
      if (document.visibilityState === 'hidden') continue;
      failures += 1;
      // A restart takes a moment and is not worth a notice.
      if (failures > 3) announce('The preview has stopped. This page will update again when you restart it.');
      await pause(Math.min(200 * 2 ** failures, 2000));
    }
  }
}

// The old stylesheet stays until the new one has loaded, so that nothing flickers.
async function swapStyles({ id, links }) {
  const stem = (href) => href.replace(/[?#].*$/, '').replace(/\.[0-9a-f]{6,}\.css$/i, '.css');
  const sheets = [...document.querySelectorAll('link[rel~="stylesheet"][href]')];
  await Promise.all(links.map(({ stem: name, href }) => {
    const old = sheets.find((link) => stem(link.getAttribute('href')) === name);
    if (!old || old.getAttribute('href') === href) return undefined;
    const link = old.cloneNode();
    link.setAttribute('href', href);
    return new Promise((done) => {
      link.addEventListener('load', done);
      link.addEventListener('error', done);
      old.after(link);
    }).then(() => old.remove());
  }));
  shown.styles = id;
}

// What can be typed into or opened, in page order.
const fields = () => [...document.querySelectorAll('input, textarea, select')]
  .filter((field) => !['password', 'file', 'hidden', 'submit', 'button'].includes(field.type));
const folds = () => [...document.querySelectorAll('details')];
// An element without an id or name is identified by its text, and by its position among those with
// the same text.
const names = (elements) => {
  const seen = new Map();
  return elements.map((element) => {
    const words = element.id || element.name
      || `${element.localName} ${element.querySelector(':scope > summary')?.textContent ?? ''}`;
    const before = seen.get(words) ?? 0;
    seen.set(words, before + 1);
    return `${words} ${before}`;
  });
};

function save(state) {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(state));
  } catch { /* Without storage the page still updates; only the scroll position is lost. */ }
}

// Reloads, unless the last reload had the same reason and changed nothing.
function reload() {
  if (recall()?.page === shown.page) return false;
  const focused = document.activeElement;
  const [ofFolds, ofFields] = [names(folds()), names(fields())];
  save({
    page: shown.page,
    time: Date.now(),
    scroll: [scrollX, scrollY],
    folds: folds().map((fold, index) => [ofFolds[index], fold.open]),
    fields: fields().map((field, index) => [ofFields[index], field.value, field.checked === true, field])
      .filter(([, value, checked, field]) => value !== field.defaultValue || checked !== (field.defaultChecked === true))
      .map((entry) => entry.slice(0, 3)),
    focus: fields().includes(focused) ? [ofFields[fields().indexOf(focused)], focused.selectionStart] : null,
  });
  location.reload();
  return true;
}

function recall() {
  try {
    const saved = JSON.parse(sessionStorage.getItem(storageKey));
    // An older state belongs to an earlier visit.
    return saved && Date.now() - saved.time < 15000 ? saved : null;
  } catch {
    return null;
  }
}

function restore({ scroll, folds: open, fields: values, focus }) {
  const find = (elements, wanted) => elements[names(elements).indexOf(wanted)];
  for (const [wanted, isOpen] of open) {
    const fold = find(folds(), wanted);
    if (fold) fold.open = isOpen;
  }
  for (const [wanted, value, checked] of values) {
    const field = find(fields(), wanted);
    if (!field || (field.value === value && (field.checked === true) === checked)) continue;
    field.value = value;
    if ('checked' in field) field.checked = checked;
    // The page's own scripts, such as the search, handle it as if it had been typed.
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
  const focused = focus && find(fields(), focus[0]);
  if (focused) {
    focused.focus({ preventScroll: true });
    try { focused.setSelectionRange(focus[1], focus[1]); } catch { /* not a field with a caret */ }
  }
  scrollTo({ left: scroll[0], top: scroll[1], behavior: 'instant' });
}

const saved = recall();
const ready = () => {
  if (saved && saved.page !== null && !saved.done) {
    restore(saved);
    save({ ...saved, done: true });
  }
  follow();
};
if (document.readyState === 'complete') ready();
else addEventListener('load', ready, { once: true });
