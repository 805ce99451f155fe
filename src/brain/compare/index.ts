export {
  type ComparedRow,
  type CompareOptions,
  type Comparison,
  compare,
  compareRows,
} from "./compare.js";
export { type CompareHtmlOptions, compareHtml } from "./compare-html.js";
export type { DigitSource } from "./digits.js";
export type { Figure, Published, Words } from "./row.js";
