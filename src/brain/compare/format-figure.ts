import type { Figure } from "./row.js";

/** A figure as people read it: percent with one decimal, else four digits, with its unit. */
export function formatFigure({ value, unit }: Figure): string {
  const text = formatNumber(value, unit);
  return unit === "" ? text : `${text} ${unit}`;
}

function formatNumber(value: number, unit: string): string {
  if (!Number.isFinite(value)) return "–";
  if (unit === "%") return minus(value.toFixed(1));
  const size = Math.abs(value);
  if (Number.isInteger(value)) return minus(value.toLocaleString("en"));
  if (size >= 1000) return minus(Math.round(value).toLocaleString("en"));
  if (size >= 1e-3) return minus(String(Number(value.toPrecision(4))));
  const [digits, power] = value.toExponential(2).split("e");
  return `${minus(String(Number(digits)))} × 10${superscript(Number(power))}`;
}

const minus = (text: string): string => text.replace("-", "−");

const superscript = (power: number): string =>
  String(power).replace(/./g, (character) => (character === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(character)]));
