import type { PreparedProgram } from "../dynamics/start-loop.js";
import type { Stepper } from "./stepper.js";

/** A population in float64: its state lies in the program's inputs. */
export function preparedStepper(
  prepared: PreparedProgram,
  state: Readonly<Record<string, Float64Array>>,
): Stepper {
  const { inputs, outputs } = prepared;
  for (const [name, value] of Object.entries(state)) inputs[name].set(value);
  const places = new Set(Object.values(inputs));
  const moves = Object.keys(state)
    .filter((name) => outputs[name] !== inputs[name])
    .map((name) => {
      const [from, to] = [outputs[name], inputs[name]];
      return { to, from, isInput: places.has(from) };
    });
  return {
    inputs,
    outputs,
    step: () => {
      prepared.run();
      // A state that is another one's old value is taken before that one changes.
      const kept = moves.map(({ from, isInput }) => (isInput ? from.slice() : from));
      for (const [k, { to }] of moves.entries()) to.set(kept[k]);
    },
    dispose: () => Promise.resolve(),
  };
}
