import Commands
import Testing

/// Runs a test on a thread of its own: it waits for a command, and were all the threads that tasks share held so, the tasks that
/// serve commands would never run.
package struct OwnThread: SuiteTrait, TestTrait, TestScoping {
  /// Also for the tests of a suite.
  package let isRecursive = true

  /// Performs the test on the thread.
  package func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(CommandExecutor()) { try await function() }
  }
}

extension Trait where Self == OwnThread {
  /// For tests that wait for commands.
  package static var ownThread: OwnThread { OwnThread() }
}
