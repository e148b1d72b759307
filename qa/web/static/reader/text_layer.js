// The words of a page, laid invisibly over its image: they can be selected, copied and read aloud.

import { make } from "./elements.js";

// Two words are on one line if the second begins further right and they overlap vertically by more than half.
function continues(before, [, x0, top, , bottom]) {
  const overlap = Math.min(before[4], bottom) - Math.max(before[2], top);
  return x0 >= before[3] - 1 && overlap > 0.5 * Math.min(before[4] - before[2], bottom - top);
}

function linesOf(words) {
  const lines = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last && continues(last.at(-1), word)) last.push(word);
    else lines.push([word]);
  }
  return lines;
}

const HEIGHT = 0.82; // font size as a share of a word's height
const pen = document.createElement("canvas").getContext("2d");

// Lengths are shares of the page's width, so that the words fit the image at every zoom; letters are spread to fill it.
function wordSpan([text, x0, top, x1, bottom], [width, height]) {
  const span = make("span", { className: "word", textContent: text });
  const size = HEIGHT * (bottom - top);
  const spread = size > 0 ? ((x1 - x0) / size - pen.measureText(text).width / 100) / text.length : 0;
  span.style.cssText = `left:${(100 * x0) / width}%;top:${(100 * top) / height}%;width:${(100 * (x1 - x0)) / width}%;`
    + `height:${(100 * (bottom - top)) / height}%;font-size:${(100 * size) / width}cqw;letter-spacing:${spread.toFixed(3)}em`;
  return span;
}

export function textLayer(words, size) {
  pen.font = `100px ${getComputedStyle(document.body).fontFamily}`;
  const layer = make("div", { className: "words" });
  layer.append(...linesOf(words).map((line) => {
    const spans = line.flatMap((word) => [wordSpan(word, size), " "]);
    return make("p", {}, ...spans);
  }));
  return layer;
}

// The letters of a word's span that are selected.
function selectedPart(span, range) {
  const text = span.textContent;
  const start = span.contains(range.startContainer) && range.startContainer !== span ? range.startOffset : 0;
  const end = span.contains(range.endContainer) && range.endContainer !== span ? range.endOffset : text.length;
  return text.slice(start, end);
}

// What is copied are the words with a space between them and a line for each printed line.
document.addEventListener("copy", (event) => {
  const selection = getSelection();
  const layer = document.querySelector(".sheet .words");
  if (!layer || !selection.rangeCount || !selection.containsNode(layer, true)) return;
  const range = selection.getRangeAt(0);
  const lines = [...layer.children].map((line) => [...line.children].filter((span) => range.intersectsNode(span))
    .map((span) => selectedPart(span, range)).filter(Boolean).join(" "));
  event.clipboardData.setData("text/plain", lines.filter(Boolean).join("\n"));
  event.preventDefault();
});
