import Diagnostics

/// What can go wrong with an HDF5 file, with the object it is about and the library's own words.
public struct HDF5Error: UserError, Equatable {
  /// The kinds of fault.
  public enum Reason: Equatable, Sendable {
    /// Something could not be put into the file.
    case cannotWrite(String)
    /// The file is no HDF5 file, or is damaged.
    case cannotOpen(String)
    /// Something in the file could not be read.
    case cannotRead(String)
    /// The object is not in the file.
    case missing
    /// The object has another type than the reader wants.
    case wrongType(expected: String, found: String)
    /// The dataset or attribute has another number of elements than the reader wants.
    case wrongElementCount(expected: Int, found: Int)
    /// The dataset claims more elements than its bytes in the file can hold, or than fit an `Int`.
    case impossibleSize([UInt64])
    /// The object's name is one that HDF5 cannot hold: empty, or with an empty component, `.` or NUL.
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
  public let path: String
  /// The path of group, dataset or attribute in the file; `nil` where the fault is the whole file's.
  public let object: String?
  /// What is wrong.
  public let reason: Reason

  /// A fault in the file at `path`.
  public init(_ path: String, object: String? = nil, _ reason: Reason) {
    self.path = path
    self.object = object
    self.reason = reason
  }

  /// The kind of failure.
  public var category: FailureCategory {
    switch reason {
    case .cannotWrite: .inputOutput
    case .badName, .badText, .badShape: .failure
    default: .data
    }
  }

  /// The file, and the part of it that is at fault.
  public var location: SourceLocation? { SourceLocation(file: path, field: object) }

  /// What is wrong.
  public var problem: String {
    switch reason {
    case .cannotWrite(let message): "could not write: \(message)"
    case .cannotOpen(let message): "is no readable HDF5 file: \(message)"
    case .cannotRead(let message): "could not read: \(message)"
    case .missing: "is not in the file"
    case .wrongType(let expected, let found): "is \(found) but must be \(expected)"
    case .wrongElementCount(let expected, let found): "has \(found) elements but must have \(expected)"
    case .impossibleSize(let shape): "claims the shape \(shape), which the file cannot hold"
    case .badName: "is no name that HDF5 can hold"
    case .badText(let count): "a text of \(count) bytes, or with NUL in it, cannot be an attribute"
    case .badShape(let shape, let count): "the shape \(shape) cannot be written with \(count) values"
    case .otherFormat(let found): "has the format '\(found)', which this program does not read"
    }
  }

  /// What to do about it.
  public var nextStep: String? {
    switch reason {
    case .cannotWrite: "Check permissions and free space."
    case .cannotOpen, .cannotRead, .impossibleSize:
      "The file is damaged or truncated: take another checkpoint."
    case .missing, .wrongType, .wrongElementCount, .otherFormat:
      "Was it written by another version or another recipe? Take another checkpoint."
    case .badName, .badText, .badShape: nil
    }
  }
}
