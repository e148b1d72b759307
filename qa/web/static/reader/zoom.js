// How large a page is shown: fitted to the view's width or as a whole, or in percent of its printed size.

const PERCENTS = [25, 50, 75, 100, 125, 150, 200, 300, 400];
const READING_WIDTH = 620; // pixels at which the text of an A4 page reads well
const ENOUGH = 560; // pixels of room from which a page is fitted into it
const PIXELS = 96 / 72; // for each point
const A4 = [595, 842]; // PDF points, until a page says how large it is

export class Zoom {
  constructor(scroll) {
    this.scroll = scroll;
    this.fit = "width";
    this.percent = 100;
    this.size = A4;
  }

  // A narrow view shows a part of the page at a size that can be read.
  begin() {
    const room = this.room();
    this.fit = room[0] >= ENOUGH ? "width" : null;
    if (!this.fit) this.percent = (100 * READING_WIDTH) / (A4[0] * PIXELS);
  }

  get state() {
    return { fit: this.fit, percent: this.percent };
  }

  restore({ fit, percent }) {
    this.fit = fit;
    this.percent = percent;
  }

  room() {
    const style = getComputedStyle(this.scroll);
    const sides = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
    const ends = parseFloat(style.paddingTop) + parseFloat(style.paddingBottom);
    return [this.scroll.clientWidth - sides, this.scroll.clientHeight - ends];
  }

  // The width of the page in pixels.
  width() {
    const [width, height] = this.room();
    if (this.fit === "width") return width;
    if (this.fit === "page") return Math.min(width, (height * this.size[0]) / this.size[1]);
    return (this.size[0] * PIXELS * this.percent) / 100;
  }

  // The shown percentage of the printed size.
  shown() {
    return (100 * this.width()) / (this.size[0] * PIXELS);
  }

  canStep(by) {
    const shown = Math.round(this.shown());
    return by > 0 ? shown < PERCENTS.at(-1) : shown > PERCENTS[0];
  }

  step(by) {
    const shown = this.shown();
    const next = by > 0 ? PERCENTS.find((each) => each > shown * 1.04) : PERCENTS.findLast((each) => each < shown * 0.96);
    this.fit = null;
    this.percent = next ?? this.percent;
  }
}
