/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What helps while one writes, and only that: every page is whole without it.
 *
 * How many characters are left of a field that takes so many (data-max); a warning before what is
 * written would be lost (a form with data-unsaved); and the estimate of a request, which the button
 * with data-count asks the server for, counted again as days and hours are typed. Nothing is kept
 * in the browser, and nobody but this server is asked.
 */
'use strict';
(() => {
  const english = document.documentElement.lang === 'en';
  const soon = (wait, act) => {
    let timer;
    return () => { clearTimeout(timer); timer = setTimeout(act, wait); };
  };
  const add = (tag, words) => Object.assign(document.createElement(tag), words);

  /* Characters as the server counts them: by code point, a line end as one. */
  const left = (field, max) => max - [...field.value.trim()].length;
  for (const field of document.querySelectorAll('[data-max]')) {
    const max = Number(field.dataset.max);
    const shown = add('p', { className: 'left' });
    const heard = add('p', { className: 'unseen' });
    const words = () => {
      const n = left(field, max);
      if (n > max / 4 && n > 50) return '';
      if (english) return n < 0 ? `${-n} characters too many` : `${n} characters left`;
      return n < 0 ? `${-n} tecken för mycket` : `${n} tecken kvar`;
    };
    const show = () => {
      shown.textContent = words();
      shown.classList.toggle('over', left(field, max) < 0);
    };
    heard.setAttribute('role', 'status');
    shown.setAttribute('aria-hidden', 'true'); /* it is heard from the other, and not at each key */
    field.after(shown, heard);
    field.addEventListener('input', show);
    field.addEventListener('input', soon(1500, () => { heard.textContent = words(); }));
    show();
  }

  for (const form of document.querySelectorAll('form[data-unsaved]')) {
    let unsaved = document.querySelector('.faults, .counted') !== null;
    form.addEventListener('input', () => { unsaved = true; });
    form.addEventListener('submit', () => { unsaved = false; });
    addEventListener('beforeunload', (event) => { if (unsaved) event.preventDefault(); });
    addEventListener('pageshow', (event) => { if (event.persisted) unsaved = true; });
  }

  /* Only what the estimate is made of has it asked for again, and never twice at a time. */
  const count = document.querySelector('button[data-count]');
  if (!count) return;
  const counts = /^(date|from|to)\d$|^(people_min|people_max|compensation|kind|respond_by)$/;
  const place = add('div', { className: 'counting' });
  let last = '', asking = false, tired = false;
  place.setAttribute('role', 'status');
  count.closest('p').before(place);
  const parts = (form) => [...new FormData(form)].filter(([name]) => counts.test(name));
  const whole = (said) => [1, 2, 3].some((n) => ['date', 'from', 'to'].every(
    (name) => said.some(([key, value]) => key === name + n && value)));
  const again = soon(900, async () => {
    const said = parts(count.form), now = JSON.stringify(said);
    if (tired || now === last) return;
    if (asking) { again(); return; }
    last = now;
    if (!whole(said)) { place.replaceChildren(); return; }
    asking = true;
    try {
      const answer = await fetch(count.formAction, {
        method: 'POST', body: new URLSearchParams(new FormData(count.form)),
      });
      tired = answer.status === 429 || answer.status === 403;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      place.replaceChildren(...(answer.ok ? page.querySelectorAll('#tips, #uppskattning') : []));
    } catch { /* no net just now: the button is still there */ }
    asking = false;
  });
  count.form.addEventListener('input', (event) => {
    if (!counts.test(event.target.name)) return;
    document.querySelector('.counted')?.remove(); /* what was counted before no longer holds */
    again();
  });
})();
