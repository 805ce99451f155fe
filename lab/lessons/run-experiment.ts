import type { LabState, LabStore } from "../store.js";
import type { Ending, Run } from "./lesson.js";

/**
 * Trains the networks of an experiment one after the other, where everybody can watch. Gives their endings; undefined where
 * somebody changed the set-up meanwhile.
 */
export async function runExperiment(
  store: LabStore,
  runs: readonly Run[],
  begins: (run: Run, index: number) => void,
): Promise<readonly Ending[] | undefined> {
  const before = store.state.stopAt;
  const endings: Ending[] = [];
  for (const [index, run] of runs.entries()) {
    begins(run, index);
    const ending = await trained(store, run);
    if (ending === undefined) break;
    endings.push(ending);
  }
  store.setStopAt(before);
  return endings.length === runs.length ? endings : undefined;
}

function trained(store: LabStore, { spec, steps }: Run): Promise<Ending | undefined> {
  store.change(spec);
  const own = store.state.spec;
  store.setSpeed(Number.POSITIVE_INFINITY);
  store.setStopAt(steps);
  store.play();
  return new Promise((resolve) => {
    const ended = ({ spec: present, frame, history, running, failure }: LabState): void => {
      if (present !== own || failure !== undefined) leave(undefined);
      else if (frame !== undefined && history.length > 0 && frame.step >= steps && !running)
        leave({ frame, history });
    };
    const leave = (ending: Ending | undefined): void => {
      queueMicrotask(unsubscribe); // `subscribe` calls at once, before it gives what ends it
      resolve(ending);
    };
    const unsubscribe = store.subscribe(ended);
  });
}
