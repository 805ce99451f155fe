/** What a person guessed of a lesson, and what came out. */
export interface Guess {
  readonly guess: number;
  readonly outcome: number;
}

const key = "neurograd-lab-guesses";

export function guesses(): Readonly<Record<string, Guess>> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}");
  } catch {
    return {};
  }
}

export function keepGuess(lesson: string, guess: Guess): void {
  try {
    localStorage.setItem(key, JSON.stringify({ ...guesses(), [lesson]: guess }));
  } catch {
    // a page without storage: it is known as long as the lesson is open
  }
}
