import type { PictureNode } from "../../picture";
import { drawing } from "./element.mjs";

/** Lines of a drawing, 16 by 16. */
const lines: Readonly<Record<PictureNode["kind"], string>> = {
  uploader: "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.5 14c.4-3 2.600-4.500 5.500-4.500s5.100 1.500 5.500 4.500",
  account: "M3 14V3h6v11M9 7h4v7M2 14h12M5 5.500h2M5 8h2M5 10.500h2",
  anyone: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM2 8h12M8 2c-4 4-4 8 0 12M8 2c4 4 4 8 0 12",
  service:
    "M8 10.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM8 1.500v2.500M8 12v2.500M1.500 8H4M12 8h2.500M3.400 3.400l1.800 1.800M10.800 10.800l1.800 1.800M12.600 3.400l-1.800 1.800M5.200 10.800l-1.800 1.800",
  identityProvider:
    "M2 3.500h12v9H2ZM5.500 8a1.300 1.300 0 1 0 0-2.600 1.300 1.300 0 0 0 0 2.600ZM3.500 10.500c.4-2 3.600-2 4 0M9.500 6.500h3M9.500 9.500h3",
  role: "M8 1.800l5.500 2v4c0 3.200-2.200 5.400-5.500 6.600C4.700 13.200 2.500 11 2.500 7.800v-4ZM5.500 8l1.800 1.800L10.700 6",
  accessPoint: "M3 14V2h7v12M10 4l3 1.500V14M2 14h12M7.500 8v.5",
  prefix: "M1.800 13V3h4.400l1.500 2h6.500v8Z",
  bucket:
    "M2.500 4c0-1.100 2.500-2 5.500-2s5.500.9 5.500 2-2.500 2-5.500 2-5.500-.9-5.500-2ZM2.500 4l1.400 8.500c.2 1 2 1.500 4.100 1.500s3.900-.5 4.100-1.500L13.500 4",
  key: "M5 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 8h6.500v3M11.500 8v2",
  trail: "M3.500 1.800h9v12.400h-9ZM6 5h4M6 8h4M6 11h2.500",
};

/** The drawing of what a node is; beside its word, so it says nothing by itself. */
export function icon(kind: PictureNode["kind"]): SVGSVGElement {
  return drawing("svg", {
    className: "icon",
    attributes: { viewBox: "0 0 16 16", "aria-hidden": "true" },
    children: [drawing("path", { attributes: { d: lines[kind] } })],
  });
}
