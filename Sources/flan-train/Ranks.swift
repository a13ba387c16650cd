import ArgumentParser
import Diagnostics
import Foundation
import ProcessGroups
import Reports
import Setup

/// The processes that were started together to train one run: this one alone, or those of `mpirun`.
struct Ranks {
  /// The group; `nil` for one process.
  let group: (any ProcessGroup)?
  /// The threads of each where the recipe says nothing; `nil` is every core.
  let threads: Int?

  /// One process.
  static var alone: Ranks { Ranks(group: nil, threads: nil) }

  /// Whether this process speaks to people: of several the first does.
  var speaks: Bool { group?.isFirst ?? true }

  /// Does in all processes what may fail in some.
  /// - Throws: `AgreedError`, `ProcessGroupError`; where there is one process, what `work` throws.
  func together<Value>(_ work: () throws -> Value) throws -> Value {
    try group?.together(work) ?? work()
  }

  /// Does a verb's work in all processes that a launcher has started, and ends them together.
  ///
  /// An error that all have is told by the first, and the others end without a word; one that others do not know of is told
  /// with the name of the process, and ends all at once.
  static func run(_ work: (Ranks) throws -> Void) throws {
    guard let launch = MPILaunch() else { return try work(.alone) }
    // Before the others have been found, the launcher alone says who is the first.
    if launch.rank != 0 { Console.standardError.beSilent() }
    let group = try MPIProcessGroup(launch, patience: patience()) { Outcome.printError($0) }
    let threads = launch.localCount.map { ProcessLimits.cores(sharedBy: $0) }
    do {
      try work(Ranks(group: group, threads: threads))
      group.leave()
    } catch let error where isKnownToAll(error) {
      group.leave()
      if group.isFirst { throw error }
    } catch {
      tell(error, group)
      // What a process says goes by way of its launcher, which does not wait for it once it ends all.
      usleep(500_000)
      let category = (error as? any UserError)?.category ?? .failure
      group.abort(exitCode: category.exitCode)
    }
  }

  /// Refuses a verb that several processes have no use for; the first one says so.
  /// - Throws: `ProcessGroupError`, in the other processes `ExitCode`.
  static func refuse(_ arguments: [String]) throws {
    guard let launch = MPILaunch() else { return }
    if launch.rank != 0 { throw ExitCode(FailureCategory.usage.exitCode) }
    throw ProcessGroupError(
      "\(launch.count) processes were started together, which only 'train' and 'resume' share their work among",
      nextStep: "Call 'flan-train \(arguments.joined(separator: " "))' without the launcher.",
      category: .usage)
  }

  private static func isKnownToAll(_ error: any Error) -> Bool {
    error is AgreedError || error is ExitCode || (error as? any UserError)?.category == .diverged
  }

  private static func tell(_ error: any Error, _ group: any ProcessGroup) {
    Console.standardError.beSilent(false)
    let text = (error as? any UserError)?.description ?? error.localizedDescription
    Outcome.printError("error: \(group.name(ofRank: group.rank)): \(text)")
  }

  /// The seconds that a process waits for another one.
  private static func patience() throws -> Int {
    let name = "FLAN_TRAIN_PATIENCE"
    guard let text = ProcessInfo.processInfo.environment[name], !text.isEmpty else {
      return MPIProcessGroup.standardPatience
    }
    if let seconds = Int(text), seconds > 0 { return seconds }
    throw ProcessGroupError(
      "\(name) is '\(text)', not a number of seconds", nextStep: "Set it to 600, say, or unset it.",
      category: .usage)
  }
}
