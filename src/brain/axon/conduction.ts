import { checkNumber, checkPositive } from "../../nn/options.js";

/**
 * How fast a myelinated axon conducts: 6 m/s for each micrometer of its outer diameter.
 *
 * Units   µm → m/s.
 * Source  Hursh (1939), Am. J. Physiol. 127:131, figure 2: a rule of thumb for the cat's thicker fibers
 *
 * @example myelinatedVelocity(10);                                // 60 m/s
 */
export function myelinatedVelocity(diameter: number): number {
  checkNumber("myelinatedVelocity", "diameter", diameter, 0);
  return 6 * diameter;
}

/**
 * How long a spike is on its way: `length / velocity`. It is what a projection's `delay` asks for.
 *
 * Units   mm, m/s → ms.
 * Throws  `invalid_option`.
 *
 * @example conductionDelay({ length: 20, velocity: 5 });          // 4 ms for 2 cm at 5 m/s
 */
export function conductionDelay({
  length,
  velocity,
}: {
  readonly length: number;
  readonly velocity: number;
}): number {
  checkNumber("conductionDelay", "length", length, 0);
  checkPositive("conductionDelay", "velocity", velocity);
  return length / velocity;
}
