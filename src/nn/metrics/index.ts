import { accuracy, binaryAccuracy, categoricalAccuracy, sparseCategoricalAccuracy } from "./accuracy.js";

/** Metrics by name, with Keras 3's defaults. */
export const metrics = { accuracy, binaryAccuracy, categoricalAccuracy, sparseCategoricalAccuracy } as const;
