import Diagnostics
import JSON

/// What can be wrong with a safetensors file, with the tensor it is about.
package struct WeightsError: UserError, Equatable {
  /// The kinds of fault.
  package enum Reason: Equatable, Sendable {
    /// The file is too short for the eight bytes of the header's length.
    case noHeader(size: Int)
    /// The header's length is beyond what the format allows.
    case headerTooLong(length: UInt64, limit: Int)
    /// The header's length is beyond the file's end.
    case headerBeyondEnd(length: Int, size: Int)
    /// The header does not begin with `{`.
    case headerNotObject(firstByte: UInt8?)
    /// The header is not the JSON that it should be.
    case malformedHeader(JSONError)
    /// A type of element that the format does not have.
    case unknownElementType(String)
    /// A dimension is negative, or the dimensions' product is no machine integer.
    case impossibleShape([Int])
    /// `data_offsets` is not two numbers in order.
    case impossibleOffsets([Int])
    /// The tensor ends past the end of the file.
    case dataBeyondEnd(end: Int, available: Int)
    /// Shape and element type need another number of bytes than the offsets give.
    case wrongByteCount(expected: Int, found: Int)
    /// Two tensors share bytes.
    case overlap(with: String)
    /// Bytes in front of the tensor belong to none.
    case gap(bytes: Int)
    /// Bytes behind the last tensor belong to none.
    case unusedBytes(Int)
    /// The file has no such tensor.
    case missingTensor(nearest: String?)
    /// The file has a tensor that no part of the model reads.
    case unexpectedTensor
    /// There are no tensors at all.
    case noTensors
    /// The folder holds weights in files that are not read.
    case otherWeights(found: [String])
    /// A copy of the embedding that differs from it.
    case otherEmbedding(than: String)
    /// The configuration says that the head is its own, and the file has none.
    case missingHead
    /// The tensor has another shape than its reader needs.
    case wrongShape(expected: [Int], found: [Int])
    /// The tensor's elements cannot be read as the reader wants them.
    case wrongElementType(expected: String, found: ElementType)
    /// The reader's memory has another number of elements than the tensor.
    case wrongElementCount(expected: Int, found: Int)
    /// A weight that is not a number, or is infinite.
    case notFinite(position: [Int], value: Float)
    /// The index names a shard that is no plain file name.
    case badShardName(String)
    /// The shard holds a tensor that the index puts into another shard or does not know.
    case notInIndex(shard: String)
    /// The index puts the tensor into a shard that does not hold it.
    case notInShard(shard: String)
    /// Two tensors to be written have this name.
    case duplicateName
    /// A tensor to be written came with another number of values than its shape has.
    case wrongValueCount(expected: Int, found: Int)
  }

  /// The file's path.
  package let path: String
  /// The tensor's name; `nil` where the fault is the whole file's.
  package let tensor: String?
  /// What is wrong.
  package let reason: Reason

  /// A fault in the file at `path`.
  package init(_ path: String, tensor: String? = nil, _ reason: Reason) {
    self.path = path
    self.tensor = tensor
    self.reason = reason
  }

  /// The kind of failure.
  package var category: FailureCategory {
    switch reason {
    case .duplicateName, .wrongValueCount, .wrongElementCount: .failure
    default: .data
    }
  }

  /// The file, and the part of it that is at fault.
  package var location: SourceLocation? {
    if case .malformedHeader(let error) = reason, tensor == nil { return error.location }
    return SourceLocation(file: path, field: tensor)
  }

  /// Equal when path, tensor and reason are; NaN equals NaN here.
  package static func == (left: Self, right: Self) -> Bool {
    if case .notFinite(let a, let x) = left.reason, case .notFinite(let b, let y) = right.reason {
      return left.path == right.path && left.tensor == right.tensor && a == b && x.bitPattern == y.bitPattern
    }
    return left.path == right.path && left.tensor == right.tensor && left.reason == right.reason
  }
}
