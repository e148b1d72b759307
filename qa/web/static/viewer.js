// The page view: a page image with the quoted words boxed, or the passage of a file that has no pages.

import { say } from "./say.js";

const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
const NARROW = matchMedia("(max-width: 999.98px)"); // as in page.css: the view then covers everything
const A4 = [595, 842]; // PDF points, until an image says how large its page is
const READING_WIDTH = 620; // pixels from which the text of an A4 page reads well
const ICONS = {
  back: "M15 5l-7 7 7 7", on: "M9 5l7 7-7 7", out: "M5 12h14", in: "M5 12h14M12 5v14", close: "M6 6l12 12M18 6L6 18",
};

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function iconButton(icon, label, act) {
  const button = make("button", { type: "button", className: "icon", title: label });
  button.setAttribute("aria-label", label);
  button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[icon]}"/></svg>`;
  button.addEventListener("click", act);
  return button;
}

function sourceOf(card) {
  return JSON.parse(card.dataset.source);
}

function imageOf(source, page) {
  return `${source.base}pages/${source.document}/${page}.png`;
}

export class PageView {
  constructor() {
    this.card = null;
    this.opener = null;
    this.zoom = 0;
    this.isDismissed = sessionStorage.getItem("page-dismissed") !== null;
    this.build();
  }

  static fetchAhead(card) {
    const source = sourceOf(card);
    if (source.page !== null) new Image().src = imageOf(source, source.page);
  }

  // The page that was on view before a reload.
  static kept() {
    try {
      return JSON.parse(sessionStorage.getItem("page"));
    } catch {
      return null;
    }
  }

  restore(card, { page, zoom }) {
    this.show(card, null, false);
    this.page = page;
    this.zoom = zoom;
    this.draw();
  }

  get isOpen() {
    return !this.root.hidden;
  }

  build() {
    this.mark = make("span", { className: "mark" });
    this.title = make("h2", { id: "viewer-title" });
    this.file = make("p");
    const close = iconButton("close", say("viewer.close"), () => this.dismiss());
    const head = make("div", { className: "viewer-head" }, this.mark, make("div", { className: "viewer-title" }, this.title, this.file), close);
    this.counter = make("span");
    this.previous = iconButton("back", say("viewer.previous"), () => this.step(-1));
    this.next = iconButton("on", say("viewer.next"), () => this.step(1));
    this.pageName = make("span");
    this.pageBack = iconButton("back", say("viewer.page_back"), () => this.turn(-1));
    this.pageOn = iconButton("on", say("viewer.page_on"), () => this.turn(1));
    this.smaller = iconButton("out", say("viewer.smaller"), () => this.scale(-1));
    this.larger = iconButton("in", say("viewer.larger"), () => this.scale(1));
    this.zoomName = make("span");
    this.original = make("a", { textContent: say("viewer.download"), download: "" });
    this.pageTools = [
      make("div", { className: "viewer-group" }, this.pageBack, this.pageName, this.pageOn),
      make("div", { className: "viewer-group" }, this.smaller, this.zoomName, this.larger),
    ];
    this.sourceTools = make("div", { className: "viewer-group" }, this.previous, this.counter, this.next);
    const bar = make("div", { className: "viewer-bar" }, this.sourceTools, ...this.pageTools, this.original);
    this.scroll = make("div", { className: "viewer-scroll", tabIndex: 0 });
    this.scroll.setAttribute("role", "group");
    this.spoken = make("p", { className: "unseen" });
    this.spoken.setAttribute("role", "status");
    this.root = make("div", { id: "viewer", tabIndex: -1, hidden: true }, head, bar, this.scroll, this.spoken);
    this.root.setAttribute("role", "dialog");
    this.root.setAttribute("aria-labelledby", "viewer-title");
    document.body.append(this.root);
    NARROW.addEventListener("change", () => this.cover());
    if (history.state?.viewer) history.replaceState(null, ""); // left over from before a reload
    addEventListener("popstate", () => history.state?.viewer || this.close());
  }

  // Where the view covers everything, what lies below cannot be reached.
  cover() {
    const covering = this.isOpen && NARROW.matches;
    document.querySelector("gradio-app").inert = covering;
    this.root.setAttribute("aria-modal", covering);
  }

  // Opens the view on a card. If someone opened it, the browser's way back closes it, and `opener` gets the focus back.
  show(card, opener, focus) {
    this.card = card;
    this.opener = opener || this.opener;
    this.source = sourceOf(card);
    this.page = this.source.page;
    if (!this.isOpen) {
      this.root.hidden = false;
      document.body.classList.add("reading");
      this.cover();
      const enough = ZOOMS.findIndex((zoom) => this.scroll.clientWidth * zoom >= READING_WIDTH);
      this.zoom = enough === -1 ? ZOOMS.length - 1 : enough;
    }
    if (opener) {
      if (!history.state?.viewer) history.pushState({ viewer: true }, "");
      this.isDismissed = false;
      sessionStorage.removeItem("page-dismissed");
    }
    this.markChips();
    this.draw();
    if (focus) this.root.focus({ preventScroll: true });
  }

  // Closes the view because someone wants it closed: it stays so until it is opened again.
  dismiss() {
    if (!this.isOpen) return;
    this.isDismissed = true;
    sessionStorage.setItem("page-dismissed", "");
    this.close();
  }

  close(restore = true) {
    if (!this.isOpen) return;
    sessionStorage.removeItem("page");
    this.root.hidden = true;
    const opener = restore && this.opener?.isConnected ? this.opener : null;
    if (history.state?.viewer) {
      addEventListener("popstate", () => opener?.focus(), { once: true }); // going back may move the focus
      history.back();
    }
    document.body.classList.remove("reading");
    this.cover();
    this.markChips();
    opener?.focus();
  }

  // Marks the chip whose quote is on view.
  markChips() {
    for (const chip of document.querySelectorAll(".chip")) {
      if (this.isOpen && chip.dataset.open === this.card.id) chip.setAttribute("aria-current", "true");
      else chip.removeAttribute("aria-current");
    }
  }

  cards() {
    const group = this.card.closest(".evidence");
    return group ? [...group.querySelectorAll(".card")] : [this.card]; // a document that is read has no sources beside it
  }

  step(by) {
    const cards = this.cards();
    this.show(cards[cards.indexOf(this.card) + by] || this.card, null, false);
  }

  turn(by) {
    this.page = Math.min(Math.max(this.page + by, 1), this.source.pages);
    this.draw();
  }

  scale(by) {
    this.zoom = Math.min(Math.max(this.zoom + by, 0), ZOOMS.length - 1);
    this.draw();
  }

  draw() {
    const { source, page } = this;
    sessionStorage.setItem("page", JSON.stringify({ card: this.card.id, page, zoom: this.zoom }));
    const cards = this.cards();
    const position = cards.indexOf(this.card);
    this.mark.textContent = source.label;
    this.title.textContent = source.title;
    this.file.textContent = source.name;
    this.counter.textContent = say("viewer.source_of", { n: position + 1, total: cards.length });
    this.previous.disabled = position === 0;
    this.next.disabled = position === cards.length - 1;
    this.original.href = `${source.base}documents/${source.document}/original`;
    for (const tool of this.pageTools) tool.hidden = page === null;
    this.sourceTools.hidden = !source.label;
    const where = page === null ? say("viewer.passage") : say("viewer.page_of", { n: page, total: source.pages });
    this.scroll.setAttribute("aria-label", where);
    this.spoken.textContent = `${source.title}, ${where}`;
    if (page === null) this.drawPassage();
    else this.drawPage(where);
  }

  drawPassage() {
    const text = make("div", { className: "viewer-passage" });
    text.innerHTML = this.card.querySelector(".passage").innerHTML; // escaped by the server
    this.scroll.replaceChildren(text);
    this.bring(text.querySelector("mark"));
  }

  drawPage(where) {
    const { source, page } = this;
    this.pageName.textContent = where;
    this.zoomName.textContent = `${ZOOMS[this.zoom] * 100} %`;
    this.pageBack.disabled = page <= 1;
    this.pageOn.disabled = page >= source.pages;
    this.smaller.disabled = this.zoom === 0;
    this.larger.disabled = this.zoom === ZOOMS.length - 1;
    const image = make("img", { src: imageOf(source, page), alt: `${where}: ${source.title}` });
    const sheet = make("div", { className: "sheet" }, image, ...this.boxes());
    const size = source.sizes[page] || Object.values(source.sizes)[0] || A4;
    sheet.style.width = `${ZOOMS[this.zoom] * 100}%`;
    sheet.style.aspectRatio = `${size[0]} / ${size[1]}`;
    sheet.classList.add("loading");
    image.addEventListener("load", () => {
      sheet.classList.remove("loading");
      sheet.style.aspectRatio = `${image.naturalWidth} / ${image.naturalHeight}`;
    });
    image.addEventListener("error", () => sheet.classList.remove("loading"));
    image.addEventListener("error", () => image.replaceWith(make("p", { className: "trouble", textContent: say("viewer.trouble") })));
    this.scroll.replaceChildren(sheet, ...this.continuations());
    this.bring(sheet.querySelector(".box"));
  }

  // A quote that runs over a page break says on which page the rest of it is.
  continuations() {
    const pages = [...new Set(this.source.boxes.map((box) => box[0]))].sort((a, b) => a - b);
    const place = pages.indexOf(this.page);
    if (pages.length < 2 || place === -1) return [];
    return [["viewer.begins", pages[place - 1]], ["viewer.continues", pages[place + 1]]].filter(([, page]) => page).map(([key, page]) => {
      const button = make("button", { type: "button", className: "continuation", textContent: say(key, { n: page }) });
      button.addEventListener("click", () => {
        this.turn(page - this.page);
        this.scroll.focus({ preventScroll: true });
      });
      return button;
    });
  }

  // Boxes are in PDF points from the top left corner; as shares of the page they fit at every zoom.
  boxes() {
    return this.source.boxes.filter((box) => box[0] === this.page).map(([page, x0, top, x1, bottom]) => {
      const [width, height] = this.source.sizes[page];
      const box = make("span", { className: "box" });
      box.style.left = `${(100 * x0) / width}%`;
      box.style.top = `${(100 * top) / height}%`;
      box.style.width = `${(100 * (x1 - x0)) / width}%`;
      box.style.height = `${(100 * (bottom - top)) / height}%`;
      return box;
    });
  }

  // Scrolls what was quoted to the upper third of the view.
  bring(element) {
    if (!element) return this.scroll.scrollTo(0, 0);
    const from = this.scroll.getBoundingClientRect();
    const to = element.getBoundingClientRect();
    this.scroll.scrollTop += to.top - from.top - from.height * 0.3;
    if (to.left < from.left || to.right > from.right) this.scroll.scrollLeft += to.left - from.left - 24;
  }
}
