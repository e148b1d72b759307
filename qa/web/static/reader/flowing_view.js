// Shows the text of a file without pages, with the quote marked.

import { make } from "./elements.js";
import { flowingText, markPlace, placesOf, unmark } from "./flowing.js";
import { say } from "../say.js";

const HEADINGS = "h3, h4, h5, h6";

export class FlowingView {
  constructor(scroll, sheet) {
    this.scroll = scroll;
    this.sheet = sheet;
    this.shown = null;
  }

  // The whole text of a document, which is fetched when it is first needed.
  text(source) {
    if (this.loading?.document !== source.document) {
      const text = flowingText(source).then((article) => article ?? make("p", { textContent: say("viewer.trouble") }));
      this.loading = { document: source.document, text };
    }
    return this.loading.text;
  }

  async headings(source) {
    const article = await this.text(source);
    return [...article.querySelectorAll(HEADINGS)].map((element) => ({ title: element.textContent, depth: Number(element.tagName[1]) - 3, element }));
  }

  // The passage comes with the card and is shown at once, then the whole text.
  draw(card, source) {
    if (this.shown === card && this.scroll.querySelector(".viewer-passage")) return;
    this.shown = card;
    const passage = card.querySelector(".passage");
    const holder = make("div", { className: "viewer-passage" });
    if (passage) holder.innerHTML = passage.innerHTML; // escaped by the server
    else holder.textContent = say("viewer.loading");
    this.scroll.replaceChildren(holder);
    const quote = holder.querySelector("mark")?.textContent;
    this.sheet.bringElement(holder.querySelector("mark"));
    this.text(source).then((article) => {
      if (this.shown !== card || !holder.isConnected) return;
      unmark(article, "quoted");
      const places = quote ? placesOf(article, quote) : [];
      if (quote && !places.length) return;
      const inRow = places.find(({ letters }) => letters[0].node.parentElement.closest("tr")?.cells[0].textContent.trim() === source.row);
      const marks = quote ? markPlace(inRow ?? places[0], "quoted") : [];
      holder.replaceChildren(article);
      this.sheet.bringElement(marks[0]);
    });
  }
}
