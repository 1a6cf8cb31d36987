import type { Zoom } from "./zoom.mjs";

/** What an upright sheet of A4 has between usual margins, in CSS pixels. */
const sheetWidth = 690;

/** While the page is printed, fits the picture to the sheet and opens what is closed: paper has nothing to click on. */
export function letPrint(zoom: Zoom): void {
  const undo: (() => void)[] = [];
  window.addEventListener("beforeprint", () => {
    undo.push(zoom.within(sheetWidth));
    for (const part of document.querySelectorAll("details")) {
      if (part.open) continue;
      part.open = true;
      undo.push(() => {
        part.open = false;
      });
    }
  });
  window.addEventListener("afterprint", () => {
    for (const step of undo.splice(0)) step();
  });
}
