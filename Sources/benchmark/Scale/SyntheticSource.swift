import Diagnostics
import Instructions
import JSON

/// A source that makes up its tasks: `{"tasks": 1836, "examples": 1000000}`.
///
/// Short arithmetic, of tasks whose sizes differ by a factor of up to nine; every third task has rationales, every
/// twelfth only for some instances. The tasks take turns, as in the dumps of the Flan collection.
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
