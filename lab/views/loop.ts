/** What is done in each frame of the page. */
export interface Loop {
  readonly isRunning: boolean;
  start(): void;
  stop(): void;
  toggle(): void;
}

/** Does something in each frame of the page while it runs; `changed` hears whether it does. */
export function loop(each: (now: number) => void, changed: (isRunning: boolean) => void): Loop {
  let frame: number | undefined;
  const next = (now: number): void => {
    frame = requestAnimationFrame(next);
    each(now);
  };
  const start = (): void => {
    if (frame !== undefined) return;
    frame = requestAnimationFrame(next);
    changed(true);
  };
  const stop = (): void => {
    if (frame === undefined) return;
    cancelAnimationFrame(frame);
    frame = undefined;
    changed(false);
  };
  return {
    get isRunning() {
      return frame !== undefined;
    },
    start,
    stop,
    toggle: () => (frame === undefined ? start() : stop()),
  };
}
