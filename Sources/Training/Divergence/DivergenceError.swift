import Diagnostics
import Runs

/// Training has diverged: it has left the finite numbers, and a loss, a gradient or a weight is NaN or
/// infinite. Nothing of the step has been saved.
package struct DivergenceError: UserError, Equatable {
  /// What is known of it.
  package let report: DivergenceReport
  /// The run's folder.
  package let run: String
  /// The last step that has a checkpoint.
  package let lastCheckpoint: Int?

  /// The step, counted from 1.
  package var step: Int { report.step }

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory { .diverged }

  /// Where it is.
  package var location: SourceLocation? { nil }

  /// What is wrong.
  package var problem: String {
    let tasks = Set(report.examples.map(\.task)).sorted()
    let lines = [
      "training diverged at step \(step): loss \(text(report.loss)), gradient norm \(text(report.gradientNorm))",
      "  first: \(report.origin?.words ?? report.note ?? "unknown")",
      example.map { "  example: \($0.words)" },
      largest(\.norm).map { "  largest weights before the step: norm \($0.value) of \($0.name)" },
      largest(\.gradientNorm).map { "  largest finite gradient: norm \($0.value) of \($0.name)" },
      "  tasks of the step: \(tasks.prefix(8).joined(separator: ", "))",
    ]
    return lines.compactMap { $0 }.joined(separator: "\n")
  }

  /// What to do about it.
  package var nextStep: String? {
    let rate = "Lower optimizer.learningRate"
    let start = lastCheckpoint.map { "\(rate) and go on from the checkpoint of step \($0)" } ?? rate
    return "\(start). All of it: flan-train inspect \(run) --diverged"
  }

  /// The example that the first value belongs to.
  private var example: BatchExample? {
    guard let origin = report.origin, let row = origin.row, let segment = origin.segment else { return nil }
    return report.examples.first { $0.row == row && $0.segment == segment }
  }

  private func largest(
    _ norm: (DivergenceReport.Parameter) -> Double?
  ) -> (name: String, value: Double)? {
    report.parameters.compactMap { parameter in norm(parameter).map { (name: parameter.name, value: $0) } }
      .filter { $0.value.isFinite }.max { $0.value < $1.value }
  }

  private func text(_ value: Double) -> String { value.isNaN ? "nan" : "\(value)" }
}
