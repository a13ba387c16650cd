import Autograd
import CPURuntime
import Evaluation
import Instructions
import Models
import RunTestSupport
import Testing

@testable import XLARuntime

/// Rows stand apart here and are joined on the processor: training and evaluation come to the same.
@Suite(.needsPlugIn) struct RowLayoutTests {
  @Test(arguments: [(0, 1), (1, 2), (2, 1), (3, 2)])
  func stepsAreThoseOnJoinedRows(_ index: Int, _ accumulation: Int) throws {
    let world = TrainedSteps.worlds[index]
    let found = try TrainedSteps(world, TestDevice.runtime(), accumulation: accumulation)
    let expected = try TrainedSteps(world, CPURuntime(threads: 2), accumulation: accumulation)
    #expect(found.differences(from: expected) == [], "\(world)")
  }

  /// Losses of examples, and likelihoods of pairs, by one program each.
  @Test(arguments: [0, 2])
  func lossesAreThoseOfJoinedRows(_ index: Int) throws {
    let model = TrainedSteps.worlds[index].model
    let examples = (0..<7).map { index in
      TokenizedExample(
        inputs: (0..<(2 + index * 3 % 8)).map { Int32(3 + ($0 * 7 + index) % 90) } + [1],
        targets: (0..<(1 + index % 5)).map { Int32(3 + ($0 * 3 + index) % 90) } + [1],
        provenance: Provenance(task: "t", instance: index, format: .zeroShot, template: "t"))
    }
    let packer = try Packer(PackingConfiguration(rows: 2, inputLength: 20, targetLength: 9))
    func losses(_ runtime: any Runtime) throws -> [Double] {
      let store = ParameterStore(model.parameters, runtime: runtime)
      store.initialize(seed: 7)
      let evaluator = LossEvaluator(model, store, runtime: runtime, packer: packer)
      let losses: [Double] = try #require(try evaluator.losses(of: examples)).losses.map { $0?.sum ?? .nan }
      let scorer = SequenceScorer(model, store, runtime: runtime)
      let likelihoods = try scorer.logProbabilities(of: examples.map { ($0.inputs, $0.targets) })
      return losses + likelihoods.joined().map(Double.init)
    }
    let (found, expected) = (try losses(TestDevice.runtime()), try losses(CPURuntime(threads: 2)))
    #expect(found.count == expected.count)
    for (a, b) in zip(found, expected) { #expect(abs(a - b) <= 1e-5 * max(1, abs(b))) }
  }
}
