// The page view: a page image with the quoted words boxed, or the text of a file that has no pages.

import { fetchJson, drawIcon, iconButton, imageOf, make, partOf, whenIdle } from "./reader/elements.js";
import { FlowingView } from "./reader/flowing_view.js";
import { pan } from "./reader/panning.js";
import { Sheet } from "./reader/sheet.js";
import { SidePanel } from "./reader/side_panel.js";
import { Zoom } from "./reader/zoom.js";
import { say } from "./say.js";

const NARROW = matchMedia("(max-width: 999.98px)"); // as in page.css: the view then covers everything
const sourceOf = (card) => JSON.parse(card.dataset.source);

export class PageView {
  constructor() {
    this.card = null;
    this.opener = null;
    this.labels = [];
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
    this.zoom.restore(zoom);
    this.draw();
  }

  get isOpen() {
    return !this.root.hidden;
  }

  build() {
    this.mark = make("span", { className: "mark" });
    this.title = make("h2", { id: "viewer-title" });
    this.file = make("p");
    this.expand = iconButton("expand", say("viewer.expand"), () => this.widen());
    this.expand.setAttribute("aria-pressed", "false");
    const close = iconButton("close", say("viewer.close"), () => this.dismiss());
    const head = make("div", { className: "viewer-head" }, this.mark, make("div", { className: "viewer-title" }, this.title, this.file), this.expand, close);
    this.scroll = make("div", { className: "viewer-scroll", tabIndex: 0 });
    this.scroll.setAttribute("role", "group");
    this.zoom = new Zoom(this.scroll);
    this.sheet = new Sheet(this.scroll, this.zoom, (page, top) => this.goTo(page, { keep: top }));
    this.flowing = new FlowingView(this.scroll, this.sheet);
    this.panel = new SidePanel(this);
    this.spoken = make("p", { className: "unseen" });
    this.spoken.setAttribute("role", "status");
    const body = make("div", { className: "viewer-body" }, this.panel.root, this.scroll);
    this.root = make("div", { id: "viewer", tabIndex: -1, hidden: true }, head, this.bar(), body, this.spoken);
    this.root.setAttribute("role", "dialog");
    this.root.setAttribute("aria-labelledby", "viewer-title");
    document.body.append(this.root);
    NARROW.addEventListener("change", () => this.cover());
    if (history.state?.viewer) history.replaceState(null, ""); // left over from before a reload
    addEventListener("popstate", () => history.state?.viewer || this.close());
    this.root.addEventListener("keydown", (event) => this.key(event));
    pan(this.scroll, { zoom: (by) => this.scale(by), turn: (by) => this.turn(by, by < 0) });
    new ResizeObserver(() => this.isOpen && this.page !== null && this.sheet.fit()).observe(this.scroll);
  }

  bar() {
    this.counter = make("span");
    this.previous = iconButton("back", say("viewer.previous"), () => this.step(-1));
    this.next = iconButton("on", say("viewer.next"), () => this.step(1));
    this.field = make("input", { className: "page-field", inputMode: "text", autocomplete: "off" });
    this.field.setAttribute("aria-label", say("viewer.go_to"));
    this.field.addEventListener("change", () => this.goToLabel(this.field.value));
    this.field.addEventListener("focus", () => this.field.select());
    this.pageName = make("span");
    this.pageBack = iconButton("back", say("viewer.page_back"), () => this.turn(-1));
    this.pageOn = iconButton("on", say("viewer.page_on"), () => this.turn(1));
    this.smaller = iconButton("out", say("viewer.smaller"), () => this.scale(-1));
    this.larger = iconButton("in", say("viewer.larger"), () => this.scale(1));
    this.zoomName = make("span", { className: "zoom" });
    this.fits = ["width", "page"].map((fit) => iconButton(fit === "page" ? "whole" : "width", say(`viewer.fit_${fit}`), () => this.fit(fit)));
    this.original = drawIcon(make("a", { className: "icon", download: "" }), "download", say("viewer.download"));
    const group = (...parts) => make("div", { className: "viewer-group" }, ...parts);
    this.pageTools = [
      group(this.pageBack, this.field, this.pageName, this.pageOn),
      group(this.smaller, this.zoomName, this.larger, ...this.fits),
    ];
    this.sourceTools = group(this.previous, this.counter, this.next);
    return make("div", { className: "viewer-bar" }, group(...this.panel.toggles()), this.sourceTools, ...this.pageTools, group(this.original));
  }

  // Where the view covers everything, what lies below cannot be reached.
  cover() {
    const covering = this.isOpen && (NARROW.matches || document.body.classList.contains("reading-wide"));
    document.querySelector("gradio-app").inert = covering;
    this.root.setAttribute("aria-modal", covering);
  }

  // Gives the page the whole window, or the half beside the conversation.
  widen() {
    const wide = document.body.classList.toggle("reading-wide");
    this.expand.setAttribute("aria-pressed", String(wide));
    this.cover();
  }

  // Opens the view on a card. If someone opened it, the browser's way back closes it, and `opener` gets the focus back.
  show(card, opener, focus) {
    const before = this.source?.document;
    this.card = card;
    this.opener = opener || this.opener;
    this.source = sourceOf(card);
    this.page = this.source.page;
    this.target = null;
    if (!this.isOpen) {
      this.root.hidden = false;
      document.body.classList.add("reading");
      this.cover();
      this.zoom.begin();
    }
    if (opener) {
      if (!history.state?.viewer) history.pushState({ viewer: true }, "");
      this.isDismissed = false;
      sessionStorage.removeItem("page-dismissed");
    }
    this.markChips();
    if (before !== this.source.document) this.openDocument();
    this.draw();
    if (focus) this.root.focus({ preventScroll: true });
  }

  // The printed labels of a document's pages are fetched when it is first shown.
  openDocument() {
    const { source } = this;
    this.labels = [];
    this.panel.reset();
    if (source.page === null) return;
    whenIdle(() => this.fetchLabels(source));
  }

  async fetchLabels(source) {
    const found = await fetchJson(partOf(source, "outline.json"));
    if (this.source?.document !== source.document || !found?.labels?.some(Boolean)) return;
    this.labels = found.labels;
    this.panel.filled = null;
    this.panel.show();
    this.namePage();
  }

  labelOf(page) {
    return this.labels[page - 1] || String(page);
  }

  goToLabel(label) {
    const wanted = label.trim().toLowerCase();
    const named = this.labels.findIndex((each) => each.toLowerCase() === wanted);
    const page = named >= 0 ? named + 1 : Number.parseInt(wanted, 10);
    if (page >= 1 && page <= this.source.pages) this.goTo(page);
    else this.namePage();
  }

  // Shows a page at a height in points, or at boxes.
  goTo(page, target = null) {
    this.page = page;
    this.target = target;
    this.draw();
  }

  // Where the panel covers the page, it makes way for what was chosen in it.
  uncover() {
    if (NARROW.matches && this.panel.name) this.panel.toggle(this.panel.name);
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
    document.body.classList.remove("reading", "reading-wide");
    this.expand.setAttribute("aria-pressed", "false");
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

  turn(by, toEnd = false) {
    const page = Math.min(Math.max(this.page + by, 1), this.source.pages ?? 1);
    if (this.page === null || page === this.page) return;
    this.goTo(page, toEnd ? { end: true } : null);
  }

  scale(by) {
    if (this.page === null || !this.zoom.canStep(by)) return;
    this.zoom.step(by);
    this.draw();
  }

  fit(fit) {
    this.zoom.fit = fit;
    this.draw();
  }

  key(event) {
    if ((event.ctrlKey || event.metaKey) && event.key === "f") {
      event.preventDefault();
      if (this.panel.name !== "find") this.panel.toggle("find");
      this.panel.field.select();
      return;
    }
    if (event.target !== this.scroll || event.ctrlKey || event.metaKey || event.altKey || this.page === null) return;
    const { scrollTop, scrollHeight, clientHeight, scrollWidth, clientWidth } = this.scroll;
    const fitsSideways = scrollWidth <= clientWidth;
    const acts = {
      ArrowLeft: () => fitsSideways && (this.turn(-1), true),
      ArrowRight: () => fitsSideways && (this.turn(1), true),
      PageDown: () => scrollTop + clientHeight >= scrollHeight - 1 && (this.turn(1), true),
      PageUp: () => scrollTop <= 0 && (this.turn(-1, true), true),
      Home: () => (this.goTo(1), true),
      End: () => (this.goTo(this.source.pages), true),
      "+": () => (this.scale(1), true),
      "-": () => (this.scale(-1), true),
    };
    if (acts[event.key]?.()) event.preventDefault();
  }

  draw() {
    const { source, page } = this;
    sessionStorage.setItem("page", JSON.stringify({ card: this.card.id, page, zoom: this.zoom.state }));
    const cards = this.cards();
    const position = cards.indexOf(this.card);
    this.mark.textContent = source.label;
    this.title.textContent = source.title;
    this.file.textContent = source.name;
    this.counter.textContent = say("viewer.source_of", { n: position + 1, total: cards.length });
    this.previous.disabled = position === 0;
    this.next.disabled = position === cards.length - 1;
    this.original.href = partOf(source, "original");
    for (const tool of this.pageTools) tool.hidden = page === null;
    this.sourceTools.hidden = !source.label || cards.length < 2;
    const where = page === null ? say("viewer.passage") : say("viewer.page_of", { n: page, total: source.pages });
    this.scroll.setAttribute("aria-label", where);
    this.spoken.textContent = `${source.title}, ${where}`;
    if (page === null) this.flowing.draw(this.card, source);
    else this.drawPage(where);
  }

  drawPage(where) {
    this.pageBack.disabled = this.page <= 1;
    this.pageOn.disabled = this.page >= this.source.pages;
    this.sheet.draw(this, where);
    this.namePage();
    this.panel.mark();
    this.smaller.disabled = !this.zoom.canStep(-1);
    this.larger.disabled = !this.zoom.canStep(1);
    this.zoomName.textContent = `${Math.round(this.zoom.shown())} %`;
    ["width", "page"].forEach((fit, place) => this.fits[place].setAttribute("aria-pressed", String(this.zoom.fit === fit)));
  }

  namePage() {
    const { page, source } = this;
    const label = this.labelOf(page);
    this.field.value = label;
    this.pageName.textContent = label === String(page) ? say("viewer.of", { total: source.pages }) : say("viewer.page_place", { n: page, total: source.pages });
  }
}
