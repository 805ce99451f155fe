/** Keras's `config.epsilon()`: probabilities are kept this far from 0 and 1, divisors this far from 0. */
export const epsilon = 1e-7;
