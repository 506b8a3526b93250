// Everything that the page says, in two languages.

const ENGLISH = {
  overview: 'Batteries', history: 'History', events: 'Events', skip: 'Skip to content', nav: 'Pages',
  live: 'Live', reconnecting: 'Connection lost, trying again …', connecting: 'Connecting …',
  charging: 'Charging', discharging: 'Discharging', idle: 'Idle', unknown: 'Unknown', offline: 'Offline', waiting: 'No reading yet', paused: 'Paused',
  chargingWith: 'Charging with {0}', dischargingWith: 'Discharging with {0}', idleSentence: 'Neither charging nor discharging',
  full: 'full in about {0}', empty: 'empty in about {0}', ago: '{0} ago', now: 'just now', old: 'This reading is old.',
  soc: 'State of charge', voltage: 'Voltage', current: 'Current', power: 'Power', temperature: 'Temperature', spread: 'Cell spread',
  cells: 'Cells', lowest: 'lowest', highest: 'highest', balancing: 'balancing', cell: 'Cell {0}',
  temperatures: 'Temperatures', probe: 'Probe {0}', broken: 'no measurement', switches: 'Switches', chargeFet: 'Charge', dischargeFet: 'Discharge',
  on: 'on', off: 'off', link: 'Link', counters: 'Counters', device: 'Device', rssi: 'Signal', connect: 'Connect', read: 'Read',
  success: 'Polls that worked', polls: 'Polls since start', cycles: 'Cycles', charged: 'Energy in', discharged: 'Energy out', leftOut: 'Values in doubt, left out', stored: 'Stored energy', sinceFull: 'Since last full',
  capacity: 'Charge left', model: 'Model', made: 'Made', software: 'Firmware', address: 'Address', interval: 'Read every',
  protections: 'Protection active', warnings: 'Warning', suspect: 'In doubt', noProtection: 'No protection active',
  readNow: 'Read now', pause: 'Pause 10 min', resume: 'Resume', asked: 'Asked for a reading.', pausedNow: 'Paused, so that a phone can have the battery.',
  resumed: 'Goes on.', failed: 'That did not work: {0}', details: 'Details of {0}', all: 'All batteries',
  night: 'Last night', day: '24 hours', week: '7 days', month: '30 days', year: 'Year', ever: 'All', battery: 'Battery',
  lowestCell: 'Lowest cell', highestCell: 'Highest cell', lowestSoc: 'Lowest charge', highestSoc: 'Highest charge', at: 'at {0}',
  cellRange: 'Lowest and highest cell', energy: 'Energy', energyByDay: 'Energy by day', energyByHour: 'Energy by hour', csv: 'Download CSV', range: 'Time',
  earlier: 'Earlier', later: 'Later', closer: 'Zoom in', wider: 'Zoom out', noHistory: 'The journal has nothing of this time.', loading: 'Reading the journal …',
  damagedLine: 'One line of the journal around this time cannot be read and is left out.', damagedLines: '{0} lines of the journal around this time cannot be read and are left out.',
  damagedFiles: 'Damaged, and read only as far as it is whole: {0}.', verify: '“cellwarden journal verify” says where.',
  hint: 'Drag to move, Ctrl and wheel or two fingers to zoom; arrow keys, + and − do it too.',
  chartLabel: '{0} from {1} to {2}: least {3}, greatest {4}', noEvents: 'Nothing happened in this time.', happened: 'What happened', wrong: 'What went wrong',
  noFaults: 'Nothing went wrong in this time.', goesOn: 'goes on', times: '{0} times', login: 'Log in', password: 'Password', logout: 'Log out', wrongLogin: 'Log in with the password that web.password_file holds.',
  language: 'Deutsch', theme: 'Theme: {0}', auto: 'automatic', light: 'light', dark: 'dark', offlineSince: 'Not reached yet', noBatteries: 'No battery is configured.',
  d: 'd', hr: 'h', min: 'min', s: 's', api: 'For programs',
  protection_started: 'Protection started', protection_ended: 'Protection ended', fet_changed: 'Switch changed', balancing_started: 'Balancing started', balancing_ended: 'Balancing ended',
  link_lost: 'Link lost', link_back: 'Link back', journal_failed: 'Journal cannot be written', journal_back: 'Journal is written again', implausible_started: 'Values in doubt', implausible_ended: 'Values right again', recovery_tried: 'Recovery tried',
  fault: 'Not read', protection: 'Protection', suspectKind: 'In doubt', silence: 'Nothing journalled', journal: 'Journal',
};

const GERMAN = {
  overview: 'Batterien', history: 'Verlauf', events: 'Ereignisse', skip: 'Zum Inhalt', nav: 'Seiten',
  live: 'Live', reconnecting: 'Verbindung weg, neuer Versuch …', connecting: 'Verbinde …',
  charging: 'Lädt', discharging: 'Entlädt', idle: 'Ruht', unknown: 'Unbekannt', offline: 'Nicht erreichbar', waiting: 'Noch nicht gelesen', paused: 'Pause',
  chargingWith: 'Lädt mit {0}', dischargingWith: 'Entlädt mit {0}', idleSentence: 'Lädt nicht und entlädt nicht',
  full: 'voll in etwa {0}', empty: 'leer in etwa {0}', ago: 'vor {0}', now: 'gerade eben', old: 'Diese Werte sind alt.',
  soc: 'Ladezustand', voltage: 'Spannung', current: 'Strom', power: 'Leistung', temperature: 'Temperatur', spread: 'Zellabweichung',
  cells: 'Zellen', lowest: 'niedrigste', highest: 'höchste', balancing: 'balanciert', cell: 'Zelle {0}',
  temperatures: 'Temperaturen', probe: 'Fühler {0}', broken: 'kein Messwert', switches: 'Schalter', chargeFet: 'Laden', dischargeFet: 'Entladen',
  on: 'an', off: 'aus', link: 'Verbindung', counters: 'Zähler', device: 'Gerät', rssi: 'Signal', connect: 'Verbinden', read: 'Lesen',
  success: 'Geglückte Abfragen', polls: 'Abfragen seit Start', cycles: 'Zyklen', charged: 'Geladen', discharged: 'Entladen', leftOut: 'Zweifelhafte Werte, weggelassen', stored: 'Gespeicherte Energie', sinceFull: 'Seit zuletzt voll',
  capacity: 'Restladung', model: 'Modell', made: 'Gebaut', software: 'Firmware', address: 'Adresse', interval: 'Gelesen alle',
  protections: 'Schutz aktiv', warnings: 'Warnung', suspect: 'Zweifelhaft', noProtection: 'Kein Schutz aktiv',
  readNow: 'Jetzt lesen', pause: '10 min Pause', resume: 'Weiter', asked: 'Wird gelesen.', pausedNow: 'Pause, damit ein Telefon an die Batterie kommt.',
  resumed: 'Geht weiter.', failed: 'Das ging nicht: {0}', details: 'Einzelheiten von {0}', all: 'Alle Batterien',
  night: 'Letzte Nacht', day: '24 Stunden', week: '7 Tage', month: '30 Tage', year: 'Jahr', ever: 'Alles', battery: 'Batterie',
  lowestCell: 'Niedrigste Zelle', highestCell: 'Höchste Zelle', lowestSoc: 'Niedrigster Ladezustand', highestSoc: 'Höchster Ladezustand', at: 'um {0}',
  cellRange: 'Niedrigste und höchste Zelle', energy: 'Energie', energyByDay: 'Energie je Tag', energyByHour: 'Energie je Stunde', csv: 'Als CSV laden', range: 'Zeitraum',
  earlier: 'Früher', later: 'Später', closer: 'Näher', wider: 'Weiter', noHistory: 'Aus dieser Zeit hat das Journal nichts.', loading: 'Lese das Journal …',
  damagedLine: 'Eine Zeile des Journals um diese Zeit ist nicht zu lesen und fehlt hier.', damagedLines: '{0} Zeilen des Journals um diese Zeit sind nicht zu lesen und fehlen hier.',
  damagedFiles: 'Beschädigt und nur so weit gelesen, wie es heil ist: {0}.', verify: '„cellwarden journal verify“ sagt, wo.',
  hint: 'Ziehen verschiebt, Strg und Mausrad oder zwei Finger zoomen; Pfeiltasten, + und − auch.',
  chartLabel: '{0} von {1} bis {2}: kleinster Wert {3}, größter {4}', noEvents: 'In dieser Zeit ist nichts geschehen.', happened: 'Was geschah', wrong: 'Was nicht ging',
  noFaults: 'In dieser Zeit ging alles gut.', goesOn: 'dauert an', times: '{0}-mal', login: 'Anmelden', password: 'Passwort', logout: 'Abmelden', wrongLogin: 'Anmelden mit dem Passwort aus web.password_file.',
  language: 'English', theme: 'Farben: {0}', auto: 'automatisch', light: 'hell', dark: 'dunkel', offlineSince: 'Noch nicht erreicht', noBatteries: 'Keine Batterie ist eingerichtet.',
  d: 'T', hr: 'h', min: 'min', s: 's', api: 'Für Programme',
  protection_started: 'Schutz begann', protection_ended: 'Schutz endete', fet_changed: 'Schalter geändert', balancing_started: 'Balancieren begann', balancing_ended: 'Balancieren endete',
  link_lost: 'Verbindung verloren', link_back: 'Verbindung wieder da', journal_failed: 'Journal nicht zu schreiben', journal_back: 'Journal wird wieder geschrieben', implausible_started: 'Werte zweifelhaft', implausible_ended: 'Werte wieder richtig', recovery_tried: 'Wiederherstellung versucht',
  fault: 'Nicht gelesen', protection: 'Schutz', suspectKind: 'Zweifelhaft', silence: 'Nichts aufgezeichnet', journal: 'Journal',
};

const GERMAN_TERMS = {
  cell_overvoltage: 'Zelle zu hoch', cell_undervoltage: 'Zelle zu niedrig', pack_overvoltage: 'Spannung zu hoch', pack_undervoltage: 'Spannung zu niedrig',
  charge_overtemperature: 'zu warm zum Laden', charge_undertemperature: 'zu kalt zum Laden', discharge_overtemperature: 'zu warm zum Entladen',
  discharge_undertemperature: 'zu kalt zum Entladen', charge_overcurrent: 'Ladestrom zu hoch', discharge_overcurrent: 'Entladestrom zu hoch',
  short_circuit: 'Kurzschluss', frontend_ic_error: 'Messchip gestört', mosfet_software_lock: 'Schalter gesperrt',
};

function stored(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}

function store(key, value) {
  try { localStorage.setItem(key, value); } catch { /* Then it is asked for at each visit. */ }
}

let german = (stored('language') || navigator.language || 'en').startsWith('de');

export const language = () => (german ? 'de' : 'en');

/** For numbers and times, which stand the same way on every phone. */
export const locale = () => (german ? 'de-DE' : 'en-GB');

export function otherLanguage() {
  german = !german;
  store('language', language());
}

/** A sentence, with {0}, {1} … replaced. */
export function t(key, ...values) {
  const text = (german ? GERMAN : ENGLISH)[key] ?? key;
  return values.reduce((all, value, i) => all.replace(`{${i}}`, () => value), text);
}

/** What is missing in an answer of the journal, since it cannot be read; empty where nothing is. */
export function damage(answer) {
  const { damaged_lines: lines, damaged_files: files } = answer || {};
  const said = [lines === 1 ? t('damagedLine') : lines > 1 ? t('damagedLines', number(lines)) : '', files?.length ? t('damagedFiles', files.join(', ')) : '']
    .filter(Boolean);
  return said.length ? [...said, t('verify')].join(' ') : '';
}

/** A name of the interface, such as cell_overvoltage, in words. */
export function term(name) {
  return (german && GERMAN_TERMS[name]) || String(name).replaceAll('_', ' ');
}

/** A number with its unit and so many decimals; a dash for what is unknown. */
export function number(value, unit = '', digits = 0) {
  if (value === null || value === undefined) return '–';
  const text = new Intl.NumberFormat(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  return unit ? `${text}\u202f${unit}` : text;
}

export const energy = wh => (wh == null ? '–' : Math.abs(wh) >= 1000 ? number(wh / 1000, 'kWh', wh >= 1e5 ? 0 : 2) : number(wh, 'Wh'));

/** Seconds in the two largest units that say enough. */
export function duration(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s}\u202f${t('s')}`;
  const m = Math.round(s / 60);
  if (m < 60) return `${m}\u202f${t('min')}`;
  if (m < 48 * 60) return `${Math.floor(m / 60)}\u202f${t('hr')}${m % 60 ? ` ${m % 60}\u202f${t('min')}` : ''}`;
  const hours = Math.round(m / 60);
  return `${Math.floor(hours / 24)}\u202f${t('d')}${hours % 24 ? ` ${hours % 24}\u202f${t('hr')}` : ''}`;
}

/** A moment: the date only where it is not today's, or asked for. */
export function moment(date, dated = false) {
  const today = !dated && new Date().toDateString() === date.toDateString();
  const format = today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' };
  return new Intl.DateTimeFormat(locale(), format).format(date);
}

const THEMES = ['auto', 'light', 'dark'];

export const theme = () => stored('theme') || 'auto';

export function nextTheme() {
  store('theme', THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length]);
  applyTheme();
}

export function applyTheme() {
  document.documentElement.dataset.theme = theme();
}
