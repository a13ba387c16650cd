import Diagnostics
import Foundation
import JSON
import Settings

/// A study as it was read.
package struct LoadedStudy: Sendable {
  /// What the file says, with defaults where it says nothing.
  package var study: Study
  /// The file's path.
  package let file: String
  /// The file's bytes.
  package let text: Data
  /// The place of each setting that the file gives, by dotted path.
  package let origins: [String: SourceLocation]

  /// Reads the study at `path`.
  /// - Throws: `UserErrors` with every problem there is; `FileError`, `RecipeError`.
  package static func read(_ path: String) throws -> LoadedStudy {
    try parse(InputFile.read(path, what: "study"), file: path)
  }

  /// Reads a study from `text`.
  /// - Parameter file: the name for messages, whose last part is the study's name where the text gives none.
  /// - Throws: `UserErrors` with every problem there is; `RecipeError`.
  package static func parse(_ text: Data, file: String) throws -> LoadedStudy {
    var reading = RecipeReading(schema: Study.schema)
    let field: JSONField
    do {
      field = try JSONDocument.parse(text, file: file)
    } catch {
      throw RecipeError.json(error)
    }
    var study = Study.read(field, limits: nil, reading: &reading) ?? Study()
    if study.name.isEmpty {
      study.name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    }
    // What could not be read keeps its default, which would only add contradictions of its own.
    if reading.problems.isEmpty {
      var finder = StudyContradictions(study, file: file, origins: reading.origins)
      finder.find()
      reading.problems += finder.problems
    }
    if let errors = UserErrors(reading.problems) { throw errors }
    return LoadedStudy(study: study, file: file, text: text, origins: reading.origins)
  }
}
