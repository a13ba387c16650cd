import Autograd
import AutogradTestSupport
import Instructions
import Testing

@testable import Evaluation

@Suite struct LossEvaluatorTests {
  private let model = SmallModel()

  private func losses(_ examples: [TokenizedExample], _ packer: Packer) throws -> [LossEvaluator.ExampleLoss?]
  {
    let evaluator = LossEvaluator(model.model, model.parameters, runtime: model.runtime, packer: packer)
    return try #require(try evaluator.losses(of: examples)).losses
  }

  private func examples() throws -> [TokenizedExample] {
    try model.heldOut(5).groups.flatMap(\.examples).map(\.tokens)
  }

  /// Every example's loss is that of the example alone, however rows are filled.
  @Test(arguments: [1, 2, 3, 7], [PackingStrategy.bestFit, .nextFit])
  func packedLosses_areTheLossesAlone(_ rows: Int, _ strategy: PackingStrategy) throws {
    let examples = try examples()
    let packed = try losses(
      examples, model.packer(rows: rows, inputLength: 160, targetLength: 40, strategy: strategy))
    for (index, example) in examples.enumerated() {
      let alone = try #require(
        try losses(
          [example],
          model.packer(rows: 1, inputLength: example.inputs.count, targetLength: example.targets.count))[0])
      let together = try #require(packed[index])
      #expect(together.tokens == example.targets.count && alone.tokens == together.tokens)
      #expect(together.sum == alone.sum, "example \(index)")
    }
  }

  /// On a runtime that wants rows apart they are the same.
  @Test func lossesAndLikelihoods_areThoseOfRowsApart() throws {
    let examples = try examples()
    let packer = try model.packer(rows: 3, inputLength: 160, targetLength: 40)
    func values(_ runtime: any Runtime) throws -> [Double] {
      let evaluator = LossEvaluator(model.model, model.parameters, runtime: runtime, packer: packer)
      let scorer = SequenceScorer(model.model, model.parameters, runtime: runtime)
      let losses: [Double] = try #require(try evaluator.losses(of: examples)).losses.map { $0?.sum ?? .nan }
      let likelihoods = try scorer.logProbabilities(of: examples.map { ($0.inputs, $0.targets) })
      return losses + likelihoods.joined().map(Double.init)
    }
    let (joined, apart) = (try values(model.runtime), try values(RowsApartRuntime(model.runtime)))
    #expect(joined.count == apart.count)
    for (a, b) in zip(joined, apart) { #expect(abs(a - b) <= 1e-5 * max(1, abs(b))) }
  }

  @Test func order_doesNotMatter() throws {
    let examples = try examples()
    let packer = try model.packer(rows: 2, inputLength: 160, targetLength: 40)
    let (forth, back) = (try losses(examples, packer), try losses(examples.reversed(), packer))
    for (left, right) in zip(forth, back.reversed()) {
      let (left, right) = (try #require(left), try #require(right))
      #expect(left == right)
    }
  }

  @Test func longExamples_areCounted() throws {
    let examples = try model.heldOut(4, longInputs: 2).groups.flatMap(\.examples).map(\.tokens)
    let long = examples.count { $0.inputs.count > 64 }
    #expect(long >= 4)
    for policy in [PackingConfiguration.LongExamples.truncate, .drop] {
      let packer = try model.packer(longExamples: policy)
      let evaluator = LossEvaluator(
        model.model, model.parameters, runtime: model.runtime, packer: packer)
      #expect(try evaluator.losses(of: examples, shouldStop: { true }) == nil)
      let (losses, ledger) = try #require(try evaluator.losses(of: examples))
      #expect(ledger.reconciles && ledger.total.read == examples.count)
      #expect(losses.count { $0 == nil } == (policy == .drop ? long : 0))
      #expect(ledger.total.truncated == (policy == .drop ? 0 : long))
      #expect(ledger.total.dropped[.tooLong] ?? 0 == (policy == .drop ? long : 0))
    }
    #expect(throws: PackingError.self) { try losses(examples, model.packer(longExamples: .fail)) }
  }
}
