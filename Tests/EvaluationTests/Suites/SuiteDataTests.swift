import Diagnostics
import Testing
import TestSupport

@testable import Evaluation

@Suite struct SuiteDataTests {
  /// A layout, a file in it, and the ids and answers in that.
  @Test(
    arguments: [
      (.examples, SmallSuite.colors, [nil, nil], [["red"], ["blue"]]),
      (
        .naturalInstructions, #"{"Instances": [{"id": "t-1", "input": "x", "output": ["a", "b"]}]}"#, ["t-1"],
        [["a", "b"]]
      ),
      (
        .squad,
        #"{"data": [{"paragraphs": [{"context": "c", "qas": [{"id": "q", "question": "?", "answers": [{"text": "x"}]}]}]}]}"#,
        ["q"], [["x"]]
      ),
      (
        .lines,
        "{\"input\": \"x\", \"target\": \"y\"}\n\n{\"id\": \"k\", \"input\": \"x\", \"target\": [\"z\"]}",
        [nil, "k"], [["y"], ["z"]]
      ),
      (.choiceTable, "\"one, two?\",a,b,c,B\nq,a,b,A\n", [nil, nil], [["(B)"], ["(A)"]]),
      (.answerTable, "How \"many\"?\t1,200\n", [nil], [["1,200"]]),
    ] as [(SuiteDataLayout, String, [String?], [[String]])])
  func layouts_areRead(_ layout: SuiteDataLayout, _ text: String, _ ids: [String?], _ answers: [[String]])
    throws
  {
    let folder = try TemporaryFolder(["colors.json": text])
    let examples = try SuiteData(SmallSuite.make(layout: layout), folder: folder.path).examples(of: "colors")
    #expect(examples.map(\.id) == ids)
    #expect(examples.map(\.references) == answers)
  }

  @Test func split_isChosen() throws {
    let folder = try TemporaryFolder(["colors.json": SmallSuite.colors, "more/colors.json": SmallSuite.sizes])
    let suite = SmallSuite.make()
    #expect(try SuiteData(suite, folder: folder.path).examples(of: "colors").count == 2)
    let more = try SuiteData(suite, folder: folder.path, split: "more")
    #expect(try more.examples(of: "colors").map(\.optionCount) == [4])
    #expect(more.splitName == "more")
    let error = #expect(throws: SuiteError.self) { try SuiteData(suite, folder: folder.path, split: "tst") }
    #expect(error?.nextStep == "Did you mean 'test'?" && error?.category == .usage)
  }

  @Test func listOfTasks_isRead() throws {
    var suite = SmallSuite.make()
    suite.tasks = .listed(paths: ["lists.txt", "list.txt"], randomBaseline: 0.1)
    let folder = try TemporaryFolder(["list.txt": "b\n\n a \n", "twice.txt": "b\nb\n", "none.txt": "\n"])
    let data = try SuiteData(suite, folder: folder.path)
    #expect(data.tasks.map(\.name) == ["b", "a"] && data.tasks[1].randomBaseline == 0.1)
    for (name, message) in [
      ("twice", "stands here and in line 1"), ("none", "holds no examples"), ("non", "none.txt"),
    ] {
      suite.tasks = .listed(paths: ["\(name).txt"], randomBaseline: 0)
      let error = #expect(throws: (any Error).self) { try SuiteData(suite, folder: folder.path) }
      #expect(try #require(error as? any UserError).description.contains(message))
    }
  }

  @Test(
    arguments: [
      (.examples, #"{"examples": []}"#, "holds no examples"),
      (.examples, #"{"exampels": []}"#, "Is 'exampels' meant to be 'examples'?"),
      (.examples, #"{"examples": [{"input": "x"}]}"#, "examples[0]: the key 'target' is missing"),
      (.examples, #"{"examples": [{"input": "x", "target": []}]}"#, "is an empty array"),
      (
        .lines,
        "{\"id\": \"a\", \"input\": \"\", \"target\": \"\"}\n{\"id\": \"a\", \"input\": \"\", \"target\": \"\"}",
        "colors.json:2:1: the id 'a' stands here and in line 1"
      ),
      (.lines, "{\"input\": 3}", "the key 'target' is missing"),
      (.lines, "", "holds no examples"),
      (.choiceTable, "q,a,b,c,d,E\n", "colors.json:1: the answer 'E' is not the letter of one of 4 options"),
      (.choiceTable, "q,a,A\n", "has 3 columns"), (.choiceTable, "q,a,b,\n", "the answer ''"),
      (.choiceTable, "\"q,a,b,A\n", "a quote is opened"),
      (.answerTable, "q\n", "has 1 columns"), (.answerTable, "q\ta\tb\n", "has 3 columns"),
      (
        .squad, #"{"data": [{"paragraphs": [{"qas": [{"id": "q", "answers": []}]}]}]}"#, "at least one answer"
      ),
      (
        .naturalInstructions, #"{"Instances": [{"output": "a"}, {"output": 3}]}"#,
        "Instances[1].output: is a number"
      ),
    ] as [(SuiteDataLayout, String, String)])
  func wrongData_isRefused(_ layout: SuiteDataLayout, _ text: String, _ message: String) throws {
    let folder = try TemporaryFolder(["colors.json": text])
    let data = try SuiteData(SmallSuite.make(layout: layout), folder: folder.path)
    let error = #expect(throws: (any Error).self) { try data.examples(of: "colors") }
    let user = try #require(error as? any UserError)
    #expect(user.description.contains(message) && user.category == .data, "\(user.description)")
  }
}
