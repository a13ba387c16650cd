import Commands
import Diagnostics
import Foundation
import Runs

/// What a study has found: `study.json`. All but `times` is the same whenever the same runs are looked at.
package struct StudyResults: Sendable, Codable, Equatable {
  /// What was measured, with the study's own words.
  package struct Measure: Sendable, Codable, Equatable {
    /// The measure's name.
    package let name: String
    /// What it is, in words.
    package let about: String
  }

  /// A run's score by a measure.
  package struct Score: Sendable, Codable, Equatable {
    /// The step that was evaluated.
    package let step: Int
    /// The mean over the units, in points of a hundred.
    package let score: Double
    /// The score on each unit.
    package let units: [String: Double]
    /// Cross-entropy per target token, in nats.
    package let loss: Double?
    /// The share of rationales in the right format.
    package let formatRate: Double?
  }

  /// One run.
  package struct Run: Sendable, Codable, Equatable {
    /// The seed.
    package let seed: Int
    /// The run's folder.
    package let folder: String
    /// How it stands: `done`, `stopped`, `failed`, ...
    package let state: String
    /// Steps that it has trained; 0 where its weights are not trained, `nil` where it is not done.
    package let steps: Int?
    /// Target tokens that it has trained on; `nil` where it is not done.
    package let targetTokens: Int?
    /// The command that makes it.
    package let command: String
    /// Its scores by measure.
    package let scores: [String: Score]
  }

  /// An arm's score by a measure.
  package struct ArmScore: Sendable, Codable, Equatable {
    /// The mean over seeds and units, with its interval.
    package let estimate: Estimate
    /// Units without a score, which do not count.
    package let unknown: [String]
  }

  /// An arm with its runs.
  package struct Arm: Sendable, Codable, Equatable {
    /// The arm's name.
    package let name: String
    /// What it is.
    package let about: String
    /// The arm whose checkpoints it starts from.
    package let startsFrom: String?
    /// Whether it is a base, which is made once and not measured.
    package let isBase: Bool
    /// Its scores by measure, over the seeds that are done.
    package let scores: [String: ArmScore]
    /// Its runs, by seed.
    package let runs: [Run]
  }

  /// Numbers that others have published.
  package struct Published: Sendable, Codable, Equatable {
    /// What was measured.
    package let label: String
    /// The values' names, in order.
    package let names: [String]
    /// The values.
    package let values: [Double]
    /// Where they were published.
    package let source: String
  }

  /// The study's name.
  package let name: String
  /// What is asked.
  package let title: String
  /// What is claimed.
  package let claim: String
  /// What else is to be known.
  package let about: [String]
  /// Whether it was a quick try.
  package let isQuick: Bool
  /// The seeds.
  package let seeds: [Int]
  /// What all verdicts come to.
  package let outcome: Verdict.Outcome
  /// What of the study was changed after it was begun, in words.
  package let changes: [String]
  /// The verdicts.
  package let verdicts: [Verdict]
  /// What was measured.
  package let measures: [Measure]
  /// The arms.
  package let arms: [Arm]
  /// What is the same in all arms, or made sure of otherwise.
  package let controls: [String]
  /// What others have measured.
  package let published: [Published]
  /// Programs, kernels and machines of the runs, each named once.
  package let machines: [String]
  /// How long it took.
  package let times: StudyTimes

  /// The arms that are measured: all but bases.
  package var measuredArms: [Arm] { arms.filter { !$0.isBase } }
}
