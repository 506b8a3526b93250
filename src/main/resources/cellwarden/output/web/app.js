// The frame of the page: which view is shown, what is known of the batteries, and the line to the service.

import { h, show } from './dom.js';
import { applyTheme, language, nextTheme, otherLanguage, t, theme } from './words.js';
import { batteryView, overview } from './battery.js';
import { historyView, leaveHistory } from './history.js';
import { eventsView } from './events.js';

const state = { batteries: [], received: new Map(), session: null, line: 'connecting', notice: '' };
let stream = null;

export async function ask(path, options) {
  const answer = await fetch(path, options);
  const body = await answer.json().catch(() => ({}));
  if (answer.status === 401) {
    state.session = { ...state.session, logged_in: false };
    render();
  }
  if (!answer.ok) throw new Error(body.error || answer.status);
  return body;
}

/** Asks for something that changes; says how that went. */
export async function change(path, body, done) {
  try {
    await ask(path, { method: 'POST', headers: { 'X-Cellwarden': '1' }, body: JSON.stringify(body || {}) });
    notify(done);
  } catch (e) {
    notify(t('failed', e.message));
  }
}

function notify(text) {
  state.notice = text;
  render();
  clearTimeout(notify.timer);
  notify.timer = setTimeout(() => { state.notice = ''; render(); }, 6000);
}

function take(battery) {
  const i = state.batteries.findIndex(b => b.name === battery.name);
  if (i < 0) state.batteries.push(battery);
  else state.batteries[i] = battery;
  state.received.set(battery.name, performance.now());
}

/** Seconds since the battery was read. */
export function age(battery) {
  return battery.age_s === undefined ? null : battery.age_s + (performance.now() - state.received.get(battery.name)) / 1000;
}

async function load() {
  try {
    state.session = await ask('api/v1/session');
    if (state.session.logged_in) {
      const { batteries } = await ask('api/v1/batteries');
      batteries.forEach(take);
      // In the order of the configuration, without those that are in it no more.
      state.batteries = batteries;
    }
  } catch { /* The line says so. */ }
  render();
}

function listen() {
  stream?.close();
  stream = new EventSource('api/v1/stream');
  stream.addEventListener('hello', () => { state.line = 'live'; load(); });
  stream.addEventListener('battery', event => { take(JSON.parse(event.data)); render(); });
  stream.onerror = () => {
    state.line = 'reconnecting';
    render();
    // What the server refused is not tried again by itself.
    if (stream.readyState === EventSource.CLOSED) {
      setTimeout(async () => { await load(); if (state.session?.logged_in !== false) listen(); }, 3000);
    }
  };
}

function route() {
  const [view, name] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  return { view: view || 'overview', name };
}

function nav(here) {
  const link = (view, text) => h('a', { href: `#/${view}`, 'aria-current': here === view ? 'page' : null }, text);
  return h('nav', { 'aria-label': t('nav') },
    link('overview', t('overview')), link('history', t('history')), link('events', t('events')));
}

function frame(here) {
  document.documentElement.lang = language();
  document.getElementById('skip').textContent = t('skip');
  show(document.getElementById('top'),
    h('a', { class: 'brand', href: '#/overview' }, h('img', { src: 'icon.svg', alt: '', width: 28, height: 28 }), h('span', {}, 'Cellwarden')),
    state.session?.logged_in ? nav(here === 'battery' ? 'overview' : here) : null,
    h('p', { class: `line ${state.line}`, role: 'status' }, t(state.line)));
  show(document.getElementById('foot'),
    h('button', { class: 'quiet', lang: language() === 'de' ? 'en' : 'de', onclick: () => { otherLanguage(); render(true); } }, t('language')),
    h('button', { class: 'quiet', onclick: () => { nextTheme(); render(true); } }, t('theme', t(theme()))),
    state.session?.password && state.session.logged_in
      ? h('button', { class: 'quiet', onclick: logout }, t('logout')) : null,
    h('a', { class: 'quiet', href: 'api/v1/openapi.json' }, t('api')),
    h('span', { class: 'version' }, state.session?.version || ''));
}

async function logout() {
  await change('api/v1/logout', {}, '');
  stream?.close();
  load();
}

function login() {
  const submit = async event => {
    event.preventDefault();
    const password = new FormData(event.target).get('password');
    await change('api/v1/login', { password }, '');
    await load();
    if (state.session?.logged_in) listen();
  };
  return h('form', { class: 'login card', onsubmit: submit },
    h('h1', {}, t('login')), h('p', { class: 'muted' }, t('wrongLogin')),
    h('label', {}, t('password'), h('input', { type: 'password', name: 'password', autocomplete: 'current-password', required: true })),
    h('button', { class: 'primary' }, t('login')));
}

let shown = '';

/** @param redraw whether charts are drawn again, since words or colours changed */
export function render(redraw = false) {
  const { view, name } = route();
  const main = document.getElementById('main');
  frame(view);
  if (view !== 'history' || redraw === true) leaveHistory();
  let content;
  if (!state.session) content = h('p', { class: 'empty' }, t('connecting'));
  else if (!state.session.logged_in) content = login();
  else if (view === 'battery') content = batteryView(state.batteries.find(b => b.name === name), state.session);
  else if (view === 'history') content = historyView(state.batteries, name);
  else if (view === 'events') content = eventsView(state.batteries, redraw === true);
  else content = overview(state.batteries);
  const key = `${view}/${name || ''}/${state.session?.logged_in}`;
  show(main, h('div', { class: 'view', 'data-key': key }, content),
    h('p', { class: state.notice ? 'notice' : 'notice none', role: 'status' }, state.notice));
  if (shown && shown !== key) {
    window.scrollTo(0, 0);
    main.focus({ preventScroll: true });
  }
  shown = key;
  document.title = name ? `${state.batteries.find(b => b.name === name)?.title || name} · Cellwarden` : 'Cellwarden';
}

applyTheme();
document.getElementById('skip').onclick = event => { event.preventDefault(); document.getElementById('main').focus(); };
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => render(true));
addEventListener('hashchange', () => render());
setInterval(() => { if (!document.hidden) render(); }, 1000);
render();
load().then(() => { if (state.session?.logged_in !== false) listen(); });
