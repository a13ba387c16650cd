import AutogradTestSupport
import Foundation
import Testing

@testable import Autograd

/// Reverse mode against central differences, both in double precision, for every operation.
@Suite struct GradientTests {
  @Test(arguments: gradientTable)
  func gradientEqualsFiniteDifferences(_ row: GradientCase) {
    let experiment = Experiment(row.operands, lossResults: row.lossResults, row.body)
    let outputs = experiment.backward.outputs.map(\.name)
    let values = experiment.interpret(experiment.backward)
    for variable in experiment.variables {
      let gradient = values[outputs.firstIndex(of: "gradient \(variable)")!].values
      let expected = experiment.finiteDifferences(of: variable)
      let scale = expected.map(abs).max()!
      for (element, (actual, expected)) in zip(gradient, expected).enumerated() {
        #expect(
          abs(actual - expected) <= 1e-6 * max(1e-2, scale),
          "operand \(variable), element \(element): \(actual), by differences \(expected)")
      }
    }
  }

  @Test func everyOperationIsInTheTable() throws {
    var covered = Set(undifferentiated.map { $0.name })
    for row in gradientTable {
      let program = Experiment(row.operands, lossResults: row.lossResults, row.body).backward
      let recorded = program.instructions.map(\.operation).map { $0.name }
      #expect(recorded.contains(row.name))
      covered.formUnion(recorded)
    }
    #expect(everyOperation.map { $0.name }.filter { !covered.contains($0) } == [])
  }

  /// The list itself is held against the sources, where they are at hand.
  @Test func theListOfOperationsIsComplete() throws {
    let sources = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Sources/Autograd/Operations").standardizedFileURL
    guard let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil) else {
      return
    }
    let declaration = /static let name = "([A-Za-z]+)"/
    var names: Set<String> = []
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: declaration) { names.insert(String(match.1)) }
    }
    #expect(names.isEmpty || names == Set(everyOperation.map { $0.name }))
    #expect(everyOperation.count == Set(everyOperation.map { $0.name }).count)
  }
}

extension Experiment {
  /// The derivative of the loss with respect to every element of an operand, by central differences.
  func finiteDifferences(of variable: Int) -> [Double] {
    let name = "operand \(variable)"
    let step = 1e-5
    return inputs[name]!.indices.map { element in
      func loss(_ change: Double) -> Double {
        var changed = inputs
        changed[name]![element] += change
        return Interpreter.run(backward.keeping(output: "loss"), changed)[0].values[0]
      }
      return (loss(step) - loss(-step)) / (2 * step)
    }
  }
}

extension Program {
  /// The program without its other outputs.
  func keeping(output name: String) -> Program {
    var program = self
    program.outputs = outputs.filter { $0.name == name }
    return program.removingDeadInstructions()
  }
}
