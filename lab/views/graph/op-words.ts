import type { Text } from "../../text/lang.js";
import { arrayOps } from "./array-ops.js";
import { numberOps } from "./number-ops.js";
import { aliases } from "./op-aliases.js";

/** What an operator does, and what its derivative means. The rule itself comes from the package. */
export interface OpWords {
  /** Of output y by inputs, in signs that need no language. */
  readonly formula: string;
  readonly does: Text;
  readonly back: Text | undefined;
}

const entries = { ...numberOps, ...arrayOps };

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** Of the package's operators and ONNX's; undefined for one that has no words here. */
export function opWords(op: string): OpWords | undefined {
  const entry = entries[aliases[op] ?? op] ?? entries[lowerFirst(op)];
  if (entry === undefined) return undefined;
  const [formula, en, zh, backEn, backZh] = entry;
  return {
    formula: aliases[op] === "compare" ? `y = a ${signs[lowerFirst(op)] ?? "?"} b` : formula,
    does: { en, zh },
    back: backEn === undefined || backZh === undefined ? undefined : { en: backEn, zh: backZh },
  };
}

const signs: Readonly<Record<string, string>> = {
  equal: "=",
  greater: ">",
  greaterEqual: "≥",
  greaterOrEqual: "≥",
  less: "<",
  lessEqual: "≤",
  lessOrEqual: "≤",
};
