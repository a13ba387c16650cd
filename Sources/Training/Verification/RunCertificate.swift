import Recipes
import Runs

/// What was found when steps of a run were taken again: evidence that its weights follow from recipe, data and passport.
///
/// It has no times and no paths of a machine: whoever verifies the same run with the same draw gets the same bytes.
package struct RunCertificate: Sendable, Codable, Equatable {
  /// A state of the run from which steps were taken again.
  package struct Start: Sendable, Codable, Equatable {
    /// The steps that are done there; 0 is the run's beginning.
    package var step: Int
    /// SHA-256 over all weights.
    package var weights: String
    /// SHA-256 over the optimizer's tensors.
    package var optimizer: String
  }

  /// A step that was taken again.
  package struct Step: Sendable, Codable, Equatable {
    /// The step, counted from 1.
    package var step: Int
    /// SHA-256 of what the run's metrics say of it (loss, norms, tokens; without times); `nil` where they say nothing.
    package var recorded: String?
    /// The same of the step as it was taken again.
    package var again: String
    /// Whether the two are the same.
    package var isEqual: Bool { recorded == again }
  }

  /// A checkpoint that steps taken again have come to.
  package struct Arrival: Sendable, Codable, Equatable {
    /// The checkpoint, whose hashes are its own.
    package var checkpoint: Start
    /// The hashes of what was computed.
    package var again: Start
    /// Whether the two are the same.
    package var isEqual: Bool { checkpoint == again }
  }

  /// The run's name.
  package var name: String
  /// The program's version that the run was made with last.
  package var programVersion: String
  /// SHA-256 of the resolved recipe without threads and limits of memory.
  package var recipeSHA256: String
  /// SHA-256 of data, vocabulary and first weights, by the settings that name them.
  package var inputs: [String: [String]]
  /// How many steps were asked for.
  package var asked: Int
  /// Decides which steps were drawn.
  package var seed: UInt64
  /// The states from which steps were taken again.
  package var starts: [Start] = []
  /// The steps that were taken again.
  package var steps: [Step] = []
  /// The checkpoints that they came to.
  package var arrivals: [Arrival] = []

  /// Whether all that was taken again is what the run says.
  package var isConfirmed: Bool {
    !steps.isEmpty && steps.allSatisfy(\.isEqual) && arrivals.allSatisfy(\.isEqual)
  }

  /// The first step after which something differs.
  package var firstDifference: Int? {
    (steps.filter { !$0.isEqual }.map(\.step) + arrivals.filter { !$0.isEqual }.map(\.checkpoint.step)).min()
  }
}

/// How many steps are taken again from each state that a run has kept.
package struct VerificationDraw: Sendable, Equatable {
  /// The steps after each start, by the start's step; those with none are left out.
  package let counts: [Int: Int]

  /// Draws steps: each falls on one of the starts that still have steps to their next one, by chance.
  /// - Parameters:
  ///   - starts: the steps that are done at each start, in order.
  ///   - end: the run's last step.
  ///   - asked: how many steps; fewer are drawn where there are not so many.
  ///   - seed: decides the draw.
  package init(starts: [Int], end: Int, asked: Int, seed: UInt64) {
    let spans = zip(starts, starts.dropFirst() + [end]).map { ($0, max(0, $1 - $0)) }
    var counts: [Int: Int] = [:]
    if spans.reduce(0, { $0 + $1.1 }) <= asked {
      for (start, span) in spans where span > 0 { counts[start] = span }
    } else {
      var generator = SplitMix(state: seed)
      for _ in 0..<asked {
        let open = spans.filter { counts[$0.0, default: 0] < $0.1 }
        counts[open[Int(generator.next() % UInt64(open.count))].0, default: 0] += 1
      }
    }
    self.counts = counts
  }

  /// Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators": the same numbers for a seed everywhere.
  private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }
}
