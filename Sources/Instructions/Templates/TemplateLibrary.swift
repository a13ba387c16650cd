import Diagnostics
import Foundation

/// The templates of all families, and the styles of options.
package struct TemplateLibrary: Sendable {
  /// The name of the family that tasks without one take, and that all others fall back on.
  package static let generalName = "general"
  /// The name of the file with the styles of options.
  package static let optionsFileName = "options.json"

  /// The families, sorted by name.
  package let families: [TemplateSet]
  /// How options are written.
  package let optionStyles: OptionStyles
  /// The family that all others fall back on.
  package let general: TemplateSet
  /// The one set that every task takes, whatever its family.
  private let onlySet: TemplateSet?

  init(families: [TemplateSet], general: TemplateSet, onlySet: TemplateSet?, optionStyles: OptionStyles) {
    self.families = families.sorted { $0.family < $1.family }
    self.general = general
    self.onlySet = onlySet
    self.optionStyles = optionStyles
  }

  /// The templates of `task`'s family.
  /// - Throws: `TemplateError.unknownFamily` with the nearest name.
  package func set(for task: InstructionTask) throws(TemplateError) -> TemplateSet {
    if let onlySet { return onlySet }
    guard let name = task.family else { return general }
    guard let set = families.first(where: { $0.family == name }) else {
      throw .unknownFamily(
        location: task.origin, task: task.name, family: name, valid: families.map(\.family))
    }
    return set
  }

  /// Reads folders of family files, or one file that all tasks take.
  ///
  /// `<family>.json` of an earlier path comes before the same of a later one, so that a user's folder needs
  /// to have only what differs from the templates that come with the program.
  /// - Throws: `FileError`, `JSONError`, `TemplateError`, or several as `UserErrors`.
  package static func read(_ paths: [String]) throws -> TemplateLibrary {
    var reader = TemplateFileReader()
    let library = read(paths, with: &reader)
    if let problems = UserErrors(reader.problems) { throw problems }
    guard let library else { throw TemplateError.noGeneralFamily(folder: paths.last ?? "") }
    return library
  }

  /// Reads what can be read; all that is wrong is told to `reader`.
  static func read(_ paths: [String], with reader: inout TemplateFileReader) -> TemplateLibrary? {
    var families: [TemplateSet] = []
    var generalPath = ""
    var onlySet: TemplateSet?
    var styles: OptionStyles?
    for path in paths {
      guard let files = reader.take({ try Self.files(at: path) }) else { continue }
      for file in files {
        if file.hasSuffix("/" + optionsFileName) {
          if styles == nil { styles = reader.optionStyles(at: file) }
          continue
        }
        let name = TaskFileName.stem(of: file)
        if families.contains(where: { $0.family == name }) { continue }
        guard let set = reader.family(at: file, named: name) else { continue }
        if name == generalName { generalPath = file }
        families.append(set)
        if file == path { onlySet = set }
      }
    }
    guard let general = families.first(where: { $0.family == generalName }) ?? onlySet else {
      if reader.problems.isEmpty { reader.refuse(TemplateError.noGeneralFamily(folder: paths.last ?? "")) }
      return nil
    }
    if generalPath.isEmpty { generalPath = paths.first ?? "" }
    reader.requireEverything(of: general, at: generalPath)
    guard let styles = styles ?? OptionStyles.plain else { return nil }
    return TemplateLibrary(families: families, general: general, onlySet: onlySet, optionStyles: styles)
  }

  /// The JSON files of a folder in the order of their names, or the file itself.
  private static func files(at path: String) throws -> [String] {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    guard exists, isFolder.boolValue else {
      try InputFile.requireFile(path, what: "template file or folder")
      return [path]
    }
    let folder = path.hasSuffix("/") ? path : path + "/"
    let names = try InputFile.names(in: path, what: "template folder")
      .filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }
    if names.isEmpty { throw FileError.empty(path: path, what: "template files (*.json)") }
    return names.map { folder + $0 }
  }
}
