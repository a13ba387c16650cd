import Diagnostics
import Foundation
import JSON
import Recipes
import Storage

extension RunFolder {
  /// What was found where the run is to be written.
  package enum Opening: Sendable, Equatable {
    /// Nothing; the folder has been made. `movedAside` is where `restart` put the old one.
    case created(movedAside: String?)
    /// The same run, unfinished. `changes` are the settings that were allowed to differ, and do.
    case resumed(changes: RecipeDifference)
    /// The same run, and it is done.
    case alreadyDone
  }

  /// The run in the folder at `path`.
  /// - Throws: `FileError`, `RunFolderError.noRun`.
  package static func existing(at path: String) throws -> RunFolder {
    try InputFile.requireDirectory(path, what: "run folder")
    let folder = RunFolder(named: path)
    if !FolderChain.isFile(folder.resolvedRecipeFile) { throw RunFolderError.noRun(path: folder.path) }
    return folder
  }

  /// What the run is made of now.
  /// - Throws: `RunFolderError.notBegun`, `RunFolderError.damaged`, `FileError`.
  package func passport() throws -> RunPassport {
    if !FolderChain.isFile(passportFile) {
      if checkpointSteps.isEmpty { throw RunFolderError.notBegun(path: path) }
      throw RunFolderError.noPassport(path: path)
    }
    return try RunPassport.read(passportFile)
  }

  /// Makes the folder, or checks that what is there is the same run, and takes its lock.
  ///
  /// An existing run is never overwritten: a recipe that differs, or a file of it whose content does, is
  /// refused with the difference, and `restart` renames the old folder. When a change is allowed,
  /// `recipe.json` and `resolved.json` are replaced, and a finished run becomes unfinished.
  /// - Parameters:
  ///   - passport: what the run would be made of now.
  ///   - restart: begin anew, with the old folder renamed.
  ///   - allowedChanges: dotted keys whose values, or whose files' contents, may differ from the run's.
  /// - Returns: what was found, and the lock of a run that is to be written.
  /// - Throws: `RunFolderError`, `FileError`.
  package func open(
    for loaded: LoadedRecipe, passport: RunPassport? = nil, restart: Bool = false,
    allowedChanges: [String] = []
  ) throws -> (opening: Opening, lock: RunLock?) {
    let request = Request(loaded: loaded, passport: passport, allowedChanges: allowedChanges)
    var aside: String?
    if FileManager.default.fileExists(atPath: path) {
      if !FolderChain.isFolder(path) { throw RunFolderError.notARun(path: path) }
      if restart {
        aside = try moveAside()
      } else if !isUnborn {
        return try reopen(for: request)
      }
    }
    try create(path)
    let lock = try RunLock(self)
    // Whoever had the lock before may have made it a run in the meantime.
    if !isUnborn { return try reopen(for: request, lock: lock) }
    do {
      try writeRecipe(loaded)
    } catch {
      // What is left would be in the way of the next attempt.
      unlink(recipeFile)
      throw error
    }
    return (.created(movedAside: aside), lock)
  }

  /// Marks the run as done.
  /// - Throws: `FileError.refused`.
  package func markDone(_ outcome: RunOutcome) throws {
    try write(EventCoding.pretty(outcome), to: doneFile)
  }

  /// How a run that is done has ended; `nil` for any other, or where the mark cannot be read.
  package var outcome: RunOutcome? {
    let data = FileManager.default.contents(atPath: doneFile)
    return data.flatMap { try? EventCoding.decode(RunOutcome.self, from: $0) }
  }

  /// Takes back the mark.
  /// - Throws: `FileError.refused`.
  package func unmarkDone() throws(FileError) {
    if isDone { try fileSystem.removeOne(doneFile) }
  }

  /// What a folder is opened for.
  private struct Request {
    let loaded: LoadedRecipe
    let passport: RunPassport?
    let allowedChanges: [String]
  }

  /// A run that is done, and is to stay so, needs no lock: it may lie where nothing can be written.
  private func reopen(
    for request: Request, lock held: RunLock? = nil
  ) throws -> (opening: Opening, lock: RunLock?) {
    guard FolderChain.isFile(resolvedRecipeFile) else { throw RunFolderError.notARun(path: path) }
    let difference = try RecipeDifference(fromResolvedFile: resolvedRecipeFile, to: request.loaded.recipe)
    let hasOtherInputs = try check(difference, request)
    if isDone, difference.excluding([]).isEmpty, !hasOtherInputs {
      // A process that was killed just after it had marked the run has left its file; who takes the lock also removes it.
      if FolderChain.isFile(lockFile) { _ = try? RunLock(self) }
      return (.alreadyDone, nil)
    }
    guard let lock = held else { return try reopen(for: request, lock: RunLock(self)) }
    removeDrafts()
    if !difference.isEmpty { try writeRecipe(request.loaded) }
    if !difference.isEmpty || hasOtherInputs { try unmarkDone() }
    return (.resumed(changes: difference), lock)
  }

  /// Refuses changes of the recipe, or of its files' contents, that are not allowed.
  /// - Returns: whether a file has other content, and may.
  private func check(_ difference: RecipeDifference, _ request: Request) throws -> Bool {
    var inputs: [PassportDifference.Input] = []
    if let passport = request.passport, FolderChain.isFile(passportFile) {
      inputs = PassportDifference(from: try RunPassport.read(passportFile), to: passport).inputs
    }
    let refused = difference.excluding(request.allowedChanges)
    let refusedInputs = inputs.filter { !$0.isAllowed(by: request.allowedChanges) }
    if !refused.isEmpty || !refusedInputs.isEmpty {
      throw RunFolderError.recipeChanged(path: path, difference: refused, inputs: refusedInputs)
    }
    return !inputs.isEmpty
  }

  private func writeRecipe(_ loaded: LoadedRecipe) throws {
    try write(loaded.text, to: recipeFile)
    // Last: a folder with it is a run.
    try write(loaded.recipe.resolvedText.utf8, to: resolvedRecipeFile)
  }

  /// Renames the folder to the first free `name.old-1`, `name.old-2`, and so on; not that of a run at work.
  private func moveAside() throws -> String {
    let lock = FolderChain.isFile(resolvedRecipeFile) ? try RunLock(self) : nil
    var number = 1
    while FileManager.default.fileExists(atPath: "\(path).old-\(number)") { number += 1 }
    let destination = "\(path).old-\(number)"
    try fileSystem.move(path, to: destination)
    lock?.remove(from: RunFolder(path: destination))
    return destination
  }

  /// Whether nothing is in the folder but what a process leaves that ends before the folder is a run.
  private var isUnborn: Bool {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { return false }
    let isLocked = FolderChain.isFile(lockFile)
    return names.isEmpty
      || isLocked
        && names.allSatisfy { name in
          let file = "\(path)/\(DraftName(reading: name)?.name ?? name)"
          return file == lockFile || file == recipeFile
            || file == resolvedRecipeFile && "\(path)/\(name)" != file
        }
  }

  /// Removes what a process has left that ended while it wrote one of the run's files.
  private func removeDrafts() {
    for folder in [path] + evaluationSteps.map(evaluationFolder(step:)) {
      _ = try? Draft.cleanUp(folder, isAlone: true, fileSystem: fileSystem)
    }
  }
}
