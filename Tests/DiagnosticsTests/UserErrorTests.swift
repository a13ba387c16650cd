@testable import Diagnostics
import Testing

@Suite struct UserErrorTests {
  private struct Example: UserError {
    var category = FailureCategory.data
    var problem = "is wrong"
    var location: Diagnostics.SourceLocation?
    var nextStep: String?
  }

  @Test(
    arguments: [
      (nil, nil, "is wrong"), (Diagnostics.SourceLocation(file: "a"), nil, "a: is wrong"),
      (Diagnostics.SourceLocation(file: "a", line: 3), "Mend it.", "a:3: is wrong\n  Mend it."),
      (Diagnostics.SourceLocation(file: "a", line: 3, column: 4, field: "b.c"), nil, "a:3:4: b.c: is wrong"),
      (Diagnostics.SourceLocation(file: "a", column: 4, field: ""), nil, "a: is wrong"),
      (Diagnostics.SourceLocation(file: "a", field: "b"), nil, "a: b: is wrong"),
    ] as [(Diagnostics.SourceLocation?, String?, String)])
  func layout(_ location: Diagnostics.SourceLocation?, _ nextStep: String?, _ expected: String) {
    #expect(Example(location: location, nextStep: nextStep).description == expected)
  }

  @Test func several_areOneError_ofTheFirstsCategory() throws {
    let errors = try #require(UserErrors([Example(category: .usage), Example(nextStep: "Mend it.")]))
    #expect(errors.description == "is wrong\nis wrong\n  Mend it." && errors.category == .usage)
    #expect(UserErrors([]) == nil)
  }

  @Test(arguments: [
    (
      FileError.missing(path: "p", what: "recipe", similar: "q"), FailureCategory.data,
      "p: there is no such recipe\n  Did you mean 'q'?"
    ),
    (
      .missing(path: "p", what: "recipe", similar: nil), .data,
      "p: there is no such recipe\n  Check the path."
    ),
    (
      .wrongKind(path: "p", expected: "a file", found: "a folder"), .data,
      "p: is a folder but must be a file\n  Name the other one."
    ),
    (
      .refused(path: "p", operation: "write the file", reason: "disk full"), .inputOutput,
      "p: could not write the file: disk full\n  Check permissions and free space."
    ),
    (
      .empty(path: "p", what: "task files"), .data,
      "p: holds no task files\n  Put task files there, or name another folder."
    ),
  ])
  func fileErrors(_ error: FileError, _ category: FailureCategory, _ text: String) {
    #expect(error.category == category && error.description == text)
  }
}

@Test func exitCodesFollowSysexits() {
  let codes = FailureCategory.allCases.map { "\($0): \($0.exitCode)" }
  #expect(
    codes == ["failure: 1", "diverged: 2", "usage: 64", "data: 65", "inputOutput: 74", "stopped: 75"])
}
