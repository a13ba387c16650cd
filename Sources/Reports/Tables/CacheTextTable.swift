import Inspection
import Text

/// The cache as lines of text.
package enum CacheTextTable {
  /// What was made and what was there.
  package static func lines(_ page: CachePage) -> [String] {
    let sources = page.sources.map { use in
      "\(use.source): \(use.action.rawValue), \(NumberText.grouped(use.instances)) instances of "
        + "\(NumberText.grouped(use.tasks)) tasks, \(megabytes(use.bytes))"
    }
    let tokens = page.tokens
    return [page.folder] + page.commands + sources + [
      "tokenized tasks: \(tokens.built) built, \(tokens.reused) reused, "
        + "\(NumberText.grouped(tokens.examples)) examples, \(megabytes(tokens.bytes))"
    ]
  }

  /// The files that are there, or were.
  package static func lines(_ content: CacheContent, isCleared: Bool) -> [String] {
    let verb = isCleared ? "removed " : ""
    return content.files.map { "\(verb)\($0.path): \(megabytes($0.bytes))" } + [
      "\(content.folder): \(content.files.count) files, \(megabytes(content.bytes))"
    ]
  }

  private static func megabytes(_ bytes: Int) -> String {
    let tenths = (Double(bytes) / 100_000).rounded() / 10
    return "\(tenths) MB"
  }
}
