// A page larger than its view is dragged with the mouse; the wheel turns pages at their ends, and zooms with Ctrl.

const TURN = 160; // pixels of the wheel beyond the end of a page that turn it
const REST = 350; // milliseconds after a turn in which the wheel turns no further page

export function pan(scroll, { zoom, turn }) {
  let from = null;

  scroll.addEventListener("pointerdown", (event) => {
    const overWord = event.target.closest(".word, button, a, input, .flowing, .viewer-passage");
    if (event.pointerType !== "mouse" || event.button || overWord || event.target === scroll) return;
    from = { x: event.clientX + scroll.scrollLeft, y: event.clientY + scroll.scrollTop };
    scroll.setPointerCapture(event.pointerId);
    scroll.classList.add("dragging");
    getSelection().removeAllRanges();
    event.preventDefault();
    scroll.focus({ preventScroll: true });
  });
  scroll.addEventListener("pointermove", (event) => {
    if (from) scroll.scrollTo(from.x - event.clientX, from.y - event.clientY);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    scroll.addEventListener(end, () => {
      from = null;
      scroll.classList.remove("dragging");
    });
  }

  let beyond = 0;
  let turned = 0;
  scroll.addEventListener("wheel", (event) => {
    if (event.ctrlKey) {
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1 : -1);
      return;
    }
    const down = event.deltaY > 0;
    const atEnd = down ? scroll.scrollTop + scroll.clientHeight >= scroll.scrollHeight - 1 : scroll.scrollTop <= 0;
    beyond = atEnd && event.timeStamp - turned > REST ? beyond + event.deltaY : 0;
    if (Math.abs(beyond) < TURN) return;
    beyond = 0;
    turned = event.timeStamp;
    turn(down ? 1 : -1);
  }, { passive: false });
}
