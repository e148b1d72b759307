// The text of a file without pages, in its own structure, with a quote or what was searched for marked in it.

import { make, partOf } from "./elements.js";

const loaded = new Map(); // texts by address, of the documents read last
const KEPT = 6;
const NEIGHBOURS = 40; // letters shown before and after a place

// The text as an element; null where the server has none.
export async function flowingText(source) {
  const address = partOf(source, "text.html");
  if (!loaded.has(address)) {
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok) return null;
    loaded.set(address, await answer.text());
    if (loaded.size > KEPT) loaded.delete(loaded.keys().next().value);
  }
  const holder = make("div");
  holder.innerHTML = loaded.get(address); // escaped by the server
  return holder.firstElementChild;
}

function letters(root) {
  const found = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let blank = true;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    for (let place = 0; place < node.data.length; place += 1) {
      const isSpace = /\s/.test(node.data[place]);
      if (!isSpace || !blank) found.push({ node, place, letter: isSpace ? " " : node.data[place] });
      blank = isSpace;
    }
    if (!blank && node.parentElement.closest("td, th, p, h3, h4, h5, h6") !== following(walker)) {
      found.push({ node, place: node.data.length, letter: " " });
      blank = true;
    }
  }
  return found;
}

// The block that the next text is in.
function following(walker) {
  const next = walker.nextNode();
  if (next) walker.previousNode();
  return next?.parentElement.closest("td, th, p, h3, h4, h5, h6");
}

const plain = (text) => text.split("").map((letter) => letter.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()[0] ?? letter).join("");

// The places of words in a text, each as the letters that they are made of; white space and case do not matter.
export function placesOf(root, words) {
  const all = letters(root);
  const printed = all.map((each) => each.letter).join("");
  const whole = plain(printed);
  const sought = plain(words.trim().split(/\s+/).join(" "));
  const places = [];
  for (let at = sought ? whole.indexOf(sought) : -1; at >= 0; at = whole.indexOf(sought, at + sought.length)) {
    const end = at + sought.length;
    places.push({
      letters: all.slice(at, end), text: printed.slice(at, end),
      before: printed.slice(Math.max(at - NEIGHBOURS, 0), at).replace(/^\S+ /, ""), after: printed.slice(end, end + NEIGHBOURS).replace(/ \S+$/, ""),
    });
  }
  return places;
}

// Marks a place; the marks are returned, the first is where to scroll.
export function markPlace({ letters: marked }, className = "") {
  const byNode = new Map();
  for (const { node, place } of marked) {
    if (place >= node.data.length) continue;
    const range = byNode.get(node) ?? { first: place, last: place };
    byNode.set(node, { first: range.first, last: place });
  }
  return [...byNode].map(([node, { first, last }]) => {
    const range = document.createRange();
    range.setStart(node, first);
    range.setEnd(node, last + 1);
    const mark = make("mark", { className });
    range.surroundContents(mark);
    return mark;
  });
}

export function unmark(root, className) {
  for (const mark of root.querySelectorAll(`mark.${className}`)) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
}
