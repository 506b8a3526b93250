// What happened, and what went wrong for how long.

import { h } from './dom.js';
import { damage, duration, moment, number, t, term } from './words.js';
import { ask, render } from './app.js';

const SPANS = { week: 7, month: 30, year: 365 };
const GRAVE = new Set(['protection_started', 'link_lost', 'journal_failed', 'implausible_started']);

const state = { span: 'week', data: null, problem: '', at: 0 };

async function load() {
  state.at = Date.now();
  try {
    const from = new Date(Date.now() - SPANS[state.span] * 86400e3).toISOString();
    state.data = await ask(`api/v1/events?from=${from}`);
    state.problem = '';
  } catch (e) {
    state.problem = e.message;
  }
  render();
}

function details(event) {
  const data = event.data || {};
  const words = [];
  for (const key of ['protections', 'fields', 'cells']) if (Array.isArray(data[key])) words.push(data[key].map(term).join(', '));
  for (const key of ['protection', 'fet', 'rung', 'outcome', 'reason', 'kind']) if (data[key] !== undefined) words.push(term(data[key]));
  if (data.soc !== undefined) words.push(number(data.soc, '%'));
  if (data.voltage !== undefined) words.push(number(data.voltage, 'V', 2));
  if (data.current !== undefined) words.push(number(data.current, 'A', 1));
  return words.join(' · ');
}

export function eventsView(batteries, redraw) {
  if (redraw || !state.data && !state.problem && Date.now() - state.at > 3000 || Date.now() - state.at > 60e3) setTimeout(load);
  const title = name => batteries.find(b => b.name === name)?.title || name;
  const events = [...(state.data?.events || [])].reverse();
  const faults = [...(state.data?.faults || [])].reverse();
  return [
    h('h1', { class: 'out' }, t('events')),
    h('div', { class: 'controls' }, h('div', { class: 'group', role: 'group', 'aria-label': t('range') },
      Object.keys(SPANS).map(key => h('button', { 'aria-pressed': String(state.span === key), onclick: () => { state.span = key; load(); } }, t(key))))),
    h('p', { class: 'damage', role: 'status' }, damage(state.data)),
    state.problem ? h('p', { class: 'empty' }, state.problem) : null,
    h('div', { class: 'columns' },
      h('section', { class: 'card' }, h('h2', {}, t('wrong')),
        faults.length ? h('ul', { class: 'log' }, faults.map(f => h('li', {},
          h('time', { datetime: f.from }, moment(new Date(f.from))),
          h('span', { class: `dot ${f.over ? '' : 'bad'}` }),
          h('div', {}, h('strong', {}, `${title(f.battery)}: ${t(f.kind === 'suspect' ? 'suspectKind' : f.kind)}${f.what ? `, ${term(f.what)}` : ''}`),
            h('p', { class: 'muted' }, [duration((Date.parse(f.to) - Date.parse(f.from)) / 1000), f.over ? null : t('goesOn'), f.times > 1 ? t('times', f.times) : null].filter(Boolean).join(' · ')),
            f.detail ? h('p', { class: 'muted' }, f.detail) : null)))) : h('p', { class: 'muted' }, state.data ? t('noFaults') : t('loading'))),
      h('section', { class: 'card' }, h('h2', {}, t('happened')),
        events.length ? h('ul', { class: 'log' }, events.map(e => h('li', {},
          h('time', { datetime: e.time }, moment(new Date(e.time))),
          h('span', { class: `dot ${GRAVE.has(e.event) ? 'bad' : 'good'}` }),
          h('div', {}, h('strong', {}, `${title(e.battery)}: ${t(e.event)}`), h('p', { class: 'muted' }, details(e)))))) : h('p', { class: 'muted' }, state.data ? t('noEvents') : t('loading')))),
  ];
}
