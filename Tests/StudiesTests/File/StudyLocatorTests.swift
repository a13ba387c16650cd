import TestSupport
import Testing

@testable import Studies

@Suite struct StudyLocatorTests {
  private let folder: TemporaryFolder
  private let locator: StudyLocator

  init() throws {
    folder = try TemporaryFolder([
      "work/Mine.json": "{}", "studies/finding-1.json": "{}", "studies/notes.txt": "",
    ])
    locator = StudyLocator(
      workingDirectory: folder.file("work"), shippedFolders: [folder.file("studies")])
  }

  @Test(arguments: [
    ("Mine.json", "Mine.json"), ("mine.json", "Mine.json"), ("finding-1", "/studies/finding-1.json"),
    ("Finding-1.json", "/studies/finding-1.json"),
    ("recipes/studies/finding-1.json", "/studies/finding-1.json"),
  ])
  func study_isFound(_ path: String, _ found: String) throws {
    #expect(try locator.locate(path).hasSuffix(found))
  }

  @Test(arguments: [
    ("finding-2", "Did you mean 'finding-1'?"), ("", "finding-1"), ("elsewhere/finding-1", ""),
  ])
  func missingStudy_isToldWithTheNearest(_ path: String, _ advice: String) {
    let error = #expect(throws: StudyError.self) { try locator.locate(path) }
    #expect(
      error?.problem == "there is no such study"
        && error?.nextStep?.contains(advice) == (advice.isEmpty ? error?.nextStep?.contains("") : true))
  }

  @Test func shippedStudies_areListed() { #expect(locator.shippedStudies == ["finding-1"]) }
}
