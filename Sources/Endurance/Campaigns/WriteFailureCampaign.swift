import CPURuntime
import Diagnostics
import Foundation
import Recipes
import Reports
import Runs
import Storage
import Synchronization
import Training

/// Lets each change fail that a run's checkpoints, promotions, rotations and journals make to the file
/// system, one run for each, and resumes the run: all must end like a run on a disk that never failed.
package struct WriteFailureCampaign {
  private let folder: String
  private let stride: Int

  /// What came of a campaign.
  package struct Outcome: Sendable {
    /// The changes of a run.
    package var changes = 0
    /// Those that were made to fail.
    package var failures = 0
    /// Runs that ended with an error of input or output, and no other.
    package var errors = 0
    /// Runs that got round the failure.
    package var unharmed = 0
    /// Runs that ended in the same bytes, without remains, resumed where it was needed.
    package var same = 0
    /// What was wrong, one line for each run that it was wrong with.
    package var problems: [String] = []
  }

  /// A campaign.
  /// - Parameters:
  ///   - folder: a folder to work in, which is made.
  ///   - stride: from one change that fails to the next; 1 is each of them.
  package init(folder: String, stride: Int = 1) {
    self.folder = folder
    self.stride = max(1, stride)
  }

  /// Runs the campaign.
  /// - Parameter report: told how each failure came out.
  package func run(report: (String) -> Void = { _ in }) throws -> Outcome {
    let counting = CountedFailure(at: nil)
    let straight = try EnduranceWorld(at: "\(folder)/straight", .least)
    defer { straight.remove() }
    try train(straight, counting.fileSystem)
    let expected = try RunSnapshot(of: straight)
    var outcome = Outcome(changes: counting.count)
    for number in Swift.stride(from: 0, to: counting.count, by: stride) {
      let world = try EnduranceWorld(at: "\(folder)/write-\(number)", .least)
      defer { world.remove() }
      outcome.failures += 1
      if let problem = problem(of: world, failing: number, expected, &outcome) {
        outcome.problems.append("change \(number): \(problem)")
      } else {
        outcome.same += 1
      }
      report("change \(number) of \(counting.count): \(outcome.same) of \(outcome.failures) the same")
    }
    return outcome
  }

  private func problem(
    of world: EnduranceWorld, failing number: Int, _ expected: RunSnapshot, _ outcome: inout Outcome
  ) -> String? {
    do {
      do {
        try train(world, CountedFailure(at: number).fileSystem)
        outcome.unharmed += 1
      } catch let error as any UserError where error.category == .inputOutput {
        outcome.errors += 1
        try train(world, .standard)
      }
      let snapshot = try RunSnapshot(of: world)
      let differences = snapshot.differences(from: expected)
      if !differences.isEmpty { return "other bytes in \(differences.joined(separator: ", "))" }
      return snapshot.leftOvers.isEmpty ? nil : "left over: \(snapshot.leftOvers.joined(separator: ", "))"
    } catch {
      return "\(error)"
    }
  }

  private func train(_ world: EnduranceWorld, _ fileSystem: FileSystem) throws {
    let loaded = try Recipe.load(world.recipe)
    var options = RunSession.Options(programVersion: "endurance")
    options.fileSystem = fileSystem
    let session = RunSession(
      loaded, folder: RunFolder(of: loaded.recipe), options: options, runtime: CPURuntime(threads: 1))
    _ = try session.run(stop: StopRequest()) { folder in
      TrainingListeners([MetricsFileReporter(folder), EvaluationFileReporter(folder)])
    }
  }
}

/// A file system that has one change fail for want of space.
final class CountedFailure: Sendable {
  private let seen = Mutex(0)
  private let failing: Int?

  init(at failing: Int?) { self.failing = failing }

  /// The changes so far.
  var count: Int { seen.withLock { $0 } }

  var fileSystem: FileSystem {
    FileSystem { _, _ throws(SystemFailure) in
      let number = self.seen.withLock { seen in
        seen += 1
        return seen - 1
      }
      if number == self.failing { throw SystemFailure(code: ENOSPC) }
    }
  }
}
