import { afterEach, describe, expect, test, vi } from "vitest";
import { readSource } from "./read-source.js";

afterEach(() => vi.unstubAllGlobals());

function answer(give: (url: string) => Response | Promise<Response>): void {
  vi.stubGlobal(
    "fetch",
    vi.fn(async (url: string) => give(url)),
  );
}

describe("addresses", () => {
  test("the bytes, in as many pieces as come", async () => {
    answer(() => {
      const body = new ReadableStream({
        start(controller) {
          for (const piece of [[1, 2], [], [3]]) controller.enqueue(Uint8Array.from(piece));
          controller.close();
        },
      });
      return new Response(body);
    });
    expect(await readSource("https://example.org/m.onnx", "test")).toEqual(Uint8Array.from([1, 2, 3]));
    expect(await readSource(new URL("http://example.org/m.onnx"), "test")).toEqual(
      Uint8Array.from([1, 2, 3]),
    );
    expect(fetch).toHaveBeenNthCalledWith(2, "http://example.org/m.onnx");
  });

  test("nothing", async () => {
    answer(() => new Response(null, { status: 204 }));
    expect(await readSource("https://example.org/m.onnx", "test")).toEqual(new Uint8Array());
  });

  test.each([
    [404, "https://example.org/m.onnx: the server answered 404; check the address. (file_not_found)"],
    [500, "https://example.org/m.onnx: the server answered 500; check the address. (read_failed)"],
  ])("a server that answers %i", async (status, message) => {
    answer(() => new Response("sorry", { status }));
    await expect(readSource("https://example.org/m.onnx", "test")).rejects.toThrow(message);
  });

  test("a server that cannot be reached, one that breaks off", async () => {
    answer(() => Promise.reject(new TypeError("fetch failed")));
    await expect(readSource("https://example.org/m.onnx", "test")).rejects.toThrow(
      "https://example.org/m.onnx: could not be reached; check the address and the connection. (read_failed)",
    );
    answer(() => {
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(Uint8Array.from([1]));
          controller.error(new TypeError("terminated"));
        },
      });
      return new Response(body);
    });
    await expect(readSource("https://example.org/m.onnx", "test")).rejects.toThrow(
      "the connection broke off; try again. (read_failed)",
    );
  });

  test("a server that does not end", async () => {
    const piece = new Uint8Array(2 ** 27);
    let given = 0;
    answer(
      () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              given++;
              controller.enqueue(piece); // the same memory each time
            },
          }),
        ),
    );
    await expect(readSource("https://example.org/m.onnx", "test")).rejects.toThrow(
      "https://example.org/m.onnx: gives more than 2 GiB; files up to that size are read. (file_too_large)",
    );
    expect(given).toBeLessThan(20);
  });
});

test("bytes are taken as they are", async () => {
  const bytes = Uint8Array.from([1, 2]);
  expect(await readSource(bytes, "test")).toBe(bytes);
  expect(await readSource(bytes.buffer, "test")).toEqual(bytes);
  expect(await readSource(new Blob([bytes]), "test")).toEqual(bytes);
});
