// A closed road around the origin. Its middle lies at a distance from the origin that waves with the angle.

export interface Track {
  readonly halfWidth: number;
  /** Distance of the road's middle from the origin, by the angle. */
  readonly middle: (angle: number) => number;
  /** Half the side of the square in which the road lies. */
  readonly reach: number;
  /** True on the road. */
  isRoad(x: number, y: number): boolean;
}

const cell = 0.1;

/** A road of which `waves` says how far it bends in and out, two, three and five times a round. */
export function trackOf(waves: readonly [two: number, three: number, five: number], halfWidth = 1.1): Track {
  const middle = (angle: number): number =>
    10 +
    waves[0] * Math.sin(2 * angle + 1) +
    waves[1] * Math.sin(3 * angle) +
    waves[2] * Math.sin(5 * angle + 2);
  const points = Array.from({ length: 1500 }, (_, k) => {
    const angle = (2 * Math.PI * k) / 1500;
    return [middle(angle) * Math.cos(angle), middle(angle) * Math.sin(angle)] as const;
  });
  const reach = Math.max(...points.flat().map(Math.abs)) + halfWidth + 0.5;
  const side = Math.ceil((2 * reach) / cell);
  const road = new Uint8Array(side * side);
  const near = Math.ceil(halfWidth / cell);
  for (const [px, py] of points) {
    const [column, row] = [px, py].map((v) => Math.floor((v + reach) / cell));
    for (let r = row - near; r <= row + near; r++)
      for (let c = column - near; c <= column + near; c++) {
        const [x, y] = [c, r].map((v) => (v + 0.5) * cell - reach);
        if (Math.hypot(x - px, y - py) < halfWidth) road[r * side + c] = 1;
      }
  }
  const isRoad = (x: number, y: number): boolean =>
    Math.abs(x) < reach &&
    Math.abs(y) < reach &&
    road[Math.floor((y + reach) / cell) * side + Math.floor((x + reach) / cell)] === 1;
  return { halfWidth, middle, reach, isRoad };
}

/** The road in characters, with the places that a car has passed. */
export function drawTrack(
  track: Track,
  path: readonly (readonly [x: number, y: number])[],
  columns = 64,
): string[] {
  const rows = Math.round(columns / 2); // a character is twice as high as wide
  const place = ([x, y]: readonly [number, number]): string => {
    const [u, v] = [x, -y].map((w) => (w + track.reach) / (2 * track.reach));
    return `${Math.floor(v * rows)},${Math.floor(u * columns)}`;
  };
  const passed = new Set(path.map(place));
  const first = path.length > 0 ? place(path[0]) : "";
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const [u, v] = [(column + 0.5) / columns, (row + 0.5) / rows];
      const key = `${row},${column}`;
      if (key === first) return "S";
      if (passed.has(key)) return "o";
      return track.isRoad((2 * u - 1) * track.reach, (1 - 2 * v) * track.reach) ? "·" : " ";
    })
      .join("")
      .trimEnd(),
  ).filter((line) => line !== "");
}
