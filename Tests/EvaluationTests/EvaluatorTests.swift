import Instructions
import Testing

@Suite struct EvaluatorTests {
  private let model = SmallModel()

  /// Scores and predictions are the same however many prompts are decoded together.
  @Test(arguments: [1, 2, 3, 7, 64])
  func batchSize_doesNotMatter(_ batch: Int) throws {
    let set = try model.heldOut(3)
    let packer = try model.packer(inputLength: 160, targetLength: 40)
    let expected = try #require(try model.evaluator(packer, batch: 5).evaluate(set))
    #expect(try model.evaluator(packer, batch: batch).evaluate(set) == expected)
  }

  @Test func scores_addUp() throws {
    let set = try model.heldOut(5)
    let outcome = try #require(try model.evaluator(model.packer(inputLength: 160)).evaluate(set))
    #expect(outcome.scores.count == set.groups.count && outcome.predictions.count == set.count)
    for (score, group) in zip(outcome.scores, set.groups) {
      let mine = outcome.predictions.filter {
        $0.example.task == group.task && $0.example.format == group.format
      }
      #expect(score.examples == mine.count && score.correct == mine.count(where: \.isCorrect))
      #expect(score.cutOutputs == mine.count(where: \.hitLimit))
      #expect(score.targetTokens == group.examples.reduce(0) { $0 + $1.tokens.targets.count })
      #expect(score.lossSum.isFinite && score.lossSum > 0)
      // Five instances answer ab, abab, ababab, abababab, ab: the majority answer is right twice.
      #expect(group.majorityAnswer == "ab")
      #expect(score.majorityCorrect == 2)
      #expect(score.chance == 0 && score.strictCorrect == nil && score.withAnswerPhrase == nil)
    }
    #expect(outcome.ledger.total.used == set.count && outcome.ledger.reconciles)
  }

  /// A prompt that is longer than the row is cut for decoding as for the loss, and both are counted once.
  @Test func longPrompts_areInTheLedger() throws {
    let set = try model.heldOut(4, longInputs: 2)
    let outcome = try #require(try model.evaluator(model.packer(targetLength: 12)).evaluate(set))
    #expect(outcome.ledger.total.truncated >= 4 && outcome.ledger.reconciles)
    #expect(outcome.ledger.tasks.keys.sorted() == ["first", "second"])
    #expect(outcome.predictions.count == set.count)
  }

  @Test func request_endsTheEvaluation() throws {
    let set = try model.heldOut(5)
    let evaluator = model.evaluator(try model.packer(inputLength: 160), batch: 2)
    #expect(try evaluator.evaluate(set, shouldStop: { true }) == nil)
    var questions = 0
    let outcome = try evaluator.evaluate(set) {
      questions += 1
      return questions > 3
    }
    #expect(outcome == nil && questions == 4)
    // The evaluator is as good as new.
    #expect(try evaluator.evaluate(set)?.predictions.count == set.count)
  }
}
