import { NeurogradError } from "../core/errors.js";
import type { Constraint } from "./constraint.js";
import type { WeightSpecs } from "./layer.js";
import type { Regularizer } from "./regularizer.js";

/** Options `kernelRegularizer`, `kernelConstraint` of a layer whose weights begin so, and `activityRegularizer`. */
export type WeightRules<P extends string> = {
  readonly [K in `${P}Regularizer` | "activityRegularizer"]?: Regularizer | null;
} & { readonly [K in `${P}Constraint`]?: Constraint | null };

/** Their defaults: no rules. */
/* @__NO_SIDE_EFFECTS__ */
export function ruleDefaults<P extends string>(...parts: readonly P[]): Required<WeightRules<P>> {
  const names = [
    ...parts.flatMap((part) => [`${part}Regularizer`, `${part}Constraint`]),
    "activityRegularizer",
  ];
  return Object.fromEntries(names.map((name) => [name, null])) as Required<WeightRules<P>>; // these are its names
}

/** What each kind of rule must be able to do. */
const doing = { Regularizer: "penalty", Constraint: "apply" } as const;
type Rule = keyof typeof doing;

/** Throws `invalid_option`. */
export function checkRules(options: object, where: string): void {
  for (const [name, given] of Object.entries(options)) {
    const rule = (Object.keys(doing) as Rule[]).find((kind) => name.endsWith(kind));
    if (rule === undefined || given === null || given === undefined) continue;
    if (typeof given === "object" && doing[rule] in given) continue;
    const family = rule === "Regularizer" ? "regularizers.l2()" : "constraints.maxNorm()";
    throw new NeurogradError(
      "invalid_option",
      `${where}: ${name} is ${JSON.stringify(given)}; give one that is made, such as ${family}`,
    );
  }
}

/** The weights with the rules that the options have for them: `recurrentRegularizer` is that of `recurrentKernel`. */
export function withRules(specs: WeightSpecs, options: object): WeightSpecs {
  const rules = Object.entries(options).filter(([, rule]) => typeof rule === "object" && rule !== null);
  if (rules.length === 0) return specs;
  const find = (key: string, kind: Rule): unknown => {
    const own = key.slice(key.lastIndexOf("/") + 1);
    const names = [own, own.replace(/Kernel$/, ""), ...(own === "kernel" ? ["depthwise"] : [])]; // as Keras calls them
    return rules.find(([name]) => names.some((part) => name === part + kind))?.[1];
  };
  return Object.fromEntries(
    Object.entries(specs).map(([key, spec]) => {
      if (spec.role !== undefined && spec.role !== "weight") return [key, spec];
      const regularizer = find(key, "Regularizer") as Regularizer | undefined; // both were checked
      const constraint = find(key, "Constraint") as Constraint | undefined;
      return [key, { ...(regularizer && { regularizer }), ...(constraint && { constraint }), ...spec }];
    }),
  );
}
