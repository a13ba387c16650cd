/// A source of tasks whose instances can be kept in a store.
package protocol StorableSource: Sendable {
  /// The path that it goes by.
  var path: String { get }
  /// The files whose content decides what is read.
  var files: [String] { get }
  /// In text, all else that decides what is read.
  var settings: String { get }
  /// Reads every task into `sink`.
  /// - Throws: what the readers and the sink throw.
  func read(into sink: inout some TaskSink) throws
}

extension SourceFiles: StorableSource {
  /// The task files, and the descriptions and lists that had a say in how they are read.
  package var files: [String] { (entries + validation).map(\.path) + companions }

  /// What is said of each file.
  package var settings: String {
    let held = validation.map { "validation \(String(reflecting: $0.description))" }
    return (entries.map { String(reflecting: $0.description) } + held).joined(separator: "\n")
  }
}
