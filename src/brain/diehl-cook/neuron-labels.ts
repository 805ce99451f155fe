/**
 * The class for which each neuron fires most: the mean of its spikes over the images of a class. −1 for one that never fired.
 *
 * Shape   total [classes, neurons], spikes of each neuron over all images of a class; classes [images].
 */
export function labelsOfNeurons(
  total: Float64Array,
  classes: Int32Array,
  neurons: number,
): Int32Array<ArrayBuffer> {
  const images = new Int32Array(total.length / neurons);
  for (const label of classes) images[label]++;
  return Int32Array.from({ length: neurons }, (_, j) => {
    let [best, most] = [-1, 0];
    for (let label = 0; label < images.length; label++) {
      const mean = images[label] === 0 ? 0 : total[label * neurons + j] / images[label];
      if (mean > most) [best, most] = [label, mean];
    }
    return best;
  });
}

/** The class whose neurons fire most on average, for each row of counts [images, neurons]; −1 where none of them fired. */
export function classAnswers(counts: Int32Array, labels: Int32Array): Int32Array<ArrayBuffer> {
  const neurons = labels.length;
  const members = new Int32Array(Math.max(-1, ...labels) + 1);
  for (const label of labels) if (label >= 0) members[label]++;
  return Int32Array.from({ length: counts.length / neurons }, (_, row) => {
    const spikes = new Float64Array(members.length);
    for (let j = 0; j < neurons; j++) if (labels[j] >= 0) spikes[labels[j]] += counts[row * neurons + j];
    let [best, most] = [-1, 0];
    for (let label = 0; label < members.length; label++) {
      const mean = members[label] === 0 ? 0 : spikes[label] / members[label];
      if (mean > most) [best, most] = [label, mean];
    }
    return best;
  });
}
