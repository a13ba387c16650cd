import Diagnostics
@testable import Evaluation
import Instructions
import Testing

@Suite struct HeldOutSetTests {
  private func split(_ answers: [[String]], train: [Int]) -> TaskSplit {
    TaskSplit(
      task: InstructionTask(
        name: "t", cluster: "c", instances: answers.map { Instance(input: "x", references: $0) },
        origin: Diagnostics.SourceLocation(file: "t")),
      train: train, heldOut: answers.indices.filter { !train.contains($0) })
  }

  /// Answers, the trained instances, the majority answer.
  @Test(
    arguments: [
      ([["a"], ["b"], ["b"]], [0, 1, 2], "b"),
      ([["b"], ["a"]], [0, 1], "a"),  // equally frequent: the first by its bytes
      ([["a"], ["b"], ["b"]], [0], "a"),  // what is held out does not count beside trained instances
      ([["a"], ["b"], ["b"]], [], "b"),  // nothing is trained
      ([["a", "a", "a"], ["b"], ["b"]], [0, 1, 2], "b"),  // an instance counts once
      ([["a", "c"], ["b", "c"]], [0, 1], "c"),
      ([], [], nil),
    ] as [([[String]], [Int], String?)])
  func majorityAnswer(_ answers: [[String]], _ train: [Int], _ expected: String?) {
    #expect(HeldOutSet.majorityAnswer(of: split(answers, train: train)) == expected)
  }

  @Test func groups_areTasksThenFormats() throws {
    let set = try SmallModel().heldOut(3)
    #expect(set.groups.map(\.task) == ["first", "first", "second", "second"])
    #expect(set.groups.map(\.format) == [.zeroShot, .fewShot, .zeroShot, .fewShot])
    #expect(set.count == 12)
    #expect(
      set.groups.flatMap(\.examples).allSatisfy { $0.tokens.inputs.last == 1 && $0.tokens.targets.last == 1 })
  }

  /// A few-shot prompt without room for an exemplar would be the zero-shot prompt a second time.
  @Test func promptsWithoutRoom_areNotAskedTwice() throws {
    for budget in [20, 60, 80, 100, 400] {
      let set = try SmallModel().heldOut(4, promptBudget: budget)
      let (zero, few) = (
        set.groups.filter { $0.format == .zeroShot }, set.groups.filter { $0.format == .fewShot }
      )
      #expect(zero.map(\.examples.count) == [4, 4])
      #expect(few.reduce(0) { $0 + $1.examples.count } + set.withoutRoom == 8)
      if budget == 20 { #expect(few.isEmpty) }
      if budget == 400 { #expect(set.withoutRoom == 0) }
    }
  }

  @Test func emptySplits_giveAnEmptySet() throws {
    let model = SmallModel()
    let set = try model.heldOut(0)
    #expect(set.groups.isEmpty && set.count == 0)
    let outcome = try model.evaluator(model.packer()).evaluate(set)
    #expect(outcome?.scores.isEmpty == true && outcome?.predictions.isEmpty == true)
  }
}

@Suite struct GuessedAnswerTests {
  /// Candidates, options, references, the chance of a guess.
  @Test(
    arguments: [
      (["a", "b"], [], ["a"], 0.5),
      (["a", "b", "a", " a "], [], ["a"], 0.5),  // each once, but for white space
      (["a", "b", "c"], [], ["a", "c", "d"], 2 / 3.0),  // several are right
      (["a"], [], ["a"], 1),
      (["a", "b"], [], ["c"], 0),  // the right answer is not among them
      ([], ["yes", "no"], ["no"], 0.5),  // options are candidates
      (["a", "b", "c", "d"], ["a", "b"], ["a"], 0.25),  // candidates come first
      ([], [], ["a"], 0),  // free text
    ] as [([String], [String], [String], Double)])
  func chance(_ candidates: [String], _ options: [String], _ references: [String], _ expected: Double) {
    let instance = Instance(input: "?", references: references, options: options, candidates: candidates)
    #expect(GuessedAnswer.chance(instance) == expected)
  }
}
