import Testing

@testable import Instructions

@Suite struct ChainOfThoughtSetTests {
  static let names: [(String, ChainOfThoughtSet?)] = [
    ("aqua_train", .aqua), ("AQuA-RAT", .aqua), ("stream_aqua", .aqua), ("creak", .creak),
    ("cot_creak", .creak), ("ECQA", .ecqa), ("e-SNLI", .esnli), ("esnli_train", .esnli),
    ("gsm8k_train", .gsm8k),
    ("GSM-8K", .gsm8k), ("qasc_train", .qasc), ("stream_qed", .qed), ("sensemaking_train", .senseMaking),
    ("sense_making", .senseMaking), ("strategyqa_train", .strategyQA), ("Strategy-QA.dev", .strategyQA),
    ("squad", nil), ("train", nil), ("", nil), ("my_creak_2", nil),
  ]

  @Test(arguments: names.indices) func setsAreKnownByName(_ index: Int) {
    #expect(ChainOfThoughtSet(named: Self.names[index].0) == Self.names[index].1, "\(Self.names[index].0)")
  }

  @Test func twoAreStreams() {
    #expect(ChainOfThoughtSet.allCases.count == 9)
    #expect(ChainOfThoughtSet.allCases.filter { $0.rationaleKind == .stream } == [.aqua, .qed])
  }

  static let row = "What is one and one?\t2\tOne and one more is two.\n"
  static let nli = "The cat sat.\tA cat sat.\tentailment\n"
  /// A file's name and text, and how many examples are read; `nil` where a description is asked for.
  static let tables: [(name: String, text: String, examples: Int?)] = [
    ("qasc.tsv", "a\tb\tc\n", 1), ("a.tsv", row + row, 2),
    ("a.tsv", "question\tanswer\trationale\n" + row, 1),
    ("a.tsv", "Input\tTarget\tChain of thought\n" + row, 1),
    ("cot/a.tsv", "x\ty\tz\n", 1), ("my_rationales.tsv", "x\ty\tz\n", 1),
    ("chain-of-thought.tsv", "x\ty\tz\n", 1), ("cot.tsv", "question\tanswer\texplanation\n" + row, 1),
    ("creak_train.tsv", "question\tanswer\trationale\n" + row, 1),
    ("a.tsv", nli + nli, nil), ("a.tsv", "premise\thypothesis\tlabel\n" + nli, nil),
    ("cot.tsv", "premise\thypothesis\tlabel\n" + nli, nil),
    ("a.tsv", "Hello.\tBonjour.\t0.9\n", nil),
    ("a.tsv", "17\tA good film, all in all.\tpositive\n", nil), ("a.tsv", "x\ty\tz\n", nil),
    ("a.tsv", "Is it?\tDoes it?\t1\n", nil),
  ]

  @Test(arguments: tables.indices) func threeColumns_areReadOnlyWhereTheyAreSurelyMeant(_ index: Int) throws {
    let table = Self.tables[index]
    let folder = try TemporaryFolder()
    let path = try folder.write(table.name, table.text)
    guard let examples = table.examples else {
      let text = message { _ = try TaskCollection.load(path: path) }
      #expect(
        text.contains("\(table.name):1") && text.contains("cot-tsv") && text.contains("fields"), "\(text)")
      // What the user says is done, and a heading is then known only by its own names.
      let said = try TaskCollection.load(
        path: path, description: RecordSourceTests.described(#"{"kind": "cot-tsv"}"#))
      #expect(said.tasks[0].instances.count == table.text.split(separator: "\n").count)
      return
    }
    let task = try TaskCollection.load(path: path).tasks[0]
    #expect(task.instances.count == examples && task.family == "chain-of-thought")
    #expect(task.formatRule == .reasoned && task.instances.allSatisfy { $0.rationale != nil })
  }

  @Test func columnsMayStandInAnotherOrder() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.tsv", "rationale\tquestion\tanswer\nSo it is.\tIs it?\tyes\n")
    let task = try TaskCollection.load(path: path).tasks[0]
    #expect(
      task.instances == [Instance(input: "Is it?", references: ["yes"], rationale: "So it is.", line: 2)])
    #expect(task.notes.count == 1 && task.notes[0].contains("a.tsv:1: the first row names the columns"))
  }

  @Test func sourcesMaySayOtherwise() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("qed.tsv", "Is it?\tyes\tSo it is.\n")
    func task(_ description: String) throws -> InstructionTask {
      try TaskCollection.load(path: path, description: RecordSourceTests.described(description)).tasks[0]
    }
    let plain = try task("{}")
    #expect(plain.rationaleKind == .stream && plain.family == "chain-of-thought")
    let own = try task(
      #"{"family": "math", "rationaleKind": "reasoned", "formats": {"zero-shot": 1, "zero-shot-cot": 3}}"#)
    #expect(own.rationaleKind == .reasoned && own.family == "math")
    #expect(own.formatRule == .shares(try FormatShares([.zeroShot: 1, .zeroShotChainOfThought: 3])))
    #expect(message { _ = try task(#"{"formats": {"zero-shott": 1}}"#) }.contains("'zero-shot'"))
    #expect(message { _ = try task(#"{"formats": {"zero-shot": -1}}"#) }.contains("0 or more"))
    #expect(message { _ = try task(#"{"formats": {}}"#) }.contains("at least one format"))
  }

  @Test func gradeSchoolMathIsOneOfTheNine() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("train.jsonl", #"{"question": "1+1?", "answer": "It is 2.\n#### 2"}"#)
    let task = try TaskCollection.load(path: path).tasks[0]
    #expect(task.family == "chain-of-thought" && task.formatRule == .reasoned)
  }
}
