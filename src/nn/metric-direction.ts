const higher = /accuracy|auc|precision|recall|specificity|sensitivity|score|iou|similarity|correlation/i;
const lower = /loss|error|entropy|hinge|poisson|divergence|cosh|huber/i;

/**
 * What a better value of a metric is, by words in its name; undefined where they do not say.
 *
 * @example metricDirection("valAccuracy")   // "max"
 */
export function metricDirection(name: string): "max" | "min" | undefined {
  if (lower.test(name)) return "min";
  return higher.test(name) ? "max" : undefined;
}
