// Elements of the page view: buttons with drawn icons, and what is fetched for a source.

const ICONS = {
  back: "M15 5l-7 7 7 7", on: "M9 5l7 7-7 7", out: "M5 12h14", in: "M5 12h14M12 5v14", close: "M6 6l12 12M18 6L6 18",
  outline: "M4 6h2M4 12h2M4 18h2M10 6h10M10 12h10M10 18h7", pages: "M5 4h6v7H5zM14 4h6v7h-6zM5 14h6v6H5zM14 14h6v6h-6z",
  find: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L20 20",
  width: "M4 5v14M20 5v14M8 12h8M10.5 9.5L8 12l2.5 2.5M13.5 9.5L16 12l-2.5 2.5",
  whole: "M7 3h10v18H7zM12 7v10M9.8 9.2L12 7l2.2 2.2M9.8 14.8L12 17l2.2-2.2",
  expand: "M14 4h6v6M20 4l-6.5 6.5M10 20H4v-6M4 20l6.5-6.5", download: "M12 4v11M7.5 11L12 15.5l4.5-4.5M5 20h14",
};

export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

export function drawIcon(element, icon, label) {
  element.title = label;
  element.setAttribute("aria-label", label);
  element.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[icon]}"/></svg>`;
  return element;
}

export function iconButton(icon, label, act) {
  const button = drawIcon(make("button", { type: "button", className: "icon" }), icon, label);
  button.addEventListener("click", act);
  return button;
}

export const imageOf = (source, page) => `${source.base}pages/${source.document}/${page}.png`;
export const partOf = (source, part) => `${source.base}documents/${source.document}/${part}`;

// Runs what can wait until the browser has drawn what is wanted first.
export const whenIdle = (act) => (globalThis.requestIdleCallback ?? setTimeout)(act);

const fetched = new Map(); // answers by address, of the documents read last
const KEPT = 60;

// The JSON at an address, or null where the server has none; what was fetched is not asked for twice.
export async function fetchJson(address) {
  if (!fetched.has(address)) {
    const request = fetch(address).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
    fetched.set(address, request);
    if (fetched.size > KEPT) fetched.delete(fetched.keys().next().value);
    if ((await request) === null) fetched.delete(address);
    return request;
  }
  return fetched.get(address);
}
