import Diagnostics
import Testing

@testable import Instructions

@Suite struct TemplateLibraryTests {
  static let general = """
    {"about": "a test",
     "zero-shot": ["{input}", {"prompt": "{definition} {input}", "name": "mine"}],
     "zero-shot-cot": ["{input} why", "{definition} {input} why"],
     "few-shot": [{"delimiter": " ", "separator": "; ", "outputPrefix": "A: "}],
     "few-shot-cot": [{"delimiter": " ", "separator": "; "}],
     "closers": ["So the answer is {output}."]}
    """

  @Test func familiesAreReadFromAFolder() throws {
    let folder = try TemporaryFolder()
    try folder.write("t/general.json", Self.general)
    try folder.write("t/colors.json", #"{"fields": ["hue"], "zero-shot": ["{hue} {input}"]}"#)
    try folder.write("t/notes.txt", "no template")
    let library = try TemplateLibrary.read([folder.path + "/t"])
    #expect(library.families.map(\.family) == ["colors", "general"])
    #expect(library.general.zeroShot(.zeroShot).map(\.name) == ["general/zero-shot-1", "mine"])
    #expect(library.general.count(.fewShotChainOfThought) == 1)
    #expect(library.families[0].zeroShot(.zeroShot)[0].fields == ["hue"])
    #expect(library.optionStyles.fixed.block(["x"]) == "\nOPTIONS:\n- x")
    var task = SmallWorld.task("a", instances: 2)
    #expect(try library.set(for: task).family == "general")
    task.family = "colors"
    #expect(try library.set(for: task).family == "colors")
    task.family = "colours"
    let text = message { _ = try library.set(for: task) }
    #expect(
      text.hasPrefix("a.json: the task 'a' is of the family 'colours'") && text.contains("'colors'"),
      "\(text)")
  }

  @Test func aUsersFolderComesFirst() throws {
    let folder = try TemporaryFolder()
    try folder.write("t/math.json", #"{"zero-shot": ["Sum: {input}"]}"#)
    let library = try TemplateLibrary.read([folder.path + "/t", TemplateLibrary.shippedFolder])
    let math = try #require(library.families.first { $0.family == "math" })
    #expect(math.zeroShot(.zeroShot).map(\.prompt.source) == ["Sum: {input}"])
    #expect(library.families.contains { $0.family == "dialog" })
  }

  @Test func aFileIsForAllTasks() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("only.json", #"{"zero-shot": ["Only {input}"]}"#)
    let library = try TemplateLibrary.read([path, TemplateLibrary.shippedFolder])
    var task = SmallWorld.task("a", instances: 2, definition: nil)
    task.family = "anything"
    #expect(try library.set(for: task).family == "only")
    let stream = try SmallWorld.stream([task], shares: FormatShares([.zeroShot: 1]), templates: library)
    #expect(try stream.example(at: 0).prompt.hasPrefix("Only a asks"))
  }

  static let broken: [(file: String, part: String)] = [
    (#"{"zero-shots": ["{input}"]}"#, "Did you mean 'zero-shot'?"),
    (#"{"zero-shot": ["{inptu}"]}"#, "Did you mean 'input'?"),
    (#"{"fields": ["premise"], "zero-shot": ["{premis}"]}"#, "Did you mean 'premise'?"),
    (#"{"zero-shot": ["{input"]}"#, "brace"), (#"{"zero-shot": ["just text"]}"#, "no placeholder"),
    (#"{"zero-shot": ["{input}", "{input}"]}"#, "the same as the template at "),
    (
      #"{"zero-shot": [{"name": "x", "prompt": "{input}"}, {"name": "x", "prompt": "{input}!"}]}"#,
      "named 'x'"
    ),
    (#"{"zero-shot": [{"promt": "{input}"}]}"#, "'prompt'"), (#"{"zero-shot": [3]}"#, "must be an object"),
    (#"{"zero-shot": "{input}"}"#, "must be an array"),
    (#"{"few-shot": [{"delimiter": " "}]}"#, "'separator'"),
    (#"{"few-shot": [{"delimiter": " ", "separator": " ", "mixable": "no"}]}"#, "true or false"),
    (#"{"closers": ["The answer."]}"#, "does not show the answer"), (#"{"fields": ["input"]}"#, "field"),
    (#"{"inversions": {"rate": -1}}"#, "from 0 to 1000"), (#"{"inversions": {"rates": 1}}"#, "'rate'"),
    (#"{"inversions": {"templates": [{"prompt": "{input}", "target": "{output}"}]}}"#, "gives away"),
    ("{", "found the end of the file"), ("[]", "must be an object"),
  ]

  /// A placeholder that nothing fills, wherever it stands, in the third line.
  static let unfilled: [(file: String, part: String)] = [
    (#"{"few-shot": [{"delimiter": "", "separator": ""@"inputPrefix": "{definiton}"}]}"#, "'definition'?"),
    (#"{"few-shot": [{"delimiter": "", "separator": ""@"inputPrefix": "{input}"}]}"#, "definition."),
    (#"{"few-shot": [{"separator": ""@"delimiter": "{outptu}"}]}"#, "{outptu}"),
    (#"{"few-shot": [{"delimiter": ""@"separator": "{options}"}]}"#, "{options}"),
    (#"{"few-shot": [{"delimiter": "", "separator": ""@"outputPrefix": "{A"}]}"#, "brace"),
    (#"{"few-shot": [{"delimiter": "", "separator": ""@"preamble": "{input}"}]}"#, "{input}"),
    (#"{"few-shot": [{"delimiter": "", "separator": ""@"output": "{output} {explanation}"}]}"#, "{expl"),
    (#"{"few-shot-cot": [{"delimiter": "", "separator": ""@"input": "{inptu}"}]}"#, "'input'?"),
    (
      #"{"fields": ["hue"], "few-shot-explained": [{"delimiter": "", "separator": ""@"input": "{hue}"}]}"#,
      "{hue}"
    ),
    (
      #"{"inversions": {"few-shot": [{"delimiter": "", "separator": ""@"inputPrefix": "{definition}"}]}}"#,
      "{definition}"
    ),
    (#"{"inversions": {"templates": [{"prompt": "{output}"@"target": "{inptu}"}]}}"#, "'input'?"),
    (#"{"zero-shot": [{"prompt": "{input}"@"target": "{outptu}"}]}"#, "'output'?"),
    (#"{"zero-shot-cot": [{"target": "{output}"@"prompt": "{input} {definitions}"}]}"#, "'definition'?"),
    (#"{"closers": ["{output}"@"{answer} {output}"]}"#, "{answer}"),
  ]

  @Test(arguments: unfilled.indices) func placeholdersAreKnown_orRefusedWithTheirLine(_ index: Int) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "t/family.json", Self.unfilled[index].file.replacingOccurrences(of: "@", with: ",\n\n"))
    let text = message {
      _ = try TemplateLibrary.read([folder.path + "/t", TemplateLibrary.shippedFolder])
    }
    #expect(text.hasPrefix(path + ":3:") && text.contains(Self.unfilled[index].part), "\(text)")
  }

  @Test(arguments: broken.indices) func wrongFilesAreRefusedWithTheirPlace(_ index: Int) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("t/family.json", Self.broken[index].file)
    let text = message {
      _ = try TemplateLibrary.read([folder.path + "/t", TemplateLibrary.shippedFolder])
    }
    #expect(text.hasPrefix(path + ":1:") && text.contains(Self.broken[index].part), "\(text)")
  }

  @Test func everythingWrongIsToldAtOnce() throws {
    let folder = try TemporaryFolder()
    try folder.write("t/family.json", #"{"zero-shot": ["{a}", "{b}"], "closer": [], "closers": ["x"]}"#)
    let text = message { _ = try TemplateLibrary.read([folder.path + "/t", TemplateLibrary.shippedFolder]) }
    for part in ["{a}", "{b}", "'closer'", "'x'"] { #expect(text.contains(part), "\(text)") }
  }

  @Test func generalFamilyMustBeWhole() throws {
    let folder = try TemporaryFolder()
    try folder.write("t/general.json", #"{"zero-shot": ["{input}"]}"#)
    let text = message { _ = try TemplateLibrary.read([folder.path + "/t"]) }
    for format in ["zero-shot", "few-shot", "zero-shot-cot", "few-shot-cot", "closers"] {
      #expect(text.contains("nothing for the format '\(format)'"), "\(text)")
    }
    try folder.write("u/other.json", #"{"zero-shot": ["{input}"]}"#)
    #expect(message { _ = try TemplateLibrary.read([folder.path + "/u"]) }.contains("'general.json'"))
    try folder.write("empty/readme.txt", "")
    #expect(message { _ = try TemplateLibrary.read([folder.path + "/empty"]) }.contains("template files"))
    #expect(message { _ = try TemplateLibrary.read([folder.path + "/absent"]) }.contains("absent"))
  }

  static let styles: [(file: String, part: String)] = [
    (
      #"{"fixed": {"marker": "-"}, "random": {"starts": [], "markers": ["-"], "ends": [""]}}"#, "at least one"
    ),
    (
      #"{"fixed": {"marker": " "}, "random": {"starts": [""], "markers": ["-"], "ends": [""]}}"#,
      "tell options apart"
    ),
    (
      #"{"fixed": {"marker": "-"}, "random": {"starts": [""], "markers": ["{B}"], "ends": [""]}}"#,
      "names no field"
    ),
    (
      #"{"fixed": {"marker": "-"}, "random": {"starts": ["{definition}"], "markers": ["-"], "ends": [""]}}"#,
      "{definition}"
    ),
    (
      #"{"fixed": {"marker": "-"}, "random": {"starts": [""], "markers": ["-"], "ends": ["{A}"]}}"#, "{A}"
    ),
    (
      #"{"fixed": {"start": "{", "marker": "-"}, "random": {"starts": [""], "markers": ["-"], "ends": [""]}}"#,
      "brace"
    ),
    (#"{"fixed": {"marker": "-"}, "random": {"starts": [""], "marker": ["-"], "ends": [""]}}"#, "'markers'"),
    (#"{"random": {"starts": [""], "markers": ["-"], "ends": [""]}}"#, "'fixed'"), ("{}", "'random'"),
  ]

  @Test(arguments: styles.indices) func wrongStylesAreRefused(_ index: Int) throws {
    let folder = try TemporaryFolder()
    try folder.write("t/general.json", Self.general)
    try folder.write("t/options.json", Self.styles[index].file)
    let text = message { _ = try TemplateLibrary.read([folder.path + "/t"]) }
    #expect(text.contains("options.json:1:") && text.contains(Self.styles[index].part), "\(text)")
  }
}
