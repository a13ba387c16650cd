import Diagnostics
import Testing
import TestSupport

@testable import Evaluation

@Suite struct WorkedExamplesTests {
  static let blocks = """
    CANARY
    -----
    Sort
    words.

    Q: b a
    A: Let's think step by step.
    One answer is no. So the answer is a b.

    Q: d
    c?
    A: Let's think step by step. First.

    Then the answer is (C).
    """

  @Test func blocksAreRead() throws {
    let prompt = try PromptBlocks(Self.blocks)
    #expect(prompt.description == "Sort\nwords.")
    #expect(
      prompt.blocks == [
        .init(question: "b a", rationale: "One answer is no. So the answer is a b.", answer: "a b"),
        .init(question: "d\nc?", rationale: "First.\n\nThen the answer is (C).", answer: "(C)"),
      ])
  }

  @Test(
    arguments: [
      ("", 0, "no block"), ("text\n", 0, "no block"), ("x\n\nQ: q\n", 1, "begins with 'A:'"),
      ("Q: q\nA: a answer is b.\n\nQ: q\nA: none", 2, "without the words"),
    ] as [(String, Int, String)])
  func wrongBlocks_areNamed(_ text: String, _ block: Int, _ problem: String) throws {
    let error = #expect(throws: PromptBlocks.Problem.self) { try PromptBlocks(text) }
    #expect(error?.block == block && error?.problem.contains(problem) == true)
  }

  private func read(
    _ text: String, _ layout: WorkedExampleSource.Layout, idPrefix: String? = nil
  ) throws -> WorkedExamples {
    let folder = try TemporaryFolder(["f": text])
    let source = WorkedExampleSource(layout: layout, path: "f", idPrefix: idPrefix)
    return try WorkedExamples.read("\(folder.path)/f", source, task: "t")
  }

  /// A layout, a file in it, and the questions and answers in that.
  @Test(
    arguments: [
      (.promptText, Self.blocks, ["b a", "d\nc?"], ["a b", "(C)"]),
      (.promptTable, #"{"t": "About t.\n\nQ: q\nA: The answer is (B)."}"#, ["q"], ["(B)"]),
      (
        .numberedTable,
        #"{"t": {"1": {"q": "Frage: Eins?", "a": "Antwort: Also 1,000."}, "2": {"q": "Frage: Zwei?", "a": "Antwort: 2."}}}"#,
        ["Eins?", "Zwei?"], ["1000", "2"]
      ),
      (
        .taskFile,
        #"{"Definition": ["Do", "it."], "Positive Examples": [{"input": "i", "output": "o", "explanation": "e"}, {"input": "j", "output": ["p", "q"]}]}"#,
        ["i", "j"], ["o", "p"]
      ),
      (.examples, SmallSuite.colors, ["a", "b"], ["red", "blue"]),
      (.choiceTable, "q,x,y,B\n", ["q\n(A) x (B) y"], ["(B)"]), (.answerTable, "q\t3\n", ["q"], ["3"]),
      (.lines, #"{"input": "i", "target": ["o"]}"#, ["i"], ["o"]),
    ] as [(WorkedExampleSource.Layout, String, [String], [String])])
  func layouts_areRead(
    _ layout: WorkedExampleSource.Layout, _ text: String, _ questions: [String], _ answers: [String]
  ) throws {
    let examples = try read(text, layout).examples
    #expect(examples.map { $0["question"] } == questions)
    #expect(examples.map { $0["answer"] } == answers)
  }

  @Test func textsOfTheTask_areRead() throws {
    #expect(
      try read(
        #"{"t": {"1": {"q": "Q: x", "a": "A： y 1"}, "2": {"q": "Q: z", "a": "A： w 2"}}}"#, .numberedTable
      )
      .ofTask == ["questionMark": "Q: ", "answerMark": "A： "])
    #expect(
      try read(#"{"Definition": "Do it. ", "Positive Examples": []}"#, .taskFile)
        == WorkedExamples(ofTask: ["description": "Do it."], examples: []))
    #expect(try read(Self.blocks, .promptText).ofTask == ["description": "Sort\nwords."])
  }

  /// A file for all tasks is told apart by ids.
  @Test func idsChooseExamples() throws {
    let text =
      #"{"data": [{"paragraphs": [{"context": "c", "qas": [{"id": "s-1", "question": "?", "answers": [{"text": "x"}]}, {"id": "t-1", "question": "!", "answers": [{"text": "y"}]}]}]}]}"#
    #expect(
      try read(text, .squad, idPrefix: "{task}-").examples == [
        ["question": "!", "context": "c", "answer": "y"]
      ])
    #expect(throws: SuiteError.self) { try read(text, .squad, idPrefix: "u-") }
  }

  @Test(
    arguments: [
      (.promptText, "x", "holds no block"), (.promptTable, #"{"u": ""}"#, "the key 't' is missing"),
      (.promptTable, #"{"t": "\n\nQ: q\nA: x"}"#, "worked example 1 has an answer without"),
      (.numberedTable, #"{"t": {}}"#, "the key '1' is missing"),
      (.numberedTable, #"{"t": {"1": {"q": "x"}}}"#, "the key 'a' is missing"),
      (.taskFile, #"{"Definition": "d"}"#, "'Positive Examples' is missing"),
      (.choiceTable, "q,x\n", "has 2 columns"), (.lines, "", "holds no examples"),
    ] as [(WorkedExampleSource.Layout, String, String)])
  func wrongFiles_areRefused(_ layout: WorkedExampleSource.Layout, _ text: String, _ message: String) throws {
    let error = #expect(throws: (any Error).self) { try read(text, layout) }
    let user = try #require(error as? any UserError)
    #expect(user.description.contains(message) && user.category == .data, "\(user.description)")
  }
}
