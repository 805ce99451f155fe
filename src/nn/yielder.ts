/** Longest time, in ms, that training keeps the event loop waiting (besides one run of the runtime). */
const longest = 10;

/** Lets timers, input and drawing have their turn while training runs. */
export class Yielder {
  private last = performance.now();

  async pause(): Promise<void> {
    if (performance.now() - this.last < longest) return;
    await nextTurn();
    this.last = performance.now();
  }
}

// setTimeout would wait 4 ms in browsers; a message does not.
const nextTurn: () => Promise<void> =
  typeof setImmediate === "function"
    ? () => new Promise((resolve) => setImmediate(resolve))
    : () =>
        new Promise((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            port1.close();
            resolve();
          };
          port2.postMessage(0);
        });
