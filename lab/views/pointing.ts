/** Where the pointer is in an element, and how large that is [pixels]. */
export interface Pointed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function pointedIn(host: Element, { clientX, clientY }: MouseEvent): Pointed {
  const { left, top, width, height } = host.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top, width, height };
}

/** Follows the pointer from where it is pressed until it is let go. */
export function dragged(host: HTMLElement, follow: (at: Pointed, isFirst: boolean) => void): void {
  host.addEventListener("pointerdown", (event) => {
    host.setPointerCapture(event.pointerId);
    follow(pointedIn(host, event), true);
  });
  host.addEventListener("pointermove", (event) => {
    if (host.hasPointerCapture(event.pointerId)) follow(pointedIn(host, event), false);
  });
}

const arrows: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Which way an arrow key points; undefined for other keys. */
export const arrowOf = ({
  key,
  ctrlKey,
  metaKey,
  altKey,
}: KeyboardEvent): readonly [right: number, down: number] | undefined =>
  ctrlKey || metaKey || altKey ? undefined : arrows[key];
