import { expect, test } from "vitest";
import { Conductor } from "./engine/conductor.js";
import { defaultSpec } from "./engine/spec.js";
import type { Connect } from "./remote.js";
import { type LabState, LabStore } from "./store.js";

/** Trains in this thread, as the worker does in its own. */
const here: Connect = (hear) => {
  const conductor = new Conductor((report) => queueMicrotask(() => hear(structuredClone(report))));
  return { send: (request) => conductor.hear(structuredClone(request)), close: () => {} };
};

const until = (store: LabStore, holds: (state: LabState) => boolean): Promise<LabState> =>
  new Promise((resolve) => {
    const end: { now?: () => void } = {};
    end.now = store.subscribe((state) => {
      if (!holds(state)) return;
      queueMicrotask(() => end.now?.());
      resolve(state);
    });
  });

test("a network is built, trained, paused and stepped; the same steps give the same loss", async () => {
  const store = new LabStore(here);
  store.start();
  await until(store, ({ frame }) => frame?.step === 0);
  store.setStopAt(60);
  store.play();
  const { frame } = await until(store, (state) => state.frame?.step === 60 && !state.running);
  store.advance(7);
  const stepped = await until(store, (state) => state.frame?.step === 67);
  const again = new LabStore(here);
  again.start(67);
  const same = await until(again, (state) => state.frame?.step === 67);
  expect(same.frame?.loss).toBe(stepped.frame?.loss);
  expect(stepped.frame?.loss).toBeLessThan(frame?.loss ?? 0);
  expect(stepped.frame?.accuracy).toBeGreaterThan(0.7);
}, 120_000);

test("the curve has its points however many steps lie between two frames", async () => {
  const store = new LabStore(here);
  store.start();
  await until(store, ({ frame }) => frame?.step === 0);
  store.setStopAt(300);
  store.play();
  const { history } = await until(store, ({ frame, running }) => frame?.step === 300 && !running);
  const steps = history.map(({ step }) => step);
  expect(steps.length).toBeGreaterThan(150);
  expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
  expect(steps.slice(0, 4)).toEqual([0, 1, 2, 3]);
});

test("a step to stop at holds for the next network too, though the one before is still shown", async () => {
  const store = new LabStore(here);
  store.start();
  store.setStopAt(5);
  store.play();
  await until(store, ({ frame, running }) => frame?.step === 5 && !running);
  store.change({ seed: 7 });
  store.play();
  const { frame } = await until(store, ({ history, running }) => history.length > 1 && !running);
  expect(frame?.step).toBe(5);
});

test("a change of the set-up begins anew; what was said of the network before it is not shown", async () => {
  const store = new LabStore(here);
  store.start();
  store.play();
  await until(store, ({ frame }) => (frame?.step ?? 0) > 20);
  store.change({ layers: [{ units: 3, activation: "relu" }] });
  const { frame, history } = await until(store, (state) => state.frame?.step === 0 && !state.running);
  expect(frame?.step).toBe(0);
  expect(history).toHaveLength(1);
});

test("views get the readings that they watch, and only while they do", async () => {
  const store = new LabStore(here);
  store.start();
  const end = store.watch({ maps: { size: 10 } });
  const { frame } = await until(store, (state) => state.frame?.readings.maps !== undefined);
  const maps = frame?.readings.maps;
  expect(maps?.layers.map(({ layer, units, values }) => [layer, units, values.length])).toEqual([
    ["hidden_1", 4, 400],
    ["hidden_2", 2, 200],
    ["output", 1, 100],
  ]);
  end();
  await until(store, (state) => state.frame?.readings.maps === undefined);
});

test("a spec that cannot be built says why, and the page goes on", async () => {
  const store = new LabStore(here, {
    ...defaultSpec,
    data: { ...defaultSpec.data, samples: 4, testShare: 0.9 },
  });
  store.start();
  const { failure } = await until(store, (state) => state.failure !== undefined);
  expect(failure).toMatchObject({ code: "invalid_option" });
  store.change({ data: defaultSpec.data });
  const { frame } = await until(store, (state) => state.frame?.step === 0);
  expect(frame?.loss).toBeGreaterThan(0);
});

test("a weight set by hand is in the set-up, and the same set-up gives the same loss", async () => {
  const store = new LabStore(here);
  store.start();
  const end = store.watch({ weights: {} });
  store.advance(5);
  await until(store, ({ frame }) => frame?.step === 5);
  await store.edit({ path: "hidden_1/kernel", at: 3, value: 0.75 });
  const edit = { step: 5, path: "hidden_1/kernel", at: 3, value: 0.75 };
  expect(store.state.spec.edits).toEqual([edit]);
  const edited = await until(store, ({ frame }) => frame?.readings.weights?.[0].values[3] === 0.75);
  expect(edited.frame?.step).toBe(5);
  store.advance(4);
  const { frame } = await until(store, (state) => state.frame?.step === 9);
  const again = new LabStore(here, store.state.spec);
  again.start(9);
  const same = await until(again, (state) => state.frame?.step === 9);
  expect(same.frame?.loss).toBe(frame?.loss);
  const plain = new LabStore(here);
  plain.start(9);
  const other = await until(plain, (state) => state.frame?.step === 9);
  expect(other.frame?.loss).not.toBe(frame?.loss);
  store.change({ seed: 3 });
  expect(store.state.spec.edits).toBeUndefined();
  end();
}, 60_000);
