// Where the page is: `#/boundary?s=…`. The part behind `#` never leaves the computer.

export interface Place {
  readonly view: string | undefined;
  /** A set-up to begin with. */
  readonly shared: string | undefined;
  /** Of the view `learn`: which lesson. */
  readonly lesson: string | undefined;
}

export function place(hash: string = location.hash): Place {
  const [, view, query = ""] = /^#\/([\w-]*)(?:\?(.*))?$/.exec(hash) ?? [];
  const asked = new URLSearchParams(query);
  return {
    view: view || undefined,
    shared: asked.get("s") ?? undefined,
    lesson: asked.get("lesson") ?? undefined,
  };
}

export const addressOf = (view: string, shared?: string): string =>
  `#/${view}${shared === undefined ? "" : `?s=${shared}`}`;

export const lessonAddress = (lesson: string): string => `${addressOf("learn")}?lesson=${lesson}`;
