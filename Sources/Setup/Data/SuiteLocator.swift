import Diagnostics
import Evaluation
import Foundation
import Recipes
import Storage

/// Finds the evaluation suite that a user means.
package enum SuiteLocator {
  private static let ending = ".json"

  /// The suite's file: a path to one, or the name of a suite that comes with the program.
  /// - Throws: `SuiteError.unknownSuite` with the nearest name; `FileError.missing` for a path.
  package static func locate(_ name: String) throws -> String {
    if FolderChain.isFile(name) { return name }
    if name.contains("/") || name.hasSuffix(ending) {
      try InputFile.requireFile(name, what: "suite")
      return name
    }
    if let path = ShippedData.path("\(ShippedData.suites)/\(name)\(ending)") { return path }
    throw SuiteError.unknownSuite(name: name, valid: shippedNames)
  }

  /// The names of the suites that come with the program, sorted.
  package static var shippedNames: [String] {
    guard let folder = ShippedData.folder(ShippedData.suites) else { return [] }
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted()
  }
}
