import { NeurogradError } from "../core/errors.js";

/** Throws `invalid_option` unless `value` is a whole number from 1. */
export function checkPositiveInteger(where: string, option: string, value: unknown): void {
  if (typeof value === "number" && Number.isInteger(value) && value >= 1) return;
  throw new NeurogradError(
    "invalid_option",
    `${where}: ${option} is ${String(value)}; use a whole number from 1`,
  );
}

/** Throws `invalid_option` unless `value` is a number in [low, high]. */
export function checkNumber(
  where: string,
  option: string,
  value: unknown,
  low = -Infinity,
  high = Infinity,
): void {
  if (typeof value === "number" && value >= low && value <= high) return;
  const range = low === -Infinity && high === Infinity ? "a number" : `a number from ${low} to ${high}`;
  throw new NeurogradError("invalid_option", `${where}: ${option} is ${String(value)}; use ${range}`);
}
