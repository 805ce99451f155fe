// Where the page is: `#/boundary?s=…`. The part behind `#` never leaves the computer.

export interface Place {
  readonly view: string | undefined;
  /** A set-up to begin with. */
  readonly shared: string | undefined;
}

export function place(hash: string = location.hash): Place {
  const [, view, query = ""] = /^#\/([\w-]*)(?:\?(.*))?$/.exec(hash) ?? [];
  return { view: view || undefined, shared: new URLSearchParams(query).get("s") ?? undefined };
}

export const addressOf = (view: string, shared?: string): string =>
  `#/${view}${shared === undefined ? "" : `?s=${shared}`}`;
