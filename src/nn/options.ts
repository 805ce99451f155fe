import { NeurogradError, unknownName } from "../core/errors.js";

/** Throws `invalid_option` unless `value` is a whole number from 1. */
export function checkPositiveInteger(where: string, option: string, value: unknown): void {
  if (typeof value === "number" && Number.isInteger(value) && value >= 1) return;
  throw new NeurogradError(
    "invalid_option",
    `${where}: ${option} is ${String(value)}; use a whole number from 1`,
  );
}

/** Throws `invalid_option` unless `value` is a whole number from 0. */
export function checkWholeNumber(where: string, option: string, value: unknown): void {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return;
  throw new NeurogradError(
    "invalid_option",
    `${where}: ${option} is ${String(value)}; use a whole number from 0`,
  );
}

/** Throws `invalid_option` unless `value` is a finite number > 0. */
export function checkPositive(where: string, option: string, value: unknown): void {
  if (typeof value === "number" && value > 0 && value < Infinity) return;
  throw new NeurogradError("invalid_option", `${where}: ${option} is ${String(value)}; use a number > 0`);
}

/** Throws `invalid_option` unless `value` is a number in [low, high]. */
export function checkNumber(
  where: string,
  option: string,
  value: unknown,
  low: number = -Infinity,
  high: number = Infinity,
): void {
  if (typeof value === "number" && value >= low && value <= high) return;
  const range = high < Infinity ? ` from ${low} to ${high}` : low > -Infinity ? ` from ${low}` : "";
  throw new NeurogradError("invalid_option", `${where}: ${option} is ${String(value)}; use a number${range}`);
}

/** Throws `unknown_name` unless `value` is one of the names. */
export function checkOneOf(
  where: string,
  option: string,
  value: unknown,
  names: readonly (string | null)[],
): void {
  if ((names as readonly unknown[]).includes(value)) return;
  throw unknownName(`${where}: ${option}`, value, names.map(String));
}
