import Autograd
import CPURuntime
import Diagnostics
import Evaluation
import Foundation
import JSON
import ProcessGroups
import Recipes
import Reports
import Runs
import Storage
import TestSupport
import Training

/// A run of a few steps in this process, which can be interrupted at any event.
package struct InterruptedRun: @unchecked Sendable {
  /// How a run is interrupted.
  package enum Manner: CaseIterable, Sendable {
    /// By a request to stop.
    case stop
    /// Without warning, when the files of reports have been written.
    case crashAfterReports
    /// Without warning, before.
    case crashBeforeReports
  }

  /// What a crash throws.
  package struct Crash: Error {}

  /// Checkpoints fall on evaluations at step 6 and after the last step, but nowhere else.
  package static let steps = 8
  package let folder: TemporaryFolder
  private let text: String
  private let loaded: LoadedRecipe
  package var run: RunFolder { RunFolder(of: loaded.recipe) }

  /// - Parameters:
  ///   - optimizer: further members of the recipe's optimizer.
  ///   - train: further members of what it says of training.
  ///   - accumulation: a step's parts; `nil` says nothing of them.
  package init(
    metric: BestMetric, accumulation: Int? = 1, patience: Int? = nil, stopAt: Double? = nil,
    optimizer: String = "", train: String = "", rows: Int = 2
  ) throws {
    folder = try TemporaryFolder()
    for cluster in ["colors", "sizes"] {
      let entries = (0..<16).map { "{\"input\": \"\(cluster) \($0)\", \"output\": \"\($0 % 3)\"}" }
      try folder.write(
        "{\"Definition\": \"Count.\", \"Cluster\": \"\(cluster)\", \"Instances\": [\(entries.joined(separator: ","))]}",
        to: "tasks/\(cluster).json")
    }
    let recipe = """
      {
        "name": "run", "seed": 11,
        "model": {
          "preset": "tiny", "modelDimension": 8, "headDimension": 4, "heads": 2, "feedForwardDimension": 12,
          "encoderLayers": 1, "decoderLayers": 1, "dropout": 0.1
        },
        "tokenizer": {"vocabulary": "bytes"},
        "data": {
          "tasks": [{"path": "\(folder.path)/tasks"}], "heldOutClusters": ["sizes"], "heldOutInstances": 2,
          "maxTruncatedFraction": 1
        },
        "packing": {"inputLength": 48, "targetLength": 8, "rows": \(rows), "examplesPerStep": 3},
        "optimizer": {\(optimizer) "learningRate": 0.01},
        "train": {
          \(train) \(accumulation.map { "\"accumulation\": \($0)," } ?? "") "steps": \(InterruptedRun.steps)
        },
        "evaluation": {
          "every": 3, "heldOutInstancesPerTask": 1, "heldOutClusterInstancesPerTask": 1, "maximumTokens": 2,
          "batch": 4, "formats": ["zero-shot"], "bestMetric": "\(metric.rawValue)",
          "patience": \(patience.map(String.init) ?? "null"), "stopAt": \(stopAt.map { "\($0)" } ?? "null"),
          "minimumImprovement": \(patience == nil ? 0 : 10)
        },
        "checkpoint": {"every": 2, "keepLast": 2},
        "logging": {"every": 1, "stepSizes": 3},
        "output": {"folder": "\(folder.path)/runs"}
      }
      """
    text = recipe
    loaded = try Recipe.read(Data(recipe.utf8), file: "\(folder.path)/run.json")
  }

  /// The recipe as a file.
  package func recipePath() throws -> String {
    try folder.write(text, to: "run.json")
    return "\(folder.path)/run.json"
  }

  /// Raises the request, or throws, at an event.
  private final class Interrupter: TrainingListener {
    private let event: Int?
    private let stop: StopRequest?
    private(set) var events = 0

    init(at event: Int?, stop: StopRequest?) {
      self.event = event
      self.stop = stop
    }

    func receive(_ event: TrainingEvent) throws {
      // How far an evaluation is comes between two others that matter.
      if case .progress = event { return }
      defer { events += 1 }
      if events != self.event { return }
      guard let stop else { throw Crash() }
      stop.raise()
    }
  }

  /// Trains to the end, or to an event.
  /// - Returns: the number of events, and how the run ended; `nil` where it crashed.
  @discardableResult
  package func train(
    interruptedAt event: Int? = nil, by manner: Manner = .stop, fileSystem: FileSystem = .standard,
    listener: (any TrainingListener)? = nil, runtime: any Runtime = CPURuntime(threads: 1),
    ranks: (any ProcessGroup)? = nil
  ) throws -> (events: Int, ending: RunOutcome?) {
    let stop = StopRequest()
    let interrupter = Interrupter(at: event, stop: manner == .stop ? stop : nil)
    var options = RunSession.Options(programVersion: "test")
    options.fileSystem = fileSystem
    let session = RunSession(loaded, folder: run, options: options, runtime: runtime, ranks: ranks)
    do {
      let ending = try session.run(stop: stop) { folder in
        let reports: [any TrainingListener] =
          [
            MetricsFileReporter(folder), EvaluationFileReporter(folder), HTMLReporter(folder),
          ] + (listener.map { [$0] } ?? [])
        return TrainingListeners(
          manner == .crashBeforeReports ? [interrupter] + reports : reports + [interrupter])
      }
      return (interrupter.events, ending)
    } catch is Crash {
      return (interrupter.events, nil)
    }
  }

  /// A file of predictions, which name the instances' files, without the folder that this run alone lies in.
  private func withoutFolder(_ path: String) throws -> Data {
    let text = String(decoding: try InputFile.read(path, what: "file"), as: UTF8.self)
    let written = folder.path.replacing("/", with: "\\/")
    return Data(text.replacing(folder.path, with: "").replacing(written, with: "").utf8)
  }

  /// All that must not depend on interruptions: the files of the last and the best model, the rows of the metrics
  /// without times, every prediction and score.
  package func result() throws -> [String: Data] {
    var result: [String: Data] = [:]
    let last = run.checkpointSteps.last ?? 0
    for model in [run.checkpointFolder(step: last), run.bestFolder] {
      for name in try FileManager.default.contentsOfDirectory(atPath: model) {
        result["\(model.dropFirst(run.path.count))/\(name)"] = try InputFile.read(
          "\(model)/\(name)", what: "file")
      }
    }
    for step in run.evaluationSteps {
      let folder = run.evaluationFolder(step: step)
      result["predictions \(step)"] = try withoutFolder("\(folder)/predictions.jsonl")
      let file = try InputFile.read(run.evaluationSummaryFile(step: step), what: "summary")
      var summary = try EventCoding.decode(EvaluationSummary.self, from: file)
      summary.seconds = 0
      result["summary \(step)"] = try EventCoding.line(summary)
    }
    for case let name as String in FileManager.default.enumerator(atPath: run.path) ?? .init()
    where Self.isLeftOver(name) { result["left over: \(name)"] = Data() }
    result["table"] = try table()
    result["rows"] = try rows()
    return result
  }

  /// Whether a file is one that only lives while something is being written.
  private static func isLeftOver(_ name: String) -> Bool {
    let file = name.split(separator: "/").last ?? ""
    return file.hasPrefix(".") || file.hasSuffix(".journal") || file == "LOCK"
  }

  private static let times = ["seconds", "tokensPerSecond"]

  private func table() throws -> Data {
    let text = String(decoding: try InputFile.read(run.metricsTableFile, what: "table"), as: UTF8.self)
    let cells = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let kept = cells[0].indices.filter { !InterruptedRun.times.contains(String(cells[0][$0])) }
    return Data(
      cells.map { row in kept.map { String(row[$0]) }.joined(separator: ",") }.joined(separator: "\n").utf8)
  }

  private func rows() throws -> Data {
    let lines = try InputFile.read(run.metricsFile, what: "rows").split(separator: UInt8(ascii: "\n"))
    let rows = try lines.map { line in
      var row = try JSONSerialization.jsonObject(with: line) as? [String: Any] ?? [:]
      for time in InterruptedRun.times { row[time] = nil }
      return String(
        decoding: try JSONSerialization.data(withJSONObject: row, options: .sortedKeys), as: UTF8.self)
    }
    return Data(rows.joined(separator: "\n").utf8)
  }
}
