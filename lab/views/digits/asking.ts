import type { ErasureReading } from "../../engine/digits/erasure.js";
import type { Explanation, ExplanationOptions } from "../../engine/digits/explanation.js";
import type { Remote } from "../../remote.js";

export interface Asking {
  /** Something has changed: asks when the hand has rested. */
  ask(): void;
  dispose(): void;
}

const rest = 180; // ms
const steps = 64;

/** Asks why, and puts the answer to the test; one question at a time, the newest last. */
export function asking(
  remote: Remote<"digits">,
  about: {
    /** What to ask now; undefined: nothing. */
    readonly subject: () => Omit<ExplanationOptions, "steps"> | undefined;
    readonly show: (
      explanation: Explanation | undefined,
      reading: ErasureReading | undefined,
      image: Uint8Array,
    ) => void;
    readonly fail: (message: string) => void;
  },
): Asking {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsking = false;
  let isGone = false;

  async function begin(): Promise<void> {
    timer = undefined;
    const subject = about.subject();
    if (subject === undefined) {
      about.show(undefined, undefined, new Uint8Array(784));
      return;
    }
    isAsking = true;
    try {
      const { image, target } = subject;
      const explanation = await remote.ask("explain", { ...subject, steps });
      const { attributions, baseline } = explanation;
      const reading = await remote.ask("erase", { image, attributions, baseline, target });
      if (!isGone) about.show(explanation, reading, image);
    } catch (error) {
      if (!isGone) about.fail(error instanceof Error ? error.message : String(error));
    } finally {
      isAsking = false;
    }
  }

  function ask(): void {
    clearTimeout(timer);
    timer = setTimeout(() => (isAsking ? ask() : void begin()), rest);
  }

  return {
    ask,
    dispose() {
      isGone = true;
      clearTimeout(timer);
    },
  };
}
