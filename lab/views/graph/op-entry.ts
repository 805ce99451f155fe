/** Of one operator: its formula, what it does, and what its derivative means. */
export type OpEntry = readonly [formula: string, en: string, zh: string, backEn?: string, backZh?: string];

export const zeroEn =
  "It stands still almost everywhere and jumps elsewhere: the derivative is zero, nothing flows back.";
export const zeroZh = "它几乎处处不变，其余之处跳变：导数为零，没有东西往回传。";
export const bitsEn = "Works on the bits of whole numbers: how random numbers are made. No derivative flows.";
export const bitsZh = "对整数的各个二进制位运算：随机数就是这样产生的。没有导数往回传。";
export const slopeEn = "Each cotangent is multiplied by the slope at its own place.";
export const slopeZh = "每个余切乘以它自己那一处的斜率。";
