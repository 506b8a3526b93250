// Small trees of elements, and bringing what is shown in line with them without losing focus.

const SVG = 'http://www.w3.org/2000/svg';
const SVG_TAGS = new Set(['svg', 'circle', 'path', 'rect', 'g']);

/** An element; what begins with "on" is a listener, `style` an object of CSS properties. */
export function h(tag, attributes, ...children) {
  const element = SVG_TAGS.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element[name] = value;
    else if (name === 'style') for (const [key, text] of Object.entries(value)) element.style.setProperty(key, text);
    else element.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children.flat(9)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

/** Makes the children of an element those given. What has `data-keep` stays as it is once it is there. */
export function show(parent, ...children) {
  const wanted = h('div', {}, ...children);
  sync(parent, wanted);
}

function sync(shown, wanted) {
  const before = [...shown.childNodes];
  const after = [...wanted.childNodes];
  after.forEach((node, i) => {
    const old = before[i];
    if (!old) shown.append(node);
    else if (!isSame(old, node)) old.replaceWith(node);
    else if (node.nodeType === Node.TEXT_NODE) {
      if (old.data !== node.data) old.data = node.data;
    } else {
      attributes(old, node);
      if (!node.hasAttribute('data-keep')) sync(old, node);
    }
  });
  before.slice(after.length).forEach(node => node.remove());
}

function isSame(a, b) {
  return a.nodeType === b.nodeType && a.nodeName === b.nodeName
    && (a.nodeType !== Node.ELEMENT_NODE || a.getAttribute('data-key') === b.getAttribute('data-key'));
}

function attributes(old, node) {
  for (const { name } of [...old.attributes]) {
    if (name !== 'style' && !node.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of [...node.attributes]) {
    if (name !== 'style' && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (!node.hasAttribute('data-keep') && old.style.cssText !== node.style.cssText) old.style.cssText = node.style.cssText;
  for (const name of ['onclick', 'onchange', 'onsubmit']) old[name] = node[name];
}
