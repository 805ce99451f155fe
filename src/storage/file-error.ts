import { NeurogradError } from "../core/errors.js";

/** What the operating system says, in words, and what to do about it. */
export function writeFailed(path: string, folder: string, error: unknown): NeurogradError {
  if (error instanceof NeurogradError) return error;
  const code = codeOf(error);
  const failed = (what: string): NeurogradError =>
    new NeurogradError("write_failed", `${path}: ${what}`, { cause: error });
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
    case "QuotaExceededError":
      return failed(
        `not saved, for the disk is full (${code}); what was there is unchanged: free some space, then save again`,
      );
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "SecurityError":
    case "NotAllowedError":
      return failed(
        `the folder ${folder} cannot be written to (${code}); save to another folder, or change its permissions`,
      );
    case "ENOTDIR":
    case "EEXIST":
      return failed(`${folder} is not a folder (${code}); save to another folder`);
    case "EISDIR":
    case "TypeMismatchError":
      return failed(`is a folder (${code}); give the name of a file in it`);
    case "ENAMETOOLONG":
      return failed(`the name is too long (${code}); choose a shorter one`);
    default:
      return failed(
        `not saved (${code}); what was there is unchanged: check the disk, or save to another folder`,
      );
  }
}

/** The new file is in its place, but nobody answers for it. */
export const notFlushed = (path: string, error: unknown): NeurogradError =>
  new NeurogradError(
    "write_failed",
    `${path}: saved, but the disk did not confirm it (${codeOf(error)}), so a power cut may bring the old file back; check the disk, and save again`,
    { cause: error },
  );

export function readFailed(path: string, error: unknown): NeurogradError {
  const code = codeOf(error);
  const failed = (as: string, what: string): NeurogradError =>
    new NeurogradError(as, `${path}: ${what}`, { cause: error });
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
    case "NotFoundError":
      return failed("file_not_found", "there is no such file; check the path");
    case "EISDIR":
    case "TypeMismatchError":
      return failed("read_failed", "is a folder; give a file in it, such as model.onnx of a run");
    case "EACCES":
    case "EPERM":
      return failed("read_failed", `may not be read (${code}); change its permissions`);
    case "ERR_FS_FILE_TOO_LARGE":
      return failed("file_too_large", "has more than 2 GiB; files up to that size are read");
    default:
      return failed("read_failed", `could not be read (${code}); check the disk`);
  }
}

/** Whether a thing is simply not there. */
export const isAbsent = (error: unknown): boolean =>
  ["ENOENT", "ENOTDIR", "NotFoundError"].includes(codeOf(error));

/** Node's `code`, or the name of a browser's DOMException. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
