import fc from "fast-check";
import { expect, test } from "vitest";
import { Arena, rounded } from "./arena.js";

test("what is given back is taken again, and neighbors become one place", () => {
  const arena = new Arena();
  const [a, b, c] = [64, 100, 32].map((bytes) => arena.take(bytes));
  expect([a, b, c]).toEqual([0, 64, 192]); // 100 bytes take 128
  arena.give(a, 64);
  arena.give(b, 100);
  expect(arena.take(192)).toBe(0);
  expect(arena.size).toBe(224);
});

test("places never overlap, whatever is taken and given back", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 300 })), { maxLength: 60 }),
      (steps) => {
        const arena = new Arena();
        const held: { readonly from: number; readonly bytes: number }[] = [];
        for (const [takes, n] of steps) {
          if (takes || held.length === 0) {
            const from = arena.take(n);
            const to = from + rounded(n);
            expect(to).toBeLessThanOrEqual(arena.size);
            for (const other of held)
              expect(from >= other.from + rounded(other.bytes) || to <= other.from).toBe(true);
            held.push({ from, bytes: n });
          } else {
            const [one] = held.splice(n % held.length, 1);
            arena.give(one.from, one.bytes);
          }
        }
        for (const { from, bytes } of held) arena.give(from, bytes);
        const all = arena.size;
        if (all > 0) expect(arena.take(all)).toBe(0);
      },
    ),
    { seed: 1 },
  );
});
