import { checkOptionNames } from "../../nn/config.js";
import { checkNumber } from "../../nn/options.js";
import type { CaseHistory } from "./case-history.js";
import { latestOf } from "./case-history.js";
import type { Rule, Said, Sign, Thresholds } from "./rule.js";
import { type DiseaseName, type Rules, rules } from "./rules/index.js";

/** A disease that was found. */
export interface Finding extends Sign {
  readonly disease: DiseaseName;
  /** Its name for people. */
  readonly name: Said;
  /** What happens there. */
  readonly why: Said;
  /** Step of the reading in which it was found. */
  readonly step: number;
  /** Diseases that would have been told, were they not its consequences. */
  readonly consequences: readonly DiseaseName[];
}

/** Thresholds of one's own, by disease: `{ deadRelu: { share: 0.9 } }`. The rest stay. */
export type OwnThresholds = {
  readonly [Disease in DiseaseName]?: Partial<Rules[Disease]["thresholds"]>;
};

const names = Object.keys(rules) as readonly DiseaseName[]; // what they are made of

/** Throws `unknown_name`, `invalid_option`. */
export function checkThresholds(where: string, own: OwnThresholds): void {
  checkOptionNames(`${where}: thresholds`, own, names);
  for (const disease of names) {
    const given = own[disease];
    if (given === undefined) continue;
    checkOptionNames(`${where}: thresholds of ${disease}`, given, Object.keys(rules[disease].thresholds));
    for (const [name, value] of Object.entries(given))
      checkNumber(`${where}: thresholds of ${disease}`, name, value as number, 0); // TypeScript says number
  }
}

/**
 * The diseases that speak from what was seen so far, causes first. One that is the consequence of another is told with it:
 * dead units of a network whose learning rate is too high are no card of their own.
 *
 * Throws  `unknown_name`, `invalid_option` for thresholds that there are not.
 *
 * @example
 * const examined = doctor({ x, y });
 * await examined.look(net, 0);
 * diagnose(examined.history, { deadRelu: { share: 0.9 } });
 */
export function diagnose(history: CaseHistory, thresholds: OwnThresholds = {}): readonly Finding[] {
  checkThresholds("diagnose", thresholds);
  const signs = new Map<DiseaseName, Sign>();
  for (const disease of names) {
    const rule = rules[disease] as Rule<Thresholds>; // its own thresholds, checked above
    const sign = rule.find(history, { ...rule.thresholds, ...thresholds[disease] });
    if (sign !== undefined) signs.set(disease, sign);
  }
  const explainedBy = (disease: DiseaseName): readonly DiseaseName[] =>
    rules[disease].explains.filter((name) => signs.has(name));
  const consequences = new Set([...signs.keys()].flatMap(explainedBy));
  return [...signs].flatMap(([disease, sign]) => {
    if (consequences.has(disease)) return [];
    const { name, why } = rules[disease];
    const { step } = latestOf(history);
    return [{ ...sign, disease, name, why, step, consequences: explainedBy(disease) }];
  });
}
