// Beside the page: the document's outline, small pictures of its pages, and a search in its text.

import { say } from "../say.js";
import { fetchJson, iconButton, imageOf, make, partOf } from "./elements.js";
import { markPlace, placesOf, unmark } from "./flowing.js";

const PANELS = ["outline", "pages", "find"];
const SHORTEST = 2; // letters that are searched for

const gap = (neighbours) => (/^\s|\s$/.test(neighbours) ? "" : " ");

export class SidePanel {
  constructor(view) {
    this.view = view;
    this.name = sessionStorage.getItem("panel") ?? "";
    this.hits = [];
    this.current = -1;
    this.root = make("div", { id: "viewer-panel", className: "viewer-panel", hidden: true });
    this.root.setAttribute("role", "region");
    this.field = make("input", { type: "search", placeholder: say("viewer.find") });
    this.field.setAttribute("aria-label", say("viewer.find"));
    this.count = make("p", { className: "count" });
    this.count.setAttribute("role", "status");
    this.list = make("ol", { className: "hits" });
    this.finder = make("div", { className: "finder" }, make("div", { className: "finder-head" }, this.field, this.count), this.list);
    this.field.addEventListener("input", () => this.search());
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !this.hits.length) return;
      event.preventDefault();
      this.go((this.current + (event.shiftKey ? -1 : 1) + this.hits.length) % this.hits.length);
    });
    this.buttons = new Map();
  }

  // A button for each panel, which opens and closes it.
  toggles() {
    return PANELS.map((name) => {
      const button = iconButton(name, say(`viewer.${name}`), () => this.toggle(name));
      button.setAttribute("aria-controls", this.root.id);
      this.buttons.set(name, button);
      return button;
    });
  }

  toggle(name) {
    this.name = this.name === name ? "" : name;
    sessionStorage.setItem("panel", this.name);
    this.show();
    this.view.draw();
    if (this.name === "find") this.field.select();
  }

  // Another document is on view.
  reset() {
    this.hits = [];
    this.current = -1;
    this.list.replaceChildren();
    this.count.textContent = "";
    this.filled = null;
    if (this.field.value && this.name === "find") this.search(false);
    this.show();
  }

  show() {
    const { source } = this.view;
    const name = this.name === "pages" && source?.page === null ? "" : this.name;
    this.root.hidden = !name;
    for (const [each, button] of this.buttons) {
      button.setAttribute("aria-expanded", String(each === name));
      button.hidden = each === "pages" && source?.page === null;
    }
    if (!name) return;
    this.root.setAttribute("aria-label", say(`viewer.${name}`));
    const wanted = `${name} ${source.document}`;
    if (this.filled === wanted) return;
    this.filled = wanted;
    if (name === "find") this.root.replaceChildren(this.finder);
    else this.root.replaceChildren(make("p", { className: "none", textContent: say("viewer.loading") }));
    if (name === "pages") this.showPages(source);
    if (name === "outline") this.showOutline(source, wanted);
  }

  entry(words, page, act) {
    const button = make("button", { type: "button" }, ...words);
    button.dataset.page = page ?? "";
    button.addEventListener("click", () => {
      act();
      this.view.uncover();
    });
    return button;
  }

  async showOutline(source, wanted) {
    const entries = source.page === null ? await this.view.flowing.headings(source) : (await fetchJson(partOf(source, "outline.json")))?.outline;
    if (this.filled !== wanted) return;
    if (!entries?.length) {
      this.root.replaceChildren(make("p", { className: "none", textContent: say("viewer.no_outline") }));
      return;
    }
    const list = make("ol", { className: "outline" });
    for (const { title, depth, page, top, element } of entries) {
      const name = page ? make("span", { className: "at", textContent: this.view.labelOf(page) }) : "";
      const button = this.entry([make("span", { textContent: title }), name], page, () => {
        if (element) element.scrollIntoView({ block: "start" });
        else this.view.goTo(page, { top });
      });
      const item = make("li", {}, button);
      item.style.setProperty("--depth", depth);
      list.append(item);
    }
    this.root.replaceChildren(list);
    this.mark();
  }

  showPages(source) {
    const list = make("ol", { className: "thumbnails" });
    for (let page = 1; page <= source.pages; page += 1) {
      const image = make("img", { src: `${imageOf(source, page)}?small`, loading: "lazy", alt: "" });
      const name = say("viewer.page", { n: this.view.labelOf(page) });
      list.append(make("li", {}, this.entry([image, make("span", { textContent: name })], page, () => this.view.goTo(page))));
    }
    this.root.replaceChildren(list);
    this.mark();
  }

  // Marks what belongs to the page on view.
  mark() {
    for (const button of this.root.querySelectorAll(".thumbnails button")) {
      const isShown = Number(button.dataset.page) === this.view.page;
      if (isShown && button.getAttribute("aria-current") !== "page") {
        this.root.scrollTop += button.getBoundingClientRect().top - this.root.getBoundingClientRect().top - this.root.clientHeight * 0.3;
      }
      if (isShown) button.setAttribute("aria-current", "page");
      else button.removeAttribute("aria-current");
    }
  }

  async search(jump = true) {
    const words = this.field.value.trim();
    const { source } = this.view;
    this.sought = words;
    const hits = words.length < SHORTEST ? [] : await this.hitsOf(source, words);
    if (this.sought !== words || this.view.source !== source) return;
    this.hits = hits ?? [];
    this.current = -1;
    this.count.textContent = words.length < SHORTEST ? "" : say("viewer.hits", { n: this.hits.length });
    this.list.replaceChildren(...this.hits.map((hit, place) => make("li", {}, this.hitButton(hit, place))));
    const next = this.hits.findIndex((hit) => hit.page >= this.view.page);
    if (jump && this.hits.length) this.go(Math.max(next, 0));
    else this.view.draw();
  }

  hitButton(hit, place) {
    const where = hit.page ? make("span", { className: "at", textContent: say("viewer.page", { n: this.view.labelOf(hit.page) }) }) : "";
    return this.entry([where, make("span", {}, hit.before, gap(hit.before), make("b", { textContent: hit.text }), gap(hit.after), hit.after)], hit.page, () => this.go(place));
  }

  async hitsOf(source, words) {
    if (source.page !== null) return fetchJson(`${partOf(source, "found.json")}?q=${encodeURIComponent(words)}`);
    const text = await this.view.flowing.text(source);
    unmark(text, "hit");
    const places = placesOf(text, words);
    const marked = places.map(({ before, text: printed, after }) => ({ page: null, before, text: printed, after }));
    for (let place = places.length - 1; place >= 0; place -= 1) marked[place].marks = markPlace(places[place], "hit");
    return marked;
  }

  go(place) {
    this.current = place;
    const hit = this.hits[place];
    this.count.textContent = say("viewer.hit_of", { n: place + 1, total: this.hits.length });
    [...this.list.children].forEach((item, number) => {
      if (number === place) item.firstChild.setAttribute("aria-current", "true");
      else item.firstChild.removeAttribute("aria-current");
    });
    this.list.children[place].scrollIntoView({ block: "nearest" });
    if (hit.marks) hit.marks[0]?.scrollIntoView({ block: "center" });
    else this.view.goTo(hit.page, { boxes: hit.boxes });
  }

  // The boxes of what was found on a page; those of the hit that was chosen come first.
  boxesOn(page) {
    const chosen = this.hits[this.current]?.boxes ?? [];
    const all = this.name === "find" ? this.hits.flatMap((hit) => hit.boxes ?? []) : [];
    const others = all.filter((box) => !chosen.includes(box));
    return { chosen: chosen.filter((box) => box[0] === page), others: others.filter((box) => box[0] === page) };
  }
}
