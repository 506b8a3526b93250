// How batteries are now: all of them at a glance, and one with everything that is known of it.

import { h } from './dom.js';
import { duration, energy, number, t, term } from './words.js';
import { age, change } from './app.js';

const AROUND = 2 * Math.PI * 52;

/** A reading that should have been followed by another one. */
const isOld = battery => battery.sample && age(battery) > Math.max(20, 4 * battery.interval_s);

function mood(battery) {
  if (battery.paused) return 'paused';
  if (battery.state === 'offline') return 'offline';
  if (!battery.sample) return 'waiting';
  const { current } = battery.sample;
  if (current == null) return 'unknown';
  return Math.abs(current) < 0.05 ? 'idle' : current > 0 ? 'charging' : 'discharging';
}

function sentence(battery) {
  const { sample } = battery;
  if (!sample) return t(battery.fault ? 'offlineSince' : 'waiting');
  const power = number(sample.power == null ? null : Math.abs(sample.power), 'W');
  const { current } = sample;
  if (current == null) return '';
  const flow = Math.abs(current) < 0.05 ? t('idleSentence') : t(current > 0 ? 'chargingWith' : 'dischargingWith', power);
  if (isOld(battery)) return flow;
  const until = sample.time_to_full != null ? t('full', duration(sample.time_to_full))
    : sample.time_to_empty != null ? t('empty', duration(sample.time_to_empty)) : '';
  return until ? `${flow}, ${until}` : flow;
}

function ring(battery) {
  const soc = battery.sample?.soc;
  const low = soc != null && soc < 20 ? ' low' : '';
  return h('div', { class: `ring ${mood(battery)}${low}`, role: 'img', 'aria-label': `${t('soc')} ${number(soc, '%')}` },
    h('svg', { viewBox: '0 0 120 120', 'aria-hidden': 'true' },
      h('circle', { class: 'track', cx: 60, cy: 60, r: 52 }),
      soc ? h('circle', { class: 'value', cx: 60, cy: 60, r: 52, 'stroke-dasharray': `${AROUND * soc / 100} ${AROUND}` }) : null),
    h('span', { class: 'soc', 'aria-hidden': 'true' }, number(soc), soc == null ? null : h('small', {}, '%')));
}

function ageText(battery) {
  const seconds = age(battery);
  if (seconds === null) return '';
  return seconds < 2 ? t('now') : t('ago', duration(seconds));
}

function alerts(battery) {
  const { sample, fault } = battery;
  const list = [];
  if (fault) list.push(h('li', { class: 'bad' }, fault.sentence));
  if (sample?.protections?.length) list.push(h('li', { class: 'bad' }, `${t('protections')}: ${sample.protections.map(term).join(', ')}`));
  if (sample?.warnings?.length) list.push(h('li', { class: 'warn' }, `${t('warnings')}: ${sample.warnings.map(term).join(', ')}`));
  if (sample?.suspect?.length) list.push(h('li', { class: 'warn' }, `${t('suspect')}: ${sample.suspect.map(term).join(', ')}`));
  if (isOld(battery)) list.push(h('li', { class: 'warn' }, t('old')));
  return list.length ? h('ul', { class: 'alerts' }, list) : null;
}

const fact = (label, value, note) => h('div', {}, h('dt', {}, label), h('dd', {}, value, note ? h('small', {}, ` ${note}`) : null));

function warmest(sample) {
  const known = (sample?.temperatures || []).filter(value => value !== null);
  return known.length ? Math.max(...known) : null;
}

function card(battery) {
  const s = battery.sample;
  return h('article', { class: `card battery ${isOld(battery) ? 'old' : ''}`, 'data-key': battery.name },
    h('header', {},
      h('h2', {}, h('a', { href: `#/battery/${encodeURIComponent(battery.name)}`, 'aria-label': t('details', battery.title) }, battery.title)),
      h('span', { class: `pill ${mood(battery)}` }, t(mood(battery)))),
    h('div', { class: 'glance' }, ring(battery),
      h('div', {}, h('p', { class: 'sentence' }, sentence(battery)), h('p', { class: 'muted age' }, ageText(battery)))),
    alerts(battery),
    s ? h('dl', { class: 'facts' },
      fact(t('voltage'), number(s.voltage, 'V', 2)), fact(t('current'), number(s.current, 'A', 1)),
      fact(t('spread'), number(s.cell_delta == null ? null : s.cell_delta * 1000, 'mV')), fact(t('temperature'), number(warmest(s), '°C', 1))) : null);
}

export function overview(batteries) {
  if (!batteries.length) return h('p', { class: 'empty' }, t('noBatteries'));
  return [h('h1', { class: 'out' }, t('overview')), h('div', { class: 'cards' }, batteries.map(card))];
}

function cells(sample) {
  const values = sample.cells || [];
  const known = values.filter(value => value !== null);
  if (!known.length) return null;
  // The scale shows differences, and does not make mountains of millivolts.
  const least = Math.min(...known);
  const most = Math.max(...known);
  const span = Math.max(most - least, 0.02) * 1.6;
  const floor = (least + most) / 2 - span / 2;
  return h('section', { class: 'card' },
    h('header', {}, h('h2', {}, t('cells')),
      h('p', { class: 'muted' }, `${t('spread')} ${number(sample.cell_delta == null ? null : sample.cell_delta * 1000, 'mV')}`)),
    h('ol', { class: `bars ${values.length > 8 ? 'many' : ''}` }, values.map((value, i) => {
      const marks = [];
      if (sample.cell_min_number === i + 1) marks.push('lowest');
      if (sample.cell_max_number === i + 1) marks.push('highest');
      if (sample.balancing?.includes(i + 1)) marks.push('balancing');
      const share = value === null ? 0 : Math.max(4, (value - floor) / span * 100);
      return h('li', { class: marks.join(' '), 'aria-label': `${t('cell', i + 1)}: ${number(value, 'V', 3)} ${marks.map(m => t(m)).join(', ')}` },
        h('span', { class: 'volt', 'aria-hidden': 'true' }, number(value, '', 3)),
        h('span', { class: 'bar', 'aria-hidden': 'true' }, h('span', { style: { height: `${Math.min(100, share)}%` } })),
        h('span', { class: 'nr', 'aria-hidden': 'true' }, i + 1),
        h('span', { class: 'mark', 'aria-hidden': 'true' }, marks.map(m => t(m)).join(', ')));
    })));
}

const block = (title, ...facts) => {
  const known = facts.filter(Boolean);
  return known.length ? h('section', { class: 'card' }, h('h2', {}, title), h('dl', { class: 'list' }, known)) : null;
};

function actions(battery, session) {
  if (!session.may_act) return null;
  const path = `api/v1/batteries/${encodeURIComponent(battery.name)}/`;
  return h('div', { class: 'actions' },
    h('button', { class: 'primary', onclick: () => change(`${path}read`, {}, t('asked')) }, t('readNow')),
    battery.paused
      ? h('button', { onclick: () => change(`${path}resume`, {}, t('resumed')) }, t('resume'))
      : h('button', { onclick: () => change(`${path}pause`, { minutes: 10 }, t('pausedNow')) }, t('pause')),
    h('a', { class: 'button', href: `#/history/${encodeURIComponent(battery.name)}` }, t('history')));
}

export function batteryView(battery, session) {
  if (!battery) return h('p', { class: 'empty' }, t('connecting'));
  const s = battery.sample;
  const polls = battery.polls || {};
  const ms = value => (value == null ? null : number(value, 'ms'));
  const some = (label, value, note) => (value == null || value === '–' ? null : fact(label, value, note));
  return [
    h('p', { class: 'back' }, h('a', { href: '#/overview' }, `‹ ${t('all')}`)),
    h('section', { class: `card hero ${isOld(battery) ? 'old' : ''}` },
      ring(battery),
      h('div', {},
        h('h1', {}, battery.title, ' ', h('span', { class: `pill ${mood(battery)}` }, t(mood(battery)))),
        h('p', { class: 'sentence' }, sentence(battery)), h('p', { class: 'muted age' }, ageText(battery))),
      actions(battery, session),
      alerts(battery),
      s ? h('dl', { class: 'facts' },
        fact(t('voltage'), number(s.voltage, 'V', 2)), fact(t('current'), number(s.current, 'A', 2)), fact(t('power'), number(s.power, 'W')),
        fact(t('capacity'), number(s.remaining_capacity, 'Ah', 1), `/ ${number(s.nominal_capacity, 'Ah')}`), fact(t('stored'), energy(s.stored_energy))) : null),
    s ? cells(s) : null,
    s ? h('div', { class: 'blocks' },
      block(t('temperatures'), ...(s.temperatures || []).map((value, i) => fact(t('probe', i + 1), value === null ? t('broken') : number(value, '°C', 1)))),
      block(t('switches'), ...[['chargeFet', s.charge_fet], ['dischargeFet', s.discharge_fet]]
        .map(([key, value]) => some(t(key), value == null ? null : h('span', { class: `pill ${value ? 'charging' : 'offline'}` }, t(value ? 'on' : 'off')))),
        fact(t('protection'), s.protections?.length ? s.protections.map(term).join(', ') : t('noProtection'))),
      block(t('counters'), some(t('cycles'), number(s.cycles)), some(t('charged'), energy(s.energy_charged)), some(t('discharged'), energy(s.energy_discharged)),
        some(t('sinceFull'), s.time_since_full_charge == null ? null : duration(s.time_since_full_charge))),
      block(t('link'), some(t('rssi'), s.link?.rssi == null ? null : number(s.link.rssi, 'dBm')), some(t('connect'), ms(s.link?.connect_ms)), some(t('read'), ms(s.link?.read_ms)),
        some(t('success'), polls.success_ratio == null ? null : number(polls.success_ratio * 100, '%')), some(t('polls'), number(polls.reads))),
      block(t('device'), some(t('model'), s.hardware_version), some(t('software'), s.software_version), some(t('made'), s.production_date),
        fact(t('address'), battery.address), fact(t('interval'), duration(battery.interval_s)))) : null,
  ];
}
