import type { Drawn, Item } from "./draw.mjs";

const steps: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Where an arrow key leads: left and right along the edges of a node and to the ends of an edge, else to the nearest
 * button in that direction. `undefined`: nowhere, or another key.
 */
export function nextStop(key: string, at: HTMLButtonElement, picture: Drawn): HTMLButtonElement | undefined {
  const step = steps[key];
  if (step === undefined) return undefined;
  const item = picture.stops.get(at);
  const along = step[0] === 0 || item === undefined ? [] : linked(item, step[0], picture);
  return nearest(at, along, step, 1) ?? nearest(at, [...picture.stops.keys()], step, 3);
}

function linked(item: Item, direction: number, { stops, buttonOf }: Drawn): readonly HTMLButtonElement[] {
  switch (item.kind) {
    case "node":
      return [...stops].flatMap(([button, { ...other }]) => {
        if (other.kind !== "edge") return [];
        const { from, to } = other.edge;
        return from === item.node.id || to === item.node.id ? [button] : [];
      });
    case "edge":
      return [item.edge.from, item.edge.to].flatMap((id) => buttonOf(id) ?? []);
    case "box":
      return direction === 0 ? [] : [];
  }
}

/** The nearest of some buttons in a direction; what is aside counts `aside` times its distance. */
function nearest(
  at: HTMLButtonElement,
  buttons: readonly HTMLButtonElement[],
  [x, y]: readonly [number, number],
  aside: number,
): HTMLButtonElement | undefined {
  const own = middle(at);
  let best: { readonly button: HTMLButtonElement; readonly far: number } | undefined;
  for (const button of buttons) {
    if (button === at) continue;
    const other = middle(button);
    const along = (other.x - own.x) * x + (other.y - own.y) * y;
    if (along <= 1) continue;
    const far = along + aside * Math.abs((other.x - own.x) * y + (other.y - own.y) * x);
    if (best === undefined || far < best.far) best = { button, far };
  }
  return best?.button;
}

function middle(button: HTMLButtonElement): { readonly x: number; readonly y: number } {
  const { left, top, width, height } = button.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}
