import Diagnostics
import Testing
import TestSupport
import Tokenization

@testable import Evaluation

@Suite struct SuiteQuestionsTests {
  @Test func promptsHaveInstructionShotsAndQuestion() throws {
    let questions = try SuiteWorld().run().questions
    #expect(questions.count == 12)
    let first = questions[0]
    #expect(
      first.prompt
        == "a 1\n\nQ: shot 0 A: yes\n\nQ: shot 1 A: no\n\nQ: shot 2 A: yes\n\nQ: w A:")
    #expect(first.id == "a_1-0" && first.references == ["yes"] && first.options == ["yes", "no"])
    #expect(first.tokens == ByteTokenizer().encode(first.prompt) + [1])
    #expect(questions.allSatisfy { $0.shots == 3 && !$0.isCut })
  }

  /// As the row gets shorter, prompts lose their last shots first, then their beginning; every count adds up.
  @Test func promptsFitEveryLength() throws {
    let world = try SuiteWorld()
    let whole = try world.run().questions
    let bare = try world.run(SuiteRunOptions(shots: 0)).questions
    for length in 8...90 {
      let run = try world.run(SuiteRunOptions(inputLength: length))
      var ledger = PromptLedger()
      for (question, (full, short)) in zip(run.questions, zip(whole, bare)) {
        #expect(question.tokens.count <= length && question.tokens.last == 1)
        if question.isCut {
          #expect(question.shots == 0 && question.tokens.count == length)
          #expect(short.prompt.hasSuffix(question.prompt) && short.tokens.count > length)
        } else {
          #expect(full.prompt.hasPrefix("\(full.task == "b" ? "b" : "a 1")\n\n"))
          let more = SuiteRunOptions(shots: question.shots + 1)
          let longer = try world.run(more).questions.first {
            $0.id == question.id
          }
          #expect(question.shots == 3 || (longer?.tokens.count ?? 0) > length)
        }
        ledger.add(question, wanted: 3)
      }
      #expect(ledger.asked == ledger.whole + ledger.fewerShots + ledger.cut)
    }
  }

  /// A larger subset contains every smaller one, another seed gives another, and order is the data's.
  @Test func subsetsAreNested() throws {
    let world = try SuiteWorld(lines: 20)
    var last: Set<String> = []
    for limit in 1...20 {
      let questions = try world.run(SuiteRunOptions(limit: limit, seed: 4)).questions
      let ids = questions.compactMap(\.id)
      #expect(ids.count == 2 * limit && Set(ids).isSuperset(of: last))
      #expect(
        questions.filter { $0.task == "b" }.map(\.index).sorted()
          == questions.filter { $0.task == "b" }.map(\.index))
      last = Set(ids)
    }
    let seeds = try (0..<5).map { seed in
      try world.run(SuiteRunOptions(limit: 4, seed: seed)).questions.map(\.id)
    }
    #expect(Set(seeds).count == 5)
  }

  @Test(arguments: [(0, "a 1\n\nQ: w A:"), (1, "a 1\n\nQ: shot 0 A: yes\n\nQ: w A:")])
  func shotsCanBeFewer(_ shots: Int, _ prompt: String) throws {
    #expect(try SuiteWorld().run(SuiteRunOptions(shots: shots)).questions[0].prompt == prompt)
  }

  /// More shots than there are: as many as there are.
  @Test func shotsEnd() throws {
    let run = try SuiteWorld().run(SuiteRunOptions(shots: 50))
    #expect(run.questions.allSatisfy { $0.shots == 6 && !$0.isCut })
  }

  @Test func examplesCanLieElsewhere() throws {
    let other = try TemporaryFolder(["one.jsonl": #"{"input": "else", "target": "there"}"#])
    let options = SuiteRunOptions(examplesPath: "\(other.path)/one.jsonl")
    #expect(try SuiteWorld().run(options).questions[0].prompt.contains("else A: there"))
  }

  @Test func wrongWishes_areRefused() throws {
    func message(_ body: () throws -> Void) throws -> String {
      let error = #expect(throws: (any Error).self) { try body() }
      return try #require(error as? any UserError).description
    }
    let likelihood = SuiteRunOptions(scoring: .likelihood)
    #expect(
      try message { _ = try SuiteWorld(prompting: "chain-of-thought").run(likelihood) }
        .contains("cannot be ranked"))
    var bare = try SuiteWorld()
    let small = SmallSuite.make()
    #expect(
      try message {
        _ = try SuiteQuestions(
          small, data: SuiteData(bare.suite, folder: bare.folder.path), tokenizer: ByteTokenizer(),
          options: SuiteRunOptions())
      }.contains("does not say how a model is asked"))
    bare = try SuiteWorld(prompt: Self.ownField)
    #expect(try message { _ = try bare.run() }.contains("a_1.jsonl:1:1: has no text 'premise'"))
  }

  private static let ownField = #"{"example": "{input} {answer}", "question": "{premise}"}"#

  /// Without options there is nothing to rank, unless the suite lists choices.
  @Test func rankingNeedsOptions() throws {
    let folder = try TemporaryFolder(["t.jsonl": #"{"input": "q", "target": "a"}"#])
    func run(_ task: String) throws -> SuiteRun {
      let suite = try EvaluationSuiteTests.parse(
        """
        {"name": "s", "title": "S", "prompting": "direct", "shots": 0, "maximumTokens": 4, "answer": "whole",
         "metrics": ["exact-match"], "data": {"layout": "json-lines", "splits": {"test": "{task}.jsonl"}},
         "prompt": {"question": "{question}"}, "tasks": [\(task)]}
        """)
      return try SuiteRun(
        suite, data: SuiteData(suite, folder: folder.path), tokenizer: ByteTokenizer(),
        options: SuiteRunOptions(scoring: .likelihood))
    }
    let error = #expect(throws: SuiteError.self) { try run(#""t""#) }
    #expect(error?.location?.line == 1 && error?.category == .data)
    #expect(try run(#"{"name": "t", "choices": ["a", "b"]}"#).questions[0].options == ["a", "b"])
  }

  /// Tasks without data end a whole run and are left out of a partial one.
  @Test func missingTasks() throws {
    let world = try SuiteWorld()
    let folder = try TemporaryFolder([
      "b.jsonl": #"{"input": "q", "target": "a"}"#, "shots/b.jsonl": #"{"input": "q", "target": "a"}"#,
    ])
    func run(_ isPartial: Bool, in path: String) throws -> SuiteRun {
      try SuiteRun(
        world.suite, data: SuiteData(world.suite, folder: path), tokenizer: ByteTokenizer(),
        options: SuiteRunOptions(isPartial: isPartial))
    }
    #expect(throws: FileError.self) { try run(false, in: folder.path) }
    #expect(try run(true, in: folder.path).questions.map(\.task) == ["b"])
    let empty = try TemporaryFolder()
    let error = #expect(throws: SuiteError.self) { try run(true, in: empty.path) }
    #expect(error?.description.contains("a_1.jsonl") == true)
  }
}
