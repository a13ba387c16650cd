import Diagnostics
import Foundation
import Testing
import TestSupport

@testable import Evaluation

@Suite struct SuiteOutputFolderTests {
  /// Names of suites and tasks become names of files, whatever they are.
  @Test(arguments: [
    ("bbh", "bbh"), ("a/b", "a_b"), ("../x", "_._x"), (".hidden", "_hidden"), ("a:b\\c\n", "a_b_c_"),
    ("", ""),
  ])
  func namesStayInTheFolder(_ name: String, _ file: String) {
    #expect(SuiteOutputFolder.fileName(name) == file)
  }

  @Test func folderIsCheckedBefore() throws {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "file")
    let file = #expect(throws: FileError.self) { try SuiteOutputFolder("\(folder.path)/file").prepare() }
    #expect(file?.category == .data)
    let below = #expect(throws: FileError.self) { try SuiteOutputFolder("\(folder.path)/file/x").prepare() }
    #expect(below?.category == .inputOutput)
    try SuiteOutputFolder("\(folder.path)/new/deep").prepare()
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/new/deep").isEmpty)
  }
}
