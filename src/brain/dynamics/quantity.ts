/** The units of physical parameters. `1`: a bare number. */
export type Unit =
  | "1"
  | "ms"
  | "1/ms"
  | "Hz"
  | "mV"
  | "nA"
  | "pA"
  | "MΩ"
  | "µS"
  | "nS"
  | "pF"
  | "nF"
  | "µA/cm²"
  | "mS/cm²"
  | "µF/cm²"
  | "Ω·cm"
  | "µm"
  | "cm"
  | "m/s"
  | "°C";

/** A default with its unit: the one place where a parameter's unit stands. */
export type Quantity = readonly [value: number, unit: Unit];

/** One number for all units of a population, or one for each. */
export type Parameter = number | readonly number[] | Float64Array;

/** The parameter of one unit. */
export const parameterAt = (parameter: Parameter, i: number): number =>
  typeof parameter === "number" ? parameter : parameter[i];

/** The numbers of all units. */
export const spread = (parameter: Parameter, n: number): Float64Array =>
  typeof parameter === "number" ? new Float64Array(n).fill(parameter) : Float64Array.from(parameter);
