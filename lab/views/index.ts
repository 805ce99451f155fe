import type { ViewEntry } from "./view.js";

// The views, in the order of the tabs. A view is a folder here and a line below; it is loaded when first shown.

export const views: readonly ViewEntry[] = [
  { id: "boundary", title: { en: "Boundary", zh: "决策边界" }, load: () => import("./boundary/index.js") },
  { id: "take", title: { en: "Take away", zh: "带走" }, load: () => import("./take/index.js") },
];
