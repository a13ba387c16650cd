import Commands
import Diagnostics
import Foundation
import JSON
import Runs
import Storage

extension StudyResults {
  /// What the runs of a plan have come to.
  /// - Parameter ends: how they have ended.
  /// - Throws: what reading runs and their scores throws.
  package init(
    of plan: StudyPlan, ends: [StudyRun.ID: RunEnd], times: StudyTimes,
    bootstrap: HierarchicalBootstrap = HierarchicalBootstrap()
  ) throws {
    let study = plan.study
    var scores: [String: [String: ArmScores]] = [:]
    for measure in study.measures {
      for arm in study.measuredArms {
        let done = plan.runs(ofArm: arm.name).filter { ends[$0.id] == .done }
        if done.isEmpty { continue }
        scores[measure.name, default: [:]][arm.name] = try ArmScores(arm: arm.name, of: done, by: measure)
      }
    }
    let judge = Judge(bootstrap)
    let verdicts = study.verdicts.compactMap { rule -> Verdict? in
      guard let measure = study.measures.first(where: { $0.name == rule.measure ?? study.measures[0].name })
      else { return nil }
      return judge.verdict(rule, measure: measure, scores: scores[measure.name] ?? [:], seeds: plan.seeds)
    }
    self.init(
      name: study.name, title: study.title, claim: study.claim, about: study.about.lines,
      isQuick: plan.isQuick, seeds: plan.seeds, outcome: .of(all: verdicts.map(\.outcome)),
      changes: try plan.folder.changes(to: study),
      verdicts: verdicts,
      measures: study.measures.map { Measure(name: $0.name, about: $0.words) },
      arms: try study.arms.map { try Self.arm($0, plan, ends, scores, bootstrap) }, controls: study.controls,
      published: study.published.map { numbers in
        Published(
          label: numbers.label, names: numbers.values.entries.map(\.name),
          values: numbers.values.entries.map(\.value), source: numbers.source)
      }, machines: try Self.machines(plan.runs.filter { ends[$0.id] == .done }), times: times)
  }

  /// Reads what a finished study has found.
  /// - Throws: `StudyError.noResults`, `StudyError.damaged`, `FileError`.
  package static func read(_ folder: StudyFolder) throws -> StudyResults {
    if !FolderChain.isFile(folder.resultsFile) { throw StudyError.noResults(path: folder.path) }
    do {
      return try EventCoding.decode(
        StudyResults.self, from: InputFile.read(folder.resultsFile, what: "results of a study"))
    } catch is DecodingError {
      throw StudyError.damaged(
        path: folder.resultsFile, problem: "is no study's results that this version can read")
    }
  }

  /// The content of `study.json`.
  package func jsonText() throws -> Data { try EventCoding.pretty(self) }

  private static func arm(
    _ arm: StudyArm, _ plan: StudyPlan, _ ends: [StudyRun.ID: RunEnd],
    _ scores: [String: [String: ArmScores]], _ bootstrap: HierarchicalBootstrap
  ) throws -> Arm {
    let own = scores.compactMapValues { $0[arm.name] }
    let runs = plan.runs(ofArm: arm.name)
    return Arm(
      name: arm.name, about: arm.about, startsFrom: arm.startsFrom, isBase: arm.base,
      scores: own.mapValues { scores in
        ArmScore(
          estimate: bootstrap.estimate([scores.table]) { $0[0] },
          unknown: Set(scores.runs.values.flatMap(\.unknown)).sorted())
      },
      runs: try runs.map { run in
        let amount = try ends[run.id] == .done ? TrainedAmount(of: run) : nil
        return Run(
          seed: run.id.seed, folder: PublicPath.of(run.folder.path), state: ends[run.id]?.word ?? "not begun",
          steps: amount?.steps, targetTokens: amount?.targetTokens,
          command: ExternalCommand(["flan-train"] + run.arguments.map(PublicPath.setting)).text,
          scores: own.compactMapValues { $0.runs[run.id.seed].map(Score.init) })
      })
  }

  /// Of the runs' passports what results depend on, each once.
  private static func machines(_ runs: [StudyRun]) throws -> [String] {
    let passports = try runs.map { try $0.folder.passport() }
    let lines = passports.map { passport in
      let program = passport.programSHA256.map { " (SHA-256 \($0.prefix(12))...)" } ?? ""
      let own =
        "kernels for \(passport.kernels ?? "an unknown processor"), matrix products by \(passport.blas)"
      let device = passport.device.map { "\($0.words), SHA-256 \($0.shortHash)" }
      return "flan-train \(passport.programVersion)\(program), \(device ?? own), on \(passport.processor)"
    }
    return Set(lines).sorted()
  }
}

extension StudyResults.Score {
  fileprivate init(_ scores: RunScores) {
    self.init(
      step: scores.step,
      score: scores.units.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value }
        / Double(max(1, scores.units.count)),
      units: scores.units, loss: scores.loss, formatRate: scores.formatRate)
  }
}

extension RunEnd {
  /// The end in a word or two.
  package var word: String {
    switch self {
    case .done: "done"
    case .stopped: "stopped"
    case .failed(.diverged, _, _): "diverged"
    case .failed: "failed"
    case .notBegun: "not begun"
    }
  }
}

extension StudyMeasure {
  /// What is measured, in words.
  package var words: String {
    if !about.isEmpty { return about }
    let what =
      switch score {
      case .normalized: "exact match from guessing (0) to everything right (100)"
      case .exactMatch: "exact match"
      case .ownMetric: "each task's own metric"
      case .strictExactMatch: "exact match behind \"the answer is\""
      case .tokenProbability: "probability of a right token (geometric mean), of 100"
      }
    let of =
      switch group {
      case _ where suite != nil: "suite \(suite ?? "")"
      case .heldOutClusters: "held-out clusters"
      case .heldOutInstances: "held-out instances"
      case .heldOutTexts: "held-out texts"
      }
    let places = clusters.isEmpty ? "" : " " + clusters.joined(separator: ", ")
    let asked = formats.isEmpty ? "" : ", " + formats.map(\.rawValue).joined(separator: ", ")
    return
      "\(what), \(of)\(places)\(asked), mean over \(countedUnit.rawValue)s, at the \(at.rawValue) checkpoint"
  }
}
