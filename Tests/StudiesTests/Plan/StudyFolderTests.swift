import Diagnostics
import Runs
import Studies
import TestSupport
import Testing

@Suite struct StudyFolderTests {
  @Test func folder_isMade_kept_andMovedAside() throws {
    let example = try ExampleStudy()
    let loaded = try example.loaded()
    let folder = StudyFolder(path: example.folder.file("runs") + "/")
    do {
      let (lock, aside) = try folder.open(for: loaded)
      #expect(aside == nil)
      withExtendedLifetime(lock) {
        let error = #expect(throws: RunFolderError.self) { try folder.open(for: loaded) }
        #expect(error?.category == .failure)
      }
    }
    try example.folder.write("x", to: "runs/base/seed-1/DONE")
    #expect(try folder.open(for: loaded).aside == nil && example.folder.exists("runs/base/seed-1/DONE"))
    #expect(try folder.open(for: loaded, restart: true).aside == folder.path + ".old-1")
    #expect(!example.folder.exists("runs/base") && example.folder.exists("runs.old-1/base/seed-1/DONE"))
  }

  @Test func otherFolder_isNotWrittenTo() throws {
    let example = try ExampleStudy()
    try example.folder.write("", to: "runs/notes.txt")
    let error = #expect(throws: StudyError.self) {
      try StudyFolder(path: example.folder.file("runs")).open(for: example.loaded())
    }
    #expect(error == .notAStudy(path: example.folder.file("runs")) && error?.category == .usage)
  }

  /// A rule that is changed after the study was begun shows.
  @Test func changedRule_isTold() throws {
    let example = try ExampleStudy()
    let folder = StudyFolder(path: example.folder.file("runs"))
    _ = try folder.open(for: example.loaded())
    var study = try example.loaded().study
    #expect(try folder.changes(to: study).isEmpty)
    study.verdicts[0].margin = 1
    study.title = "Another title"
    #expect(
      try folder.changes(to: study) == ["The verdicts of the study are not those that it was begun with."])
  }
}
