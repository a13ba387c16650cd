import Diagnostics
@testable import Evaluation
import Foundation
import Instructions
import JSON
import Testing
import Tokenization

/// Held-out texts: a loss for each source, no answers.
@Suite struct HeldOutTextsTests {
  private let model = SmallModel()

  private func texts() throws -> HeldOutSet {
    let splits = try ["first", "second"].map { name in
      var task = InstructionTask(
        name: name, cluster: name,
        instances: (0..<4).map { Instance(input: "\(name) text with the number \($0).", references: []) },
        origin: SourceLocation(file: name))
      task.holdsDocuments = true
      task = try task.cut(for: .prefixLM, length: 20, .init(ByteTokenizer())).task
      return TaskSplit(task: task, train: [], heldOut: Array(task.instances.indices))
    }
    let maker = EvaluationExamples(
      templates: try TemplateLibrary.read([templateFolder]), tokenizer: ByteTokenizer(),
      configuration: .init(seed: 3))
    return try HeldOutSet(splits, formats: [.zeroShot], limit: 6, maker: maker)
  }

  @Test func lossAndLastWordsAreKnown() throws {
    let set = try texts()
    #expect(set.isOfTexts && set.count == 12)
    var work: Set<String> = []
    let evaluator = model.evaluator(try model.packer(targetLength: 24))
    let outcome = try #require(try evaluator.evaluate(set, onProgress: { work.insert($0.work) }))
    // Each document of two pieces ends once.
    #expect(work == ["losses", "last words"] && outcome.ledger.total.used == 12)
    #expect(outcome.predictions.count == set.groups.flatMap(\.examples).count { $0.lastWord != nil })
    for (score, group) in zip(outcome.scores, set.groups) {
      let words = group.examples.compactMap(\.lastWord?.word)
      #expect(words.allSatisfy { ["0.", "1.", "2.", "3."].contains($0) } && (2...4).contains(words.count))
      #expect(score.asked == words.count && score.correct <= score.asked)
      #expect(score.task == group.task && score.examples == 6 && score.metric.reason == .lastWord)
      #expect(score.targetTokens == group.examples.reduce(0) { $0 + $1.tokens.targets.count })
      // A model that knows nothing of 384 ids is near the logarithm of their number.
      #expect(abs(score.lossSum / Double(score.targetTokens) - log(384)) < 1)
    }
    #expect(try evaluator.evaluate(set, shouldStop: { true }) == nil)
  }

  @Test func scoresOfAnswersAreNotMadeUp() throws {
    let row = EvaluationRow(
      task: "texts", format: .zeroShot, examples: 3, correct: 0, metricReason: .lossAlone, targetTokens: 10,
      lossSum: 25)
    var group = EvaluationGroup(name: .heldOutTexts, rows: [row])
    #expect(row.exactMatch == nil && row.score == nil && row.loss == 2.5)
    #expect(
      group.exactMatch == nil && group.macroExactMatch == nil && group.score == nil && group.loss == 2.5)
    #expect(group.majorityBaseline == nil && group.chance == nil && group.metrics.isEmpty)
    let text = String(decoding: try JSONEncoder().encode(group), as: UTF8.self)
    #expect(text.contains("\"loss\":2.5") && !text.contains("exactMatch"))
    #expect(try JSONDecoder().decode(EvaluationGroup.self, from: Data(text.utf8)) == group)
    group.rows.append(
      EvaluationRow(task: "a", format: .zeroShot, examples: 4, correct: 1, targetTokens: 1, lossSum: 1))
    #expect(group.exactMatch == 0.25 && group.metrics == [.exactMatch])
  }
}
