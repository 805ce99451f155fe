import { defineLayer, type Layer } from "../layer.js";
import { l1l2 } from "../regularizers/l1l2.js";

export interface ActivityRegularizationOptions {
  readonly l1?: number;
  readonly l2?: number;
  readonly name?: string;
}

/**
 * `y = x`, and `(l1 · Σ|x| + l2 · Σx²) / batch` is added to the loss: what comes through here is kept small, or rare.
 *
 * Shape   unchanged.
 * Throws  `invalid_option`.
 * Source  Keras 3 `layers.ActivityRegularization`.
 *
 * @example layers.activityRegularization({ l1: 0.01 })
 */
export const activityRegularization: (options?: ActivityRegularizationOptions) => Layer =
  defineLayer<ActivityRegularizationOptions>("activityRegularization", {
    defaults: { l1: 0, l2: 0 },
    // The layer has it as if it were given, while its config says l1 and l2.
    check: (options) => {
      const { l1 = 0, l2 = 0 } = options;
      Object.assign(options, { activityRegularizer: l1l2({ l1, l2 }) });
    },
    mask: "pass",
    call: ({ x }) => x,
  });
