// Where the page is: `#/boundary?s=…`. The part behind `#` never leaves the computer.

export interface Place {
  readonly view: string | undefined;
  /** A set-up to begin with. */
  readonly shared: string | undefined;
  /** Of the view `learn`: which lesson. */
  readonly lesson: string | undefined;
  /** Everything behind `?`: a view that stands apart reads its own state there. */
  readonly asked: URLSearchParams;
}

export function place(hash: string = location.hash): Place {
  const [, view, query = ""] = /^#\/([\w-]*)(?:\?(.*))?$/.exec(hash) ?? [];
  const asked = new URLSearchParams(query);
  return {
    view: view || undefined,
    shared: asked.get("s") ?? undefined,
    lesson: asked.get("lesson") ?? undefined,
    asked,
  };
}

/** `own` is what the view adds. */
export function addressOf(view: string, shared?: string, own: Readonly<Record<string, string>> = {}): string {
  const parts = Object.entries({ ...(shared !== undefined && { s: shared }), ...own });
  const query = parts.map(
    ([name, value]) => `${name}=${encodeURIComponent(value).replace(/%(2C|3A)/g, decodeURIComponent)}`,
  );
  return `#/${view}${query.length === 0 ? "" : `?${query.join("&")}`}`;
}

export const lessonAddress = (lesson: string): string => `${addressOf("learn")}?lesson=${lesson}`;
