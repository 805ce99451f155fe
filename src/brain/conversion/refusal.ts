import { NeurogradError } from "../../core/errors.js";

/** Why a layer cannot be converted, and what to do about it. */
export const cannotConvert = (what: string): NeurogradError =>
  new NeurogradError("cannot_convert", `toSpiking: ${what}`);
