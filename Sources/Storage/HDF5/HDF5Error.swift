import Diagnostics

/// What can go wrong with an HDF5 file, with the object that it is about; what cannot be written in the
/// library's own words.
package struct HDF5Error: UserError, Equatable {
  /// The kinds of fault.
  package enum Reason: Equatable, Sendable {
    /// Something could not be put into the file.
    case cannotWrite(String)
    /// The file is no HDF5 file, or is damaged.
    case cannotOpen(String)
    /// Something in the file could not be read.
    case cannotRead(String)
    /// What is at a byte of the file is not as it was written.
    case damaged(String, offset: Int)
    /// What is at a byte of the file is proper HDF5, but nothing that this program writes.
    case foreign(String, offset: Int)
    /// The object is not in the file.
    case missing
    /// The object has another type than the reader wants.
    case wrongType(expected: String, found: String)
    /// The dataset or attribute has another number of elements than the reader wants.
    case wrongElementCount(expected: Int, found: Int)
    /// The dataset claims more elements than its bytes in the file can hold, or than fit an `Int`.
    case impossibleSize([UInt64])
    /// The object's name is one that is never written: empty, or with an empty component, `.`, NUL, or too
    /// long.
    case badName
    /// The attribute's text has NUL in it, or more bytes than an attribute holds.
    case badText(byteCount: Int)
    /// The shape to be written has a negative dimension, more than 32 dimensions, or other values than it
    /// says.
    case badShape([Int], valueCount: Int)
    /// The file is of a kind or version that this program does not read.
    case otherFormat(String)
  }

  /// The file's path.
  package let path: String
  /// The path of group, dataset or attribute in the file; `nil` where the fault is the whole file's.
  package let object: String?
  /// What is wrong.
  package let reason: Reason

  /// A fault in the file at `path`.
  package init(_ path: String, object: String? = nil, _ reason: Reason) {
    self.path = path
    self.object = object
    self.reason = reason
  }

  /// The same error, about an object where it names none yet.
  func about(_ object: String) -> HDF5Error {
    HDF5Error(path, object: self.object ?? object, reason)
  }

  /// The kind of failure.
  package var category: FailureCategory {
    switch reason {
    case .cannotWrite: .inputOutput
    case .badName, .badText, .badShape: .failure
    default: .data
    }
  }

  /// The file, and the part of it that is at fault.
  package var location: SourceLocation? { SourceLocation(file: path, field: object) }

  /// What is wrong.
  package var problem: String {
    switch reason {
    case .cannotWrite(let message): "could not write: \(message)"
    case .cannotOpen(let message): "is no readable HDF5 file: \(message)"
    case .cannotRead(let message): "could not read: \(message)"
    case .damaged(let problem, let offset): "is damaged at byte \(offset): \(problem)"
    case .foreign(let found, let offset):
      "was not written by this program: it has \(found) at byte \(offset), which is not read"
    case .missing: "is not in the file"
    case .wrongType(let expected, let found): "is \(found) but must be \(expected)"
    case .wrongElementCount(let expected, let found): "has \(found) elements but must have \(expected)"
    case .impossibleSize(let shape): "claims the shape \(shape), which the file cannot hold"
    case .badName: "is no name that is written to HDF5 files"
    case .badText(let count): "a text of \(count) bytes, or with NUL in it, cannot be an attribute"
    case .badShape(let shape, let count): "the shape \(shape) cannot be written with \(count) values"
    case .otherFormat(let found): "has the format '\(found)', which this program does not read"
    }
  }

  /// What to do about it.
  package var nextStep: String? {
    switch reason {
    case .cannotWrite: "Check permissions and free space."
    case .cannotOpen, .cannotRead, .damaged, .impossibleSize:
      "The file is damaged or truncated: take another checkpoint."
    case .foreign: "Take a file that flan-train wrote, as it wrote it."
    case .missing, .wrongType, .wrongElementCount, .otherFormat:
      "Was it written by another version or another recipe? Take another checkpoint."
    case .badName, .badText, .badShape: nil
    }
  }
}
