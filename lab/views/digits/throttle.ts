export interface Throttled {
  (): void;
  cancel(): void;
}

/** Calls `work` at most once in `millis`, and once more after the last wish. */
export function throttle(millis: number, work: () => void): Throttled {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = Number.NEGATIVE_INFINITY;
  const run = (): void => {
    timer = undefined;
    last = performance.now();
    work();
  };
  const wish = (): void => {
    if (timer === undefined) timer = setTimeout(run, Math.max(0, last + millis - performance.now()));
  };
  return Object.assign(wish, { cancel: () => clearTimeout(timer) });
}
