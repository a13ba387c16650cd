import Foundation
import JSON
import Testing
import TestSupport

@Suite struct TemplatesCommandTests {
  @Test func shippedTemplates_areCounted() throws {
    let outcome = try Command.run(["templates"], in: Command.packageRoot)
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(outcome.output.contains("chain-of-thought") && outcome.output.contains("options: "))
  }

  @Test func json_hasCountsAndFindings() throws {
    let folder = try TemporaryFolder()
    try folder.write(#"{"zero-shot": ["{input}", "{inptu}"]}"#, to: "mine/legal.json")
    let outcome = try Command.run(["templates", "mine", "--json"], in: folder.path)
    #expect(outcome.status == 65)
    let root = try JSONDocument.parse(Array(outcome.output.utf8), file: "output").object()
    let families = try root.required("families").array().map { try $0.object().required("name").string() }
    #expect(families.contains("legal") && families.contains("general"))
    let finding = try root.required("findings").array()[0].object()
    #expect(try finding.required("severity").string() == "error")
    #expect(try finding.required("file").string() == "mine/legal.json")
    #expect(try finding.required("line").integer() == 1)
    #expect(try finding.required("nextStep").string() == "Did you mean 'input'?")
  }

  @Test func vocabulary_warnsOfWhatItLoses() throws {
    let folder = try TemporaryFolder()
    let file = #"{"few-shot": [{"delimiter": "\n", "outputPrefix": "A: ", "separator": " "}]}"#
    try folder.write(file, to: "mine/legal.json")
    let outcome = try Command.run(["templates", "mine", "--vocabulary", "bytes"], in: folder.path)
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("warning: mine/legal.json:1:15: few-shot[0]: nothing visible"))
  }

  @Test(arguments: [["templates", "absent"], ["templates", "--vocabulary", "absent.model"]])
  func whatIsNotThere_isNamed(_ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.run(arguments, in: folder.path)
    #expect(outcome.status != 0 && outcome.errors.contains("absent"))
  }
}
