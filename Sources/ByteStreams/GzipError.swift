import Diagnostics

/// What can be wrong with a gzip file as such.
package enum GzipError: UserError, Equatable {
  /// The name ends in `.gz`, the content is something else.
  case notGzip(path: String)
  /// The file ends in the middle of a member, `offset` bytes from its start.
  case cut(path: String, offset: Int)
  /// A member cannot be inflated, or its checksum is another; found at most `offset` bytes from the file's start.
  case damaged(path: String, offset: Int, reason: String)
  /// There are bytes after the last member that are neither a member nor padding.
  case trailingBytes(path: String, offset: Int)

  /// All are errors in data.
  package var category: FailureCategory { .data }

  /// The file.
  package var location: SourceLocation? {
    switch self {
    case .notGzip(let path), .cut(let path, _), .damaged(let path, _, _), .trailingBytes(let path, _):
      SourceLocation(file: path)
    }
  }

  /// What is wrong.
  package var problem: String {
    switch self {
    case .notGzip: "is not a gzip file, though its name ends in .gz"
    case .cut(_, let offset): "the gzip stream is cut off after \(offset) bytes"
    case .damaged(_, let offset, let reason): "the gzip stream is damaged near byte \(offset): \(reason)"
    case .trailingBytes(_, let offset): "holds bytes from \(offset) on that belong to no gzip stream"
    }
  }

  /// What to do about it.
  package var nextStep: String? {
    switch self {
    case .notGzip: "Compress it with gzip, or take .gz off its name."
    case .cut, .damaged, .trailingBytes: "Copy or download the file again; 'gzip -t' tells when it is whole."
    }
  }
}
