import type { Model } from "neurograd";
import type { Driver } from "./car.js";

/**
 * A driver that computes a network of two dense layers, the first with tanh, by itself: one car is not worth a call of the
 * runtime.
 */
export function driverOf(net: Model): Driver {
  const [kernel, bias, outKernel, outBias] = net.getWeights().map((weight) => weight.toFloat64());
  const units = bias.length;
  return (seen) => {
    const hidden = bias.map((b, j) =>
      Math.tanh(seen.reduce((sum, x, i) => sum + x * kernel[i * units + j], b)),
    );
    const [steering, throttle] = outBias.map((b, k) =>
      hidden.reduce((sum, h, j) => sum + h * outKernel[2 * j + k], b),
    );
    return [steering, throttle];
  };
}
