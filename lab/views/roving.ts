/** Arrow keys move the one tab stop of a group of buttons, `columns` to a row; Home and End go to its ends. */
export function roving(host: HTMLElement, columns: () => number, items: () => readonly HTMLElement[]): void {
  host.addEventListener("keydown", (event) => {
    const all = items();
    const now = all.indexOf(event.target as HTMLElement); // -1 where it is none of them
    if (now < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = {
      ArrowLeft: now - 1,
      ArrowRight: now + 1,
      ArrowUp: now - columns(),
      ArrowDown: now + columns(),
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to >= 0 && to < all.length) {
      stopAt(all, all[to]);
      all[to].focus();
    }
  });
  host.addEventListener("focusin", ({ target }) => {
    const all = items();
    if (all.includes(target as HTMLElement)) stopAt(all, target as HTMLElement); // one of them
  });
}

/** The one of a group that Tab comes to. */
export function stopAt(all: readonly HTMLElement[], one: HTMLElement | undefined): void {
  for (const item of all) item.tabIndex = item === one ? 0 : -1;
}
