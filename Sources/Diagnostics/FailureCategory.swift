/// What kind of end a failure puts to the command; each kind has one exit code.
///
/// The codes follow `sysexits.h` where it has one, so that scripts can tell a wrong recipe from a full disk.
public enum FailureCategory: Int32, Sendable, CaseIterable {
  /// The run failed for a reason of its own.
  case failure = 1
  /// Training diverged: a loss or a weight is no longer finite.
  case diverged = 2
  /// The command line or the recipe is wrong (`EX_USAGE`).
  case usage = 64
  /// A data, model or vocabulary file is wrong (`EX_DATAERR`).
  case data = 65
  /// Reading or writing failed (`EX_IOERR`).
  case inputOutput = 74
  /// Stopped on request after a full checkpoint; the run can be resumed (`EX_TEMPFAIL`).
  case stopped = 75

  /// The process exit code.
  public var exitCode: Int32 { rawValue }
}
