import Diagnostics

/// What a command may do with a cache, and whom it tells.
package struct CacheHandling: Sendable {
  /// What may be done with a cache.
  package enum Access: Sendable {
    /// What is there is used; nothing is written or removed.
    case readOnly
    /// What is missing is made; a cache that cannot be written to is done without.
    case optional
    /// What is missing is made; a cache that cannot be written to is an error.
    case required
  }

  /// What may be done.
  package let access: Access
  /// Told what takes long.
  package let report: @Sendable (String) -> Void
  /// Told what was damaged, and what is done without.
  package let warn: @Sendable (String) -> Void
  /// Told how far it is.
  package let progress: @Sendable (WorkProgress) -> Void

  /// Asked while a command of the recipe runs whether it is to end before its time.
  package let isStopped: @Sendable () -> Bool
  /// Whether commands of the recipe run although what they have written is there.
  package var runsCommandsAgain = false

  /// What may be done, and who is told; by default nobody is.
  package init(
    _ access: Access = .required, report: @escaping @Sendable (String) -> Void = { _ in },
    warn: @escaping @Sendable (String) -> Void = { _ in },
    progress: @escaping @Sendable (WorkProgress) -> Void = { _ in },
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) {
    self.access = access
    self.report = report
    self.warn = warn
    self.progress = progress
    self.isStopped = isStopped
  }

  /// Does what may write to the cache in `folder`.
  /// - Parameter otherwise: what is done where that fails, in words.
  /// - Returns: `nil`, after a warning, where the cache is at fault and may be done without.
  /// - Throws: what `body` throws otherwise.
  func using<Result>(_ folder: String, otherwise: String, _ body: () throws -> Result) throws -> Result? {
    do {
      return try body()
    } catch let error as any UserError where access == .optional && Self.isAbout(folder, error) {
      warn("the cache is done without: \(error.description.split(separator: "\n")[0]); \(otherwise)")
      return nil
    }
  }

  /// Whether an error is about a file of the folder, or about one above it.
  private static func isAbout(_ folder: String, _ error: any UserError) -> Bool {
    guard let file = error.location?.file else { return false }
    return file == folder || file.hasPrefix(folder + "/") || folder.hasPrefix(file + "/")
  }
}
