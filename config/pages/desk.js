/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What helps staff at the desk, and only that: every page is whole without it.
 *
 * How much waits, asked for once a minute while the page is looked at, without making the session
 * last longer; and short cuts by keyboard, off until they are turned on (WCAG 2.1.4), which is all
 * that is kept in the browser.
 */
'use strict';
(() => {
  const MINUTE = 60000;
  const nav = document.querySelector('nav.places');
  if (!nav) return;
  const add = (tag, words) => Object.assign(document.createElement(tag), words);

  const home = nav.querySelector('a[href="/personal"]');
  const badge = add('span', { className: 'count' });
  const news = add('p', { className: 'news' });
  let first = null, timer;
  news.setAttribute('role', 'status');
  document.querySelector('main').prepend(news);
  const show = (n) => {
    if (!badge.isConnected) home.append(' ', badge);
    badge.textContent = n || '';
    badge.title = n ? `${n} väntar` : '';
    if (first === null) first = n;
    const more = n - first;
    if (location.pathname !== '/personal' || more <= 0) return;
    news.replaceChildren(more === 1 ? 'En ny sak väntar. ' : `${more} nya saker väntar. `,
      add('a', { href: location.href, textContent: 'Visa' }));
  };
  const ask = async () => {
    clearTimeout(timer);
    if (document.hidden) return;
    try {
      const answer = await fetch('/personal/vantar');
      if (answer.redirected) return; /* logged out: nothing more is asked */
      if (answer.ok) show((await answer.json()).count);
    } catch { /* no net just now */ }
    timer = setTimeout(ask, MINUTE);
  };
  document.addEventListener('visibilitychange', ask);
  ask();

  const KEY = 'levande-kortkommandon';
  const places = {};
  for (const a of nav.querySelectorAll('a')) {
    const path = a.getAttribute('href'), letter = path.split('/')[2]?.[0] ?? 'a';
    for (const key of [letter, path.split('/')[2]?.[1]])
      if (key && !(key in places)) { places[key] = a; break; }
  }
  let on = false, going = 0;
  try { on = localStorage.getItem(KEY) === 'på'; } catch { /* not allowed: then they stay off */ }
  const box = add('details', { className: 'keys' });
  const turn = add('button', { type: 'button', className: 'link' });
  const list = add('ul');
  const tell = () => {
    turn.textContent = on ? 'Stäng av kortkommandon' : 'Slå på kortkommandon';
    turn.setAttribute('aria-pressed', String(on));
  };
  const line = (keys, words) => {
    const li = add('li');
    keys.forEach((key) => li.append(add('kbd', { textContent: key }), ' '));
    li.append(words);
    list.append(li);
  };
  line(['/'], 'till sökrutan');
  for (const [key, a] of Object.entries(places)) line(['g', key], a.firstChild.textContent.trim());
  turn.addEventListener('click', () => {
    on = !on;
    try { localStorage.setItem(KEY, on ? 'på' : 'av'); } catch { /* for this page, then */ }
    tell();
  });
  tell();
  box.append(add('summary', { textContent: 'Kortkommandon' }), list, turn);
  document.querySelector('footer').append(box);
  document.addEventListener('keydown', (event) => {
    const writes = event.target.closest('input, textarea, select, [contenteditable]');
    if (!on || writes || event.ctrlKey || event.altKey || event.metaKey) return;
    const search = document.querySelector('main input[type=search]');
    if (event.key === '/' && search) {
      event.preventDefault();
      search.focus();
    } else if (Date.now() - going < 2000 && places[event.key]) {
      places[event.key].click();
    }
    going = event.key === 'g' ? Date.now() : 0;
  });
})();
