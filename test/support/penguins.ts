import { RandomSource } from "../../src/data/index.js";

/** Mean and deviation of bill length and depth, flipper length [mm] and mass [g] of three made-up kinds. */
const kinds = {
  Adelie: [38.8, 2.7, 18.3, 1.2, 190, 6.5, 3700, 460],
  Chinstrap: [48.8, 3.3, 18.4, 1.1, 196, 7.1, 3730, 380],
  Gentoo: [47.5, 3.1, 15.0, 1.0, 217, 6.5, 5080, 500],
} as const;

/**
 * A table in the manner of the Palmer penguins: three kinds, four measures, a text, some values missing, and at the end
 * the kind. The same seed gives the same rows.
 */
export function penguinsCsv(rows: number, seed = 1): string {
  const random = new RandomSource(seed);
  const names = Object.keys(kinds) as (keyof typeof kinds)[];
  const lines = Array.from({ length: rows }, (_, row) => {
    const name = names[row % 3];
    const measures = [0, 2, 4, 6].map((k) => kinds[name][k] + kinds[name][k + 1] * random.normal());
    const island = name === "Gentoo" ? "Biscoe" : random.uniform() < 0.5 ? "Dream" : "Torgersen";
    const cells = [island, ...measures.map((value, k) => value.toFixed(k < 2 ? 1 : 0)), name];
    if (row % 20 === 7) cells[1 + (row % 4)] = "NA";
    return cells.join(",");
  });
  return `island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,species\n${lines.join("\n")}\n`;
}
