import Diagnostics
import Foundation
import Runs
import Storage

extension StudyFolder {
  /// Makes the folder, or checks that a study may be written to what is there, and takes its lock.
  ///
  /// What the study says when begun is kept (`given.json`), so that a rule that was changed after the
  /// runs shows.
  /// - Parameter restart: begin anew, with the old folder renamed.
  /// - Returns: the lock, and where `restart` put the old folder.
  /// - Throws: `RunFolderError.inUse` where another process has the lock, `StudyError.notAStudy`, `FileError`.
  package func open(for loaded: LoadedStudy, restart: Bool = false) throws -> (lock: RunLock, aside: String?)
  {
    let files = FileSystem.standard
    var aside: String?
    if FileManager.default.fileExists(atPath: path) {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      let isStudy = FolderChain.isFile(givenFile) || names.allSatisfy { $0 == "LOCK" }
      if !FolderChain.isFolder(path) || !isStudy { throw StudyError.notAStudy(path: path) }
      if restart { aside = try moveAside() }
    }
    try files.createFolders(path)
    let lock = try RunLock(RunFolder(path: path))
    if !FolderChain.isFile(givenFile) { try Draft.write(loaded.text, to: givenFile) }
    return (lock, aside)
  }

  /// What of a study decides, and is not what it was when the study was begun.
  /// - Throws: `FileError`, `StudyError.damaged`.
  package func changes(to study: Study) throws -> [String] {
    if !FolderChain.isFile(givenFile) { return [] }
    let given: Study
    do {
      given = try LoadedStudy.read(givenFile).study
    } catch is UserErrors {
      throw StudyError.damaged(path: givenFile, problem: "is no study that this version can read")
    }
    let parts: [(name: String, isSame: Bool)] = [
      ("claim", given.claim == study.claim), ("measures", given.measures == study.measures),
      ("verdicts", given.verdicts == study.verdicts),
      ("arms", given.arms.map(\.name) == study.arms.map(\.name)),
    ]
    return parts.filter { !$0.isSame }.map {
      "The \($0.name) of the study are not those that it was begun with."
    }
  }

  /// Renames the folder to the first free `name.old-1`, `name.old-2`, and so on; not that of a study at work.
  private func moveAside() throws -> String {
    let lock = try RunLock(RunFolder(path: path))
    var number = 1
    while FileManager.default.fileExists(atPath: "\(path).old-\(number)") { number += 1 }
    let destination = "\(path).old-\(number)"
    try FileSystem.standard.move(path, to: destination)
    lock.remove(from: RunFolder(path: destination))
    return destination
  }
}
