// A page's image with its words over it, the quoted words boxed, and boxes around what was searched for.

import { say } from "../say.js";
import { fetchJson, imageOf, make, whenIdle } from "./elements.js";
import { EYE, Neighbors } from "./neighbors.js";
import { textLayer } from "./text_layer.js";

const PIXELS_PER_POINT = 2; // of a page's image

export class Sheet {
  // A page that is scrolled to the place of the one on view is given to `choose`, with its distance from the top.
  constructor(scroll, zoom, choose) {
    this.scroll = scroll;
    this.zoom = zoom;
    this.neighbors = new Neighbors(scroll, zoom, choose);
    this.key = null;
  }

  // Draws a page, or only its boxes and its size if it is drawn already.
  draw(view, where) {
    const { source, page } = view;
    const key = `${source.document} ${page}`;
    const size = source.sizes[page] ?? (this.key === key ? this.zoom.size : Object.values(source.sizes)[0]);
    if (size) this.zoom.size = size;
    if (this.key !== key || !this.element.isConnected) this.begin(source, page, where);
    const [before, after] = this.key === key && this.neighbors.sheets.length ? this.neighbors.sheets : this.neighbors.around(source, page);
    this.key = key;
    this.boxes = [
      ...source.boxes.map((box) => [box, "box"]),
      ...view.panel.boxesOn(page).others.map((box) => [box, "box hit"]),
      ...view.panel.boxesOn(page).chosen.map((box) => [box, "box hit chosen"]),
    ].filter(([box]) => box[0] === page);
    this.place();
    this.scroll.replaceChildren(...[before, this.element, ...this.continuations(view), after].filter(Boolean));
    this.bring(view.target);
  }

  begin(source, page, where) {
    const address = imageOf(source, page);
    this.element = this.neighbors.take(address) ?? make("div", {}, make("img"));
    this.element.className = "sheet loading";
    this.element.removeAttribute("aria-hidden");
    this.neighbors.fetched.add(address);
    this.image = this.element.firstChild;
    this.image.alt = `${where}: ${source.title}`;
    const { image, element } = this;
    const loaded = () => {
      element.classList.remove("loading");
      if (this.element !== element) return;
      this.zoom.size = [image.naturalWidth / PIXELS_PER_POINT, image.naturalHeight / PIXELS_PER_POINT];
      this.fit();
      whenIdle(() => this.addWords(source, page, element));
    };
    if (image.naturalWidth) return loaded();
    image.addEventListener("load", loaded);
    image.addEventListener("error", () => {
      element.classList.remove("loading");
      image.replaceWith(make("p", { className: "trouble", textContent: say("viewer.trouble") }));
    });
    image.src = address;
  }

  // The words come after the image, which is what one waits for.
  async addWords(source, page, element) {
    const found = this.element === element ? await fetchJson(`${source.base}pages/${source.document}/${page}.json`) : null;
    if (!found || this.element !== element) return;
    this.zoom.size = found.size;
    element.append(textLayer(found.words, found.size));
    this.place();
  }

  // Gives the pages the width that the zoom says; the one on view stays where it is.
  fit() {
    if (!this.element) return;
    const top = this.element.getBoundingClientRect().top;
    const [width, height] = this.zoom.size;
    this.element.style.width = `${this.zoom.width()}px`;
    this.element.style.aspectRatio = `${width} / ${height}`;
    this.neighbors.fit(this.zoom.width());
    if (this.element.isConnected) this.scroll.scrollTop += this.element.getBoundingClientRect().top - top;
  }

  // Boxes are in PDF points from the top left corner; as shares of the page they fit at every zoom.
  place() {
    this.fit();
    const [width, height] = this.zoom.size;
    for (const box of this.element.querySelectorAll(".box")) box.remove();
    this.image.after(...(this.boxes ?? []).map(([[, x0, top, x1, bottom], className]) => {
      const box = make("span", { className });
      box.style.left = `${(100 * x0) / width}%`;
      box.style.top = `${(100 * top) / height}%`;
      box.style.width = `${(100 * (x1 - x0)) / width}%`;
      box.style.height = `${(100 * (bottom - top)) / height}%`;
      return box;
    }));
  }

  // A quote that runs over a page break says on which page the rest of it is.
  continuations(view) {
    const pages = [...new Set(view.source.boxes.map((box) => box[0]))].sort((a, b) => a - b);
    const place = pages.indexOf(view.page);
    if (pages.length < 2 || place === -1) return [];
    return [["viewer.begins", pages[place - 1]], ["viewer.continues", pages[place + 1]]].filter(([, page]) => page).map(([key, page]) => {
      const button = make("button", { type: "button", className: "continuation", textContent: say(key, { n: view.labelOf(page) }) });
      button.addEventListener("click", () => {
        view.goTo(page);
        this.scroll.focus({ preventScroll: true });
      });
      return button;
    });
  }

  // Scrolls what is to be seen to the upper third of the view: a chosen hit, a heading, the quote, or the page's top.
  // A page that was scrolled to stays where it is.
  bring(target) {
    if (target?.keep !== undefined) {
      this.scroll.scrollTop += this.element.getBoundingClientRect().top - this.scroll.getBoundingClientRect().top - target.keep;
      return;
    }
    this.neighbors.isMoved = false;
    const [first] = target?.boxes ?? [];
    const box = this.element.querySelector(first ? ".box.chosen" : ".box:not(.hit)");
    if (target?.end) this.scroll.scrollTop = this.element.offsetTop + this.element.offsetHeight + 24 - this.scroll.clientHeight;
    else if (target?.top !== undefined) {
      this.scroll.scrollTo(0, this.element.offsetTop + (target.top / this.zoom.size[1]) * this.element.offsetHeight - 24);
    } else this.bringElement(box);
  }

  bringElement(element) {
    if (!element) return this.scroll.scrollTo(0, this.element?.isConnected ? this.element.offsetTop - 20 : 0);
    const from = this.scroll.getBoundingClientRect();
    const to = element.getBoundingClientRect();
    this.scroll.scrollTop += to.top - from.top - from.height * EYE;
    if (to.left < from.left || to.right > from.right) this.scroll.scrollLeft += to.left - from.left - 24;
  }
}
