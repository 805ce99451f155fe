import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, test } from "vitest";
import type { BrainGolden } from "../golden/read-brain.js";
import { beside } from "./support/beside.js";
import {
  axonBeside,
  hodgkinHuxleyBeside,
  hodgkinHuxleyCurveBeside,
  lifCurveBeside,
  shortTermBeside,
} from "./support/beside-brain.js";
import { meanFigures, ourFigures } from "./support/cuba-network.js";

// Ours beside Brian 2 and NEURON as they run here, now. NEUROGRAD_BRAIN_PYTHON names the Python that has them; default: Debian's.

const python = process.env.NEUROGRAD_BRAIN_PYTHON ?? "/usr/bin/python3";
const script = fileURLToPath(new URL("../golden/brain.py", import.meta.url));
/** Each half takes a core for a minute. */
const parts = [
  ["cubaNetwork", "lifCurve", "shortTerm"],
  ["hodgkinHuxleyCurve", "hodgkinHuxley", "axon"],
] as const;

type Found = Partial<BrainGolden> & { readonly absent: readonly string[] };

/** What the parts of golden/brain.py find; its last line is JSON. */
async function ask(parts: readonly string[]): Promise<Found> {
  try {
    const { stdout } = await promisify(execFile)(python, [script, ...parts], { maxBuffer: 2 ** 24 });
    return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
  } catch (error) {
    console.warn(`${python} cannot run golden/brain.py: ${error instanceof Error ? error.message : error}`);
    return { absent: ["brian2", "neuron"] };
  }
}

const [first, second] = await Promise.all(parts.map(ask));
const found: Found = { ...first, ...second };
for (const library of found.absent)
  console.warn(
    `NOT COMPARED with ${library}: ${python} does not have it. apt-get install python3-brian python3-neuron, or name a Python by NEUROGRAD_BRAIN_PYTHON.`,
  );

const { cubaNetwork, lifCurve, shortTerm, hodgkinHuxleyCurve, hodgkinHuxley, axon } = found;

describe("beside Brian 2, run now", () => {
  const check = beside("Brian 2, run now");
  test.skipIf(!lifCurve)("LIF: rates", () => lifCurve && lifCurveBeside(lifCurve, check));
  test.skipIf(!hodgkinHuxleyCurve)(
    "Hodgkin-Huxley: rates",
    () => hodgkinHuxleyCurve && hodgkinHuxleyCurveBeside(hodgkinHuxleyCurve, check),
  );
  test.skipIf(!shortTerm)(
    "synapses that tire and warm up",
    () => shortTerm && shortTermBeside(shortTerm, check),
  );
  test.skipIf(!cubaNetwork)("4,000 neurons: mean rate and irregularity within 5 %", async () => {
    const brian = meanFigures((cubaNetwork ?? []).map((run) => run["2000"]));
    const ours = await ourFigures();
    check("mean rate [Hz]", ours.rate, { published: brian.rate, relative: 0.05 });
    check("CV of intervals", ours.irregularity, { published: brian.irregularity, relative: 0.05 });
  });
});

describe("beside NEURON, run now", () => {
  const check = beside("NEURON, run now");
  test.skipIf(!hodgkinHuxley)(
    "spikes of its hh",
    () => hodgkinHuxley && hodgkinHuxleyBeside(hodgkinHuxley, check),
  );
  test.skipIf(!axon)("conduction velocity", () => axon && axonBeside(axon, check));
});
