// Curves of the past. Each range that is looked at is asked for with about as many points as the screen shows.

import { h } from './dom.js';
import { damage, energy, locale, moment, number, t } from './words.js';
import { ask, render } from './app.js';

const DAY = 86400;
const METRICS = ['soc', 'power', 'current', 'voltage', 'cell_min', 'cell_max', 'cell_delta', 'temperatures.1'];

// What is drawn: title, unit, decimals, [series, colour, band of least and greatest], factor, fixed scale.
const PANELS = [
  { key: 'soc', unit: '%', digits: 0, lines: [['soc', 'green', true]], fixed: [0, 100] },
  { key: 'power', unit: 'W', digits: 0, lines: [['power', 'green', true]] },
  { key: 'current', unit: 'A', digits: 1, lines: [['current', 'blue', true]] },
  { key: 'voltage', unit: 'V', digits: 2, lines: [['voltage', 'violet', true]] },
  { key: 'cellRange', unit: 'V', digits: 3, lines: [['cell_min', 'blue', 'min'], ['cell_max', 'amber', 'max']] },
  { key: 'spread', unit: 'mV', digits: 0, lines: [['cell_delta', 'amber', true]], factor: 1000 },
  { key: 'temperature', unit: '°C', digits: 1, lines: [['temperatures.1', 'red', true]] },
  { key: 'energy', unit: 'kWh', digits: 2, bars: true },
];

const state = { battery: null, preset: 'day', from: 0, to: 0, data: null, energy: null, exact: null, problem: '', busy: false, charts: [], asked: 0 };

function preset(name) {
  const now = Date.now() / 1000;
  // By the calendar: a night in which clocks change has 14 or 16 hours.
  const today = hours => { const date = new Date(); return date.setHours(hours, 0, 0, 0) / 1000; };
  const spans = { day: DAY, week: 7 * DAY, month: 30 * DAY, year: 365 * DAY };
  state.preset = name;
  if (name === 'night') [state.from, state.to] = [today(-6), Math.min(now, today(9))];
  else if (name === 'ever') [state.from, state.to] = [state.data?.journal_from ? Date.parse(state.data.journal_from) / 1000 : 0, now];
  else [state.from, state.to] = [now - spans[name], now];
}

/** Where days begin. A browser that does not know its zone says Etc/Unknown; then the offset of now is the zone. */
function ownZone() {
  const known = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (known && known !== 'Etc/Unknown') return known;
  const minutes = -new Date().getTimezoneOffset();
  const digits = value => String(Math.trunc(Math.abs(value))).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${digits(minutes / 60)}:${digits(minutes % 60)}`;
}

const zone = ownZone();

function url(from, to, every, more = '') {
  const battery = encodeURIComponent(state.battery);
  return `api/v1/history?battery=${battery}&metric=${METRICS.join(',')}&from=${Math.max(0, from).toFixed(0)}&to=${Math.max(1, to).toFixed(0)}`
    + `&every=${every}&zone=${encodeURIComponent(zone)}${more}`;
}

const energyEvery = () => (state.to - state.from > 1500 * DAY ? '1mo' : state.to - state.from > 3 * DAY ? '1d' : '1h');

async function fetchRange() {
  const mine = ++state.asked;
  const half = state.preset === 'ever' ? 0 : (state.to - state.from) / 2;
  state.busy = true;
  render();
  try {
    const data = await ask(url(state.from - half, state.to + half, 'auto'));
    if (mine !== state.asked) return;
    const first = Date.parse(data.journal_from) / 1000;
    if (state.preset === 'ever' && state.from < first) state.from = first;
    const days = await ask(url(state.from - half, state.to + half, energyEvery()).replace(METRICS.join(','), 'soc'));
    if (mine !== state.asked) return;
    // Intervals at the ends of the range reach beyond it; these figures do not.
    const of = [state.from, state.to];
    const exact = await ask(url(...of, 'auto').replace(METRICS.join(','), 'soc,cell_min,cell_max'));
    if (mine !== state.asked) return;
    Object.assign(state, { data, energy: days, exact: { ...exact, of }, problem: '' });
  } catch (e) {
    if (mine !== state.asked) return;
    Object.assign(state, { data: null, energy: null, exact: null, problem: e.message });
  }
  state.busy = false;
  render();
  draw();
}

let waiting;

/** Shows another range at once, and asks for its details a little later. */
function move(from, to) {
  const now = Date.now() / 1000;
  const span = Math.min(Math.max(to - from, 300), 40 * 365 * DAY);
  const end = Math.min(to, now + span * 0.1);
  Object.assign(state, { from: end - span, to: end, preset: '' });
  state.charts.forEach(chart => chart.setScale('x', { min: state.from, max: state.to }));
  render();
  clearTimeout(waiting);
  waiting = setTimeout(fetchRange, 250);
}

function zoom(factor, at = (state.from + state.to) / 2) {
  move(at - (at - state.from) * factor, at + (state.to - at) * factor);
}

const shift = share => move(state.from + (state.to - state.from) * share, state.to + (state.to - state.from) * share);

// --- drawing

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

let library;

function uplot() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = 'uplot.js';
    script.onload = () => resolve(window.uPlot);
    script.onerror = () => { library = undefined; reject(new Error('uplot.js')); };
    document.head.append(script);
  });
  return library;
}

/** Columns with a gap where intervals are missing, and none where a battery is just not read in each of them. */
function columns(data, names, factor = 1, bars = false) {
  const time = [];
  const out = names.map(() => []);
  data.time.forEach((at, i) => {
    const isBetween = !data.samples[i] && data.covered_s[i] > data.every_s - 1;
    if (isBetween && !bars) return;
    if (i && at - data.time[i - 1] > 1.6 * data.every_s) {
      time.push(data.time[i - 1] + data.every_s);
      out.forEach(column => column.push(null));
    }
    time.push(at);
    names.forEach((name, k) => {
      const value = data[name]?.[i];
      out[k].push(value == null ? null : value * factor);
    });
  });
  return [time, ...out];
}

function panelData(panel) {
  if (panel.bars) {
    const [time, into, out] = columns(state.energy, ['energy_in', 'energy_out'], 1 / 1000, true);
    return [time, into, out.map(value => (value === null ? null : -value))];
  }
  const names = panel.lines.flatMap(([name, , band]) => (band === true ? [`${name}_min`, `${name}_max`, `${name}_mean`] : [`${name}_${band}`]));
  return columns(state.data, names, panel.factor);
}

function series(panel, uPlot) {
  if (panel.bars) {
    const bars = uPlot.paths.bars({ size: [0.7, 40], align: 1 });
    return [['green', t('charged')], ['blue', t('discharged')]]
      .map(([name, label]) => ({ label, stroke: colour(name), fill: colour(name), paths: bars, points: { show: false } }));
  }
  return panel.lines.flatMap(([, name, band]) => {
    const edge = { stroke: 'transparent', points: { show: false } };
    const line = { stroke: colour(name), width: 1.8, points: { show: false } };
    return band === true ? [edge, edge, line] : [line];
  });
}

function bands(panel) {
  if (panel.bars) return [];
  if (panel.lines[0][2] === true) return [{ series: [2, 1], fill: `${colour(panel.lines[0][1])}33` }];
  return [{ series: [2, 1], fill: `${colour('amber')}1f` }];
}

function readout(chart, panel, element) {
  const i = chart.cursor.idx;
  if (i == null || chart.data[0][i] == null) {
    element.textContent = '';
    return;
  }
  const at = moment(new Date(chart.data[0][i] * 1000));
  const shown = panel.bars || panel.lines[0][2] !== true ? [chart.data[1][i], chart.data[2][i]] : [chart.data[3][i]];
  const values = shown.filter(value => value != null).map(value => number(value, '', panel.digits));
  element.textContent = values.length ? `${values.join(' / ')} ${panel.unit} · ${at}` : '';
}

function axisTime(uPlot) {
  const format = (options, date) => new Intl.DateTimeFormat(locale(), options).format(date);
  return (chart, splits, axis, space, step) => splits.map((at, i) => {
    const date = new Date(at * 1000);
    const midnight = date.getHours() === 0 && date.getMinutes() === 0;
    if (step >= 300 * DAY) return format({ year: 'numeric' }, date);
    if (step >= 20 * DAY) return format(date.getMonth() === 0 || i === 0 ? { month: 'short', year: '2-digit' } : { month: 'short' }, date);
    if (step >= DAY * 0.9 || midnight) return format({ day: 'numeric', month: 'short' }, date);
    return format({ hour: '2-digit', minute: '2-digit' }, date);
  });
}

async function draw() {
  const place = document.getElementById('charts');
  if (!place || !state.data) return;
  const uPlot = await uplot();
  if (state.charts.length && place.contains(state.charts[0].root)) {
    state.charts.forEach((chart, i) => chart.setData(panelData(PANELS[i]), false));
    state.charts.forEach(chart => chart.setScale('x', { min: state.from, max: state.to }));
    label();
    return;
  }
  leaveHistory();
  place.replaceChildren();
  state.charts = PANELS.map(panel => {
    const value = h('p', { class: 'readout', 'aria-hidden': 'true' });
    const box = h('div', { class: 'plot', role: 'img' });
    const title = h('h3', {}, panel.bars ? '' : t(panel.key));
    place.append(h('figure', { class: 'card panel' }, h('header', {}, title, value), box));
    const axis = { stroke: colour('muted'), font: '11px system-ui, sans-serif', grid: { stroke: colour('line'), width: 1 }, ticks: { show: false } };
    const chart = new uPlot({
      width: Math.max(200, box.clientWidth), height: 170,
      series: [{}, ...series(panel, uPlot)], bands: bands(panel), legend: { show: false },
      scales: { x: { time: true, range: () => [state.from, state.to] }, y: panel.fixed ? { range: panel.fixed } : { range: (c, low, high) => room(low, high, panel) } },
      axes: [{ ...axis, values: axisTime(uPlot), space: 70, size: 28 },
        { ...axis, size: 52, space: 34, values: (c, splits) => splits.map(v => new Intl.NumberFormat(locale(), { maximumFractionDigits: 3 }).format(v)) }],
      cursor: { sync: { key: 'history' }, drag: { x: false, y: false, setScale: false }, points: { size: 6 }, y: false },
      hooks: { setCursor: [c => readout(c, panel, value)] },
    }, panelData(panel), box);
    gestures(chart);
    return chart;
  });
  label();
  sizes.observe(place);
}

function room(low, high, panel) {
  if (low == null) return [0, 1];
  const least = { V: 0.02, mV: 5, A: 0.5, W: 5, '°C': 2, kWh: 0.1 }[panel.unit] || 1;
  const pad = Math.max((high - low) * 0.08, (least - (high - low)) / 2, least / 20);
  if (panel.bars) return [Math.min(0, low - pad), Math.max(0, high + pad)];
  return [low >= 0 ? Math.max(0, low - pad) : low - pad, high + pad];
}

/** What a screen reader says of each chart. */
function label() {
  state.charts.forEach((chart, i) => {
    const panel = PANELS[i];
    const visible = chart.data.slice(1).flatMap(column => column.filter((value, k) => value != null && inRange(chart.data[0][k])));
    const title = panel.bars ? t(energyEvery() === '1h' ? 'energyByHour' : 'energyByDay') : t(panel.key);
    const box = chart.root.parentElement;
    box.previousSibling.firstChild.textContent = `${title}, ${panel.unit}`;
    const least = visible.reduce((a, b) => Math.min(a, b), Infinity);
    const most = visible.reduce((a, b) => Math.max(a, b), -Infinity);
    box.setAttribute('aria-label', visible.length
      ? t('chartLabel', title, moment(new Date(state.from * 1000)), moment(new Date(state.to * 1000)), number(least, panel.unit, panel.digits), number(most, panel.unit, panel.digits))
      : `${title}: ${t('noHistory')}`);
  });
}

const inRange = at => at + (state.data?.every_s || 0) > state.from && at < state.to;

const sizes = new ResizeObserver(() => state.charts.forEach(chart => {
  const width = chart.root.parentElement.clientWidth;
  if (width > 0 && width !== chart.width) chart.setSize({ width, height: 170 });
}));

/** Dragging moves, two fingers and Ctrl with the wheel zoom. */
function gestures(chart) {
  const over = chart.over;
  const fingers = new Map();
  const at = event => (event.clientX - over.getBoundingClientRect().left) / over.clientWidth;
  const time = share => state.from + share * (state.to - state.from);
  over.addEventListener('pointerdown', event => {
    fingers.set(event.pointerId, at(event));
    over.setPointerCapture(event.pointerId);
  });
  over.addEventListener('pointermove', event => {
    if (!fingers.has(event.pointerId)) return;
    const before = fingers.get(event.pointerId);
    const now = at(event);
    if (fingers.size === 1) shift(before - now);
    else {
      const other = [...fingers].find(([id]) => id !== event.pointerId)[1];
      const factor = Math.abs(before - other) / Math.max(0.02, Math.abs(now - other));
      zoom(factor, time((now + other) / 2));
    }
    fingers.set(event.pointerId, now);
  });
  for (const end of ['pointerup', 'pointercancel']) over.addEventListener(end, event => fingers.delete(event.pointerId));
  over.addEventListener('wheel', event => {
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) shift(event.deltaX / over.clientWidth / 2);
    else if (event.ctrlKey || event.metaKey) zoom(event.deltaY > 0 ? 1.25 : 0.8, time(at(event)));
    else return;
    event.preventDefault();
  }, { passive: false });
  over.addEventListener('dblclick', event => zoom(0.5, time(at(event))));
}

function keys(event) {
  const does = {
    ArrowLeft: () => shift(-0.25), ArrowRight: () => shift(0.25), '+': () => zoom(0.6), '=': () => zoom(0.6), '-': () => zoom(1.6), ArrowUp: () => zoom(0.6), ArrowDown: () => zoom(1.6),
  }[event.key];
  if (does && !event.ctrlKey && !event.metaKey) {
    does();
    event.preventDefault();
  }
}

export function leaveHistory() {
  sizes.disconnect();
  state.charts.forEach(chart => chart.destroy());
  state.charts = [];
}

// --- the view

/** What is known of exactly the range that is shown; null while that is asked for. */
const exact = () => (state.exact?.of[0] === state.from && state.exact.of[1] === state.to ? state.exact : null);

/** The least or greatest value, and when it first was: in the interval that has it, but not before the range. */
function extreme(name) {
  const value = exact()?.total[name];
  if (value == null) return null;
  return { value, at: Math.max(state.from, exact().time[exact()[name].indexOf(value)] ?? state.from) };
}

function tile(title, found, unit, digits) {
  return h('div', {}, h('dt', {}, title), h('dd', {}, found ? number(found.value, unit, digits) : '–',
    found ? h('small', {}, ` ${t('at', moment(new Date(found.at * 1000)))}`) : null));
}

function summary() {
  return h('dl', { class: 'tiles' },
    tile(t('lowestCell'), extreme('cell_min_min'), 'V', 3), tile(t('highestCell'), extreme('cell_max_max'), 'V', 3),
    tile(t('lowestSoc'), extreme('soc_min'), '%', 0), tile(t('highestSoc'), extreme('soc_max'), '%', 0),
    h('div', {}, h('dt', {}, t('charged')), h('dd', {}, energy(exact()?.total.energy_in))), h('div', {}, h('dt', {}, t('discharged')), h('dd', {}, energy(exact()?.total.energy_out))),
    exact()?.total.suspect_values ? h('div', {}, h('dt', {}, t('leftOut')), h('dd', {}, number(exact().total.suspect_values))) : null);
}

export function historyView(batteries, name) {
  const battery = batteries.find(b => b.name === name) || batteries[0];
  if (!battery) return h('p', { class: 'empty' }, t('noBatteries'));
  if (state.battery !== battery.name) {
    Object.assign(state, { battery: battery.name, data: null, energy: null, exact: null });
    preset(state.preset || 'day');
    setTimeout(fetchRange);
  } else if (state.data && !state.charts.length) setTimeout(draw);
  const button = (key, action, symbol) => h('button', { class: 'icon', 'aria-label': t(key), title: t(key), onclick: action }, symbol);
  return [
    h('h1', { class: 'out' }, t('history')),
    h('div', { class: 'controls' },
      batteries.length > 1 ? h('label', { class: 'pick' }, h('span', { class: 'out' }, t('battery')),
        h('select', { onchange: event => { location.hash = `#/history/${encodeURIComponent(event.target.value)}`; } },
          batteries.map(b => h('option', { value: b.name, selected: b.name === battery.name }, b.title)))) : h('h2', {}, battery.title),
      h('div', { class: 'group', role: 'group', 'aria-label': t('range') },
        ['night', 'day', 'week', 'month', 'year', 'ever'].map(key => h('button', { 'aria-pressed': String(state.preset === key), onclick: () => { preset(key); fetchRange(); } }, t(key)))),
      h('div', { class: 'group', role: 'group', 'aria-label': t('range') },
        button('earlier', () => shift(-0.5), '‹'), button('later', () => shift(0.5), '›'), button('closer', () => zoom(0.5), '+'), button('wider', () => zoom(2), '−')),
      h('a', { class: 'button', download: 'cellwarden.csv', href: url(state.from, state.to, 'auto', '&format=csv') }, t('csv'))),
    h('p', { class: 'span' }, `${moment(new Date(state.from * 1000))} – ${moment(new Date(state.to * 1000), state.to - state.from > DAY)}`, state.busy ? ` · ${t('loading')}` : ''),
    h('p', { class: 'damage', role: 'status' }, damage(exact())),
    state.problem ? h('p', { class: 'empty' }, state.problem) : state.data && !state.data.time.some(inRange) ? h('p', { class: 'empty' }, t('noHistory')) : summary(),
    h('div', { id: 'charts', class: 'charts', 'data-keep': true, 'data-key': state.battery, tabindex: 0, role: 'group', 'aria-label': t('hint'), onkeydown: keys, hidden: !state.data }),
    h('p', { class: 'muted hint' }, t('hint')),
  ];
}
