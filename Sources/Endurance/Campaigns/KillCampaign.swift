import Foundation

/// Kills runs of the command at random moments and resumes each until it is done: all must end like a run
/// that was never interrupted, and leave nothing half-written behind.
package struct KillCampaign {
  private let binary: String
  private let folder: String
  private let kills: Int
  private let launcher: ProcessLauncher?
  private var random: SplitMix

  /// What came of a campaign.
  package struct Outcome: Sendable {
    /// Runs that were killed.
    package var kills = 0
    /// Those that ended in the same bytes, without remains.
    package var same = 0
    /// What the kills found half-done, by kind.
    package var found: [String: Int] = [:]
    /// What was wrong, one line for each run that it was wrong with.
    package var problems: [String] = []
  }

  /// A campaign.
  /// - Parameters:
  ///   - binary: the built command.
  ///   - folder: a folder to work in, which is made.
  ///   - seed: what the moments follow from, as far as time is the same twice.
  ///   - launcher: starts the processes of each run, one of which is killed; `nil` is one process.
  package init(
    binary: String, folder: String, kills: Int, seed: UInt64, launcher: ProcessLauncher? = nil
  ) {
    self.launcher = launcher
    self.binary = binary
    self.folder = folder
    self.kills = kills
    random = SplitMix(state: seed)
  }

  /// Runs the campaign.
  /// - Parameter report: told how each kill came out.
  /// - Throws: `EnduranceFailure` where not even the straight run ends well; what writing the worlds throws.
  package mutating func run(report: (String) -> Void = { _ in }) throws -> Outcome {
    let (expected, seconds) = try straightRun()
    var outcome = Outcome()
    var tries = 0
    while outcome.kills < kills, tries < 3 * kills + 10 {
      tries += 1
      let world = try EnduranceWorld(at: "\(folder)/kill-\(tries)", .moment)
      defer { world.remove() }
      let moment = seconds * random.fraction()
      let child = try start(world, log: "log-1.txt")
      usleep(UInt32(moment * 1_000_000))
      // It may have been faster than the straight run.
      if !kill(child, world) { continue }
      outcome.kills += 1
      for kind in Self.halfDone(in: world) { outcome.found[kind, default: 0] += 1 }
      if let problem = problem(of: world, expected) {
        outcome.problems.append("kill \(outcome.kills) after \(moment) s: \(problem)")
        report(outcome.problems[outcome.problems.count - 1])
      } else {
        outcome.same += 1
      }
      report("kill \(outcome.kills) of \(kills) after \(Int(moment * 1_000)) ms: \(outcome.same) the same")
    }
    return outcome
  }

  private func start(_ world: EnduranceWorld, log: String) throws -> ChildProcess {
    let log = "\(world.path)/\(log)"
    guard let launcher else { return try ChildProcess(binary, [world.recipe], log: log) }
    return try ChildProcess(launcher.path, launcher.arguments([binary, world.recipe]), log: log)
  }

  /// Ends a run, or one of its processes, without warning.
  /// - Returns: whether it was still at work.
  private mutating func kill(_ child: ChildProcess, _ world: EnduranceWorld) -> Bool {
    guard let launcher else { return child.kill() }
    let isKilled = launcher.killOne(of: world.recipe, choice: random.fraction())
    // The launcher is to end the others.
    let isWell = (try? child.finish()) != nil
    return isKilled && !isWell
  }

  /// The snapshot of a run that nobody kills, and how long it took, the second time: with the program in
  /// memory.
  private func straightRun() throws -> (RunSnapshot, seconds: Double) {
    for attempt in 1...2 {
      let world = try EnduranceWorld(at: "\(folder)/straight-\(attempt)", .moment)
      defer { world.remove() }
      let clock = ContinuousClock.now
      try start(world, log: "log.txt").finish()
      let seconds = (ContinuousClock.now - clock) / .seconds(1)
      if attempt == 2 { return (try RunSnapshot(of: world), seconds) }
    }
    throw EnduranceFailure(problem: "there was no straight run")
  }

  /// Resumes the run of a world; what is then not as it must be.
  private func problem(of world: EnduranceWorld, _ expected: RunSnapshot) -> String? {
    do {
      try start(world, log: "log-2.txt").finish()
      let snapshot = try RunSnapshot(of: world)
      let differences = snapshot.differences(from: expected)
      if !differences.isEmpty { return "other bytes in \(differences.joined(separator: ", "))" }
      let left = snapshot.leftOvers
      return left.isEmpty ? nil : "left over: \(left.joined(separator: ", "))"
    } catch {
      return "\(error)"
    }
  }

  /// The kinds of remains that a kill has left, which say what it interrupted.
  private static func halfDone(in world: EnduranceWorld) -> Set<String> {
    var kinds: Set<String> = []
    let names = FileManager.default.enumerator(atPath: world.path)?.compactMap { $0 as? String } ?? []
    for name in names {
      let isCheckpoint = name.contains("/.partial-step-") || name.contains("/.partial-best-")
      if isCheckpoint { kinds.insert("a checkpoint half written") }
      if name.contains("/.removed-") { kinds.insert("a checkpoint half removed") }
      if name.contains("/.partial-"), !isCheckpoint, !name.hasPrefix("cache/") {
        kinds.insert("a small file half written")
      }
      if name.hasSuffix(".journal") { kinds.insert("an evaluation under way") }
      if name.hasPrefix("cache/"), RunSnapshot.isLeftOver(name) { kinds.insert("a cache half written") }
    }
    let hasRun = names.contains("runs/run/resolved.json")
    if !hasRun { kinds.insert("no run yet") }
    if hasRun, !names.contains(where: { $0.hasPrefix("runs/run/checkpoints/step-") }) {
      kinds.insert("a run without a checkpoint")
    }
    return kinds
  }
}

/// Random numbers by SplitMix64 (Steele, Lea, Flood 2014).
struct SplitMix {
  var state: UInt64

  /// A number from 0 to below 1.
  mutating func fraction() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53
  }
}
