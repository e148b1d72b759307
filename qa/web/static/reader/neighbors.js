// The pages before and after the one on view: whichever is scrolled to the upper third of the view takes its place.

import { imageOf, make } from "./elements.js";

export const EYE = 0.3; // share of the view's height at which one reads, and to which quotes are brought
const NEAR = "300px"; // distance from the view at which the image of a page is fetched
const MOVES = ["wheel", "touchmove", "keydown", "pointerdown"]; // what a person scrolls with

export class Neighbors {
  constructor(scroll, zoom, choose) {
    this.scroll = scroll;
    this.zoom = zoom;
    this.choose = choose;
    this.sheets = [];
    this.fetched = new Set(); // addresses of images, which need not be waited for again
    this.isMoved = false; // whether a person has scrolled since the page was brought into view
    this.near = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) this.fetch(target);
    }, { root: scroll, rootMargin: NEAR });
    for (const move of MOVES) scroll.addEventListener(move, () => { this.isMoved = true; }, { passive: true });
    for (const event of ["scroll", "pointerup"]) scroll.addEventListener(event, () => this.follow(), { passive: true });
  }

  // The page before and the one after, null at an end of the document.
  around(source, page) {
    this.near.disconnect();
    this.sheets = [page - 1, page + 1].map((each) => (each >= 1 && each <= source.pages ? this.sheet(source, each) : null));
    return this.sheets;
  }

  sheet(source, page) {
    const element = make("div", { className: "neighbor" }, make("img", { alt: "" }));
    element.setAttribute("aria-hidden", "true");
    Object.assign(element, { page, address: imageOf(source, page) });
    if (this.fetched.has(element.address)) element.firstChild.src = element.address;
    else this.near.observe(element);
    return element;
  }

  fetch(element) {
    this.near.unobserve(element);
    this.fetched.add(element.address);
    element.firstChild.src = element.address;
  }

  // The sheet of a page that becomes the page on view; undefined if it is not beside it.
  take(address) {
    const taken = this.sheets.find((each) => each?.isConnected && each.address === address);
    if (taken) this.near.unobserve(taken);
    return taken;
  }

  fit(width) {
    const [across, down] = this.zoom.size;
    for (const element of this.sheets) {
      if (!element) continue;
      element.style.width = `${width}px`;
      element.style.aspectRatio = `${across} / ${down}`;
    }
  }

  follow() {
    if (!this.isMoved || this.scroll.classList.contains("dragging")) return;
    const from = this.scroll.getBoundingClientRect();
    const eye = from.top + EYE * from.height;
    for (const element of this.sheets) {
      if (!element?.isConnected) continue;
      const { top, bottom } = element.getBoundingClientRect();
      if (top <= eye && bottom >= eye) return void this.choose(element.page, top - from.top);
    }
  }
}
