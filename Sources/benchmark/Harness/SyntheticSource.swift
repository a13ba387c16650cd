import Diagnostics
import Foundation
import Instructions
import JSON
import Tokenization

/// A source that makes up its tasks: `{"tasks": 1836, "examples": 1000000}`.
///
/// Short arithmetic, of tasks whose sizes differ by a factor of up to nine; every third task has rationales,
/// every twelfth only for some instances. The tasks take turns, as in the dumps of the Flan collection.
struct SyntheticSource: StorableSource {
  let path: String

  var files: [String] { [path] }

  var settings: String { "synthetic" }

  func read(into sink: inout some TaskSink) throws {
    let object = try JSONDocument.read(path, what: "description of synthetic tasks").object()
    let (tasks, examples) = (
      max(try object.required("tasks").integer(), 1), try object.required("examples").integer()
    )
    let weights = (0..<tasks).map { 1 + $0 % 9 }
    let whole = weights.reduce(0, +)
    let counts = weights.map { max(2, Int(Double(examples) * Double($0) / Double(whole))) }
    let numbers = (0..<tasks).map { task in
      sink.begin(
        InstructionTask(
          name: "task \(10_000 + task)", cluster: "cluster \(task % 62)",
          definitions: ["Read the line and say the number that it asks for."], instances: [],
          positiveExamples: [WorkedExample(input: "Row 1: what is 2 more than 3?", output: "5")],
          origin: SourceLocation(file: path)))
    }
    for turn in 0..<(counts.max() ?? 0) {
      for task in 0..<tasks where turn < counts[task] {
        let (first, second) = (turn % 9973, (turn &* 31 &+ task) % 997)
        var instance = Instance(
          input: "Row \(turn): what is \(first) more than \(second)?", references: ["\(first + second)"],
          line: turn + 1)
        if task % 3 == 0, task % 12 != 0 || turn % 2 == 0 {
          instance.rationale = "\(second) and \(first) are \(first + second)."
        }
        try sink.append(instance, to: numbers[task])
      }
    }
  }
}

/// The stream over a synthetic source, as a run makes it: from the files' hashes to the batches.
struct ScaleStream {
  let batches: BatchStream
  let use: InstanceCache.Use?

  /// Opens the source of so many examples in `folder`, and stores its instances there where they are not yet.
  init(examples: Int, folder: String, vocabulary: String, rows: Int, inputLength: Int, targetLength: Int)
    throws
  {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = "\(folder)/\(examples).synthetic"
    let description = Data("{\"tasks\": 1836, \"examples\": \(examples)}".utf8)
    if FileManager.default.contents(atPath: path) != description {
      try description.write(to: URL(fileURLWithPath: path))
    }
    let cache = InstanceCache(folder: folder, minimumBytes: 0)
    let (tasks, use) = try cache.tasks(of: SyntheticSource(path: path))
    self.use = use
    let split = try TaskCollection(tasks).split(HoldOut(instances: .count(20)))
    let stream = try ExampleStream(
      mixture: Mixture(split.trained, configuration: MixtureConfiguration(rates: .init(cap: 3000))),
      templates: .read(["Data/Templates"]), tokenizer: VocabularyFile.open(vocabulary),
      configuration: .init(seed: 1, promptBudget: inputLength))
    batches = try BatchStream(
      stream,
      configuration: PackingConfiguration(
        rows: rows, inputLength: inputLength, targetLength: targetLength, stepsPerWindow: 1))
  }

  /// Steps far apart, the same in every run.
  func step(_ number: Int) -> Int { Int(UInt32(truncatingIfNeeded: number &* 2_654_435_761)) % 10_000_000 }
}
