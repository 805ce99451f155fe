import { clockDriven, hodgkinHuxley, simulate } from "neurograd/brain";
import { cuba as network } from "../golden/cuba-network.js";

/** Seconds of the 4,000 neurons; the clock starts with the first step. */
export async function cuba(n: number): Promise<{ readonly ms: number }> {
  let ms = 0;
  for (let i = 0; i < n; i++) {
    const { populations, projections = [] } = network(i);
    let start = 0;
    const current = (t: number): void => {
      if (t === 0) start = performance.now();
    };
    const timed = { ...populations, e: { ...populations.e, current } };
    await clockDriven({ populations: timed, projections }, { dt: 0.1, duration: 1000 });
    ms += performance.now() - start;
  }
  return { ms };
}

/** Tenths of a second of 1,000 neurons: gates by their exact step, then the membrane by its own, as exponential Euler does. */
export async function hodgkinHuxleyNeurons(n: number): Promise<number> {
  const neuron = hodgkinHuxley({ integration: "rushLarsen" });
  for (let i = 0; i < n; i++) await simulate(neuron, { n: 1000, current: 10, dt: 0.01, duration: 100 });
  return n;
}
