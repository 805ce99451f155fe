let isGiven = false;

/** Says once that a faster runtime can be had. */
export function noticeWasm(): void {
  if (isGiven) return;
  isGiven = true;
  console.warn(
    'neurograd: running on WebAssembly; "npm install onnxruntime-node" makes training about four times as fast.',
  );
}

/** In a worker: its program gives the notice, once for itself and all workers. */
export function leaveNoticeToProgram(): void {
  isGiven = true;
}
