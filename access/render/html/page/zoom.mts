/** The part of the page in which the picture is moved and made larger and smaller. */
export interface Zoom {
  /** Shows another picture of this size in CSS pixels, as large as before. */
  readonly show: (canvas: HTMLElement, width: number, height: number) => void;
  readonly by: (factor: number) => void;
  /** All of it at once, but not larger than it is and not smaller than a tenth. */
  readonly fit: () => void;
  /** All of its width at once, but large enough to be read; its top left corner is in view. */
  readonly start: () => void;
  /** Makes it narrow enough for a width in CSS pixels until the answer is called. */
  readonly within: (width: number) => () => void;
}

const smallest = 0.1;
const largest = 2.5;
const readable = 0.65;

/**
 * Lets a picture be zoomed with buttons, keys, and the wheel with Ctrl, and be moved by dragging and scrolling.
 *
 * @param told is called with the scale, where 1 is the picture's own size
 */
export function zoom(viewport: HTMLElement, told: (scale: number) => void): Zoom {
  let scale = 1;
  let shown: { readonly canvas: HTMLElement; readonly width: number; readonly height: number } | undefined;

  const apply = (wanted: number, at?: { readonly x: number; readonly y: number }): void => {
    if (shown === undefined) return;
    const { canvas, width, height } = shown;
    const { x, y } = at ?? { x: viewport.clientWidth / 2, y: viewport.clientHeight / 2 };
    const before = scale;
    scale = Math.min(largest, Math.max(smallest, wanted));
    const left = ((viewport.scrollLeft + x) / before) * scale - x;
    const top = ((viewport.scrollTop + y) / before) * scale - y;
    const frame = canvas.parentElement;
    if (frame !== null) {
      frame.style.width = `${width * scale}px`;
      frame.style.height = `${height * scale}px`;
    }
    canvas.style.transform = `scale(${scale})`;
    viewport.scrollTo(left, top);
    told(scale);
  };
  const fitting = (): number =>
    shown === undefined
      ? 1
      : Math.min(1, viewport.clientWidth / shown.width, viewport.clientHeight / shown.height);

  /** A low picture needs no high frame; the page's style sets the limits. */
  const stretch = (): void => {
    document.documentElement.style.setProperty("--content-height", `${(shown?.height ?? 0) * scale}px`);
  };

  viewport.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const { left, top } = viewport.getBoundingClientRect();
      apply(scale * Math.exp(-event.deltaY / 300), { x: event.clientX - left, y: event.clientY - top });
    },
    { passive: false },
  );
  letDrag(viewport);

  return {
    show: (canvas, width, height) => {
      shown = { canvas, width, height };
      stretch();
      apply(scale);
    },
    by: (factor) => {
      apply(scale * factor);
    },
    fit: () => {
      apply(fitting());
    },
    start: () => {
      apply(Math.max(readable, Math.min(1, viewport.clientWidth / (shown?.width ?? 1))));
      stretch();
      viewport.scrollTo(0, 0);
    },
    within: (width) => {
      const before = scale;
      apply(Math.min(scale, width / (shown?.width ?? width)));
      return () => {
        apply(before);
      };
    },
  };
}

function letDrag(viewport: HTMLElement): void {
  viewport.addEventListener("pointerdown", (event) => {
    const isOnButton = event.target instanceof Element && event.target.closest("button") !== null;
    // Fingers scroll by themselves.
    if (isOnButton || event.button !== 0 || event.pointerType !== "mouse") return;
    const start = { x: event.clientX + viewport.scrollLeft, y: event.clientY + viewport.scrollTop };
    viewport.classList.add("dragged");
    const move = (to: PointerEvent): void => {
      viewport.scrollTo(start.x - to.clientX, start.y - to.clientY);
    };
    const end = (): void => {
      viewport.classList.remove("dragged");
      window.removeEventListener("pointermove", move);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", end, { once: true });
    window.addEventListener("pointercancel", end, { once: true });
  });
}
