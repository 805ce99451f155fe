import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { NeurogradError, RandomSource } from "neurograd";

// Words spoken by the program espeak-ng, which has a hundred voices.

export interface Recording {
  /** The number of the word. */
  readonly word: number;
  readonly voice: string;
  /** Between -1 and 1, `samplingRate` a second. */
  readonly samples: Float32Array;
}

/** Of what espeak-ng speaks [Hz]. */
export const samplingRate = 22_050;

const accents = ["en-us", "en-gb", "en-gb-scotland", "en-gb-x-rp"];

/** True if espeak-ng is installed; tests skip what needs it otherwise, and say so. */
export async function hasEspeak(): Promise<boolean> {
  try {
    await espeak(["--version"]);
    return true;
  } catch {
    process.stderr.write("SKIPPED: espeak-ng is not installed: apt-get install espeak-ng\n");
    return false;
  }
}

/** The names of all voices. Throws `dataset_unavailable`. */
export async function voices(): Promise<string[]> {
  const table = (await espeak(["--voices=variant"])).toString("utf8");
  return [...table.matchAll(/!v\/(\S+)/g)].map(([, name]) => name).sort();
}

/**
 * Every voice says every word `takes` times, each time with another accent, speed and pitch. Of recordings that are the
 * same to the bit one stays.
 *
 * Throws  `dataset_unavailable`, saying what to install.
 */
export async function speak(
  words: readonly string[],
  voices: readonly string[],
  { takes, seed }: { readonly takes: number; readonly seed: number },
): Promise<Recording[]> {
  const recordings = new Map<string, Recording>();
  for (const [k, voice] of voices.entries()) {
    const random = new RandomSource(seed, k);
    for (let take = 0; take < takes; take++) {
      const accent = accents[random.integer(accents.length)];
      const [speed, pitch] = [120 + random.integer(100), 20 + random.integer(60)]; // words a minute; 0 to 99
      const style = ["-v", `${accent}+${voice}`, "-s", String(speed), "-p", String(pitch)];
      const files = await Promise.all(words.map((word) => espeak([...style, "--stdout", word])));
      for (const [word, file] of files.entries()) {
        const hash = createHash("sha256").update(file).digest("hex");
        if (!recordings.has(hash)) recordings.set(hash, { word, voice, samples: samplesOf(file) });
      }
    }
  }
  return [...recordings.values()];
}

/** 16 bits a sample, after a header of 44 bytes. */
function samplesOf(wav: Buffer): Float32Array {
  return Float32Array.from(
    { length: (wav.length - 44) >> 1 },
    (_, k) => wav.readInt16LE(44 + 2 * k) / 2 ** 15,
  );
}

function espeak(args: readonly string[]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    execFile("espeak-ng", args, { encoding: "buffer", maxBuffer: 2 ** 24 }, (error, output) => {
      if (error === null) resolve(output);
      else
        reject(
          new NeurogradError(
            "dataset_unavailable",
            "espeak-ng: the program that speaks the words cannot be run; install it (Debian, Ubuntu: apt-get install espeak-ng; macOS: brew install espeak-ng)",
            { cause: error },
          ),
        );
    });
  });
}
