import Diagnostics
import Foundation
import Storage

/// All weights of a model folder: one `model.safetensors`, or the shards of a `model.safetensors.index.json`.
public final class WeightsArchive: Sendable {
  /// The name of a single weights file.
  public static let fileName = "model.safetensors"
  /// The name of the index of several weights files.
  public static let indexName = "model.safetensors.index.json"

  /// The files, in the order of their names.
  public let files: [WeightsFile]
  /// What the archive was opened by: the single file or the index.
  public let path: String
  private let fileIndices: [String: Int]

  /// Opens the weights of a model folder; the single file comes first where both are there.
  /// - Throws: `FileError`, `JSONError`, `WeightsError`.
  public convenience init(folder: String) throws {
    try InputFile.requireDirectory(folder, what: "model folder")
    let (single, index) = ("\(folder)/\(Self.fileName)", "\(folder)/\(Self.indexName)")
    if FileStatus(single, followingLinks: true) == nil, FileStatus(index, followingLinks: true) != nil {
      try self.init(index: index, folder: folder)
    } else {
      try self.init(file: single)
    }
  }

  /// Opens a single weights file.
  /// - Throws: `FileError`, `WeightsError`.
  public init(file: String) throws {
    let opened = try WeightsFile(file)
    path = file
    files = [opened]
    fileIndices = Dictionary(uniqueKeysWithValues: opened.tensors.map { ($0.name, 0) })
  }

  /// Opens the shards of an index and checks that both say the same.
  private init(index: String, folder: String) throws {
    let map = try ShardIndex.readWeightMap(index)
    let shards = Set(map.map(\.shard)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let opened = try shards.map { try WeightsFile("\(folder)/\($0)") }
    let numbers = Dictionary(uniqueKeysWithValues: shards.enumerated().map { ($1, $0) })
    var fileIndices: [String: Int] = [:]
    for (tensor, shard) in map {
      guard let number = numbers[shard], opened[number][tensor] != nil else {
        throw WeightsError(index, tensor: tensor, .notInShard(shard: shard))
      }
      fileIndices[tensor] = number
    }
    for (number, file) in opened.enumerated() {
      for tensor in file.tensors where fileIndices[tensor.name] != number {
        throw WeightsError(index, tensor: tensor.name, .notInIndex(shard: shards[number]))
      }
    }
    path = index
    files = opened
    self.fileIndices = fileIndices
  }

  /// All tensors: by file, then by place in it.
  public var tensors: [StoredTensor] { files.flatMap(\.tensors) }

  /// The tensor of that name, or `nil`.
  public subscript(name: String) -> StoredTensor? {
    fileIndices[name].flatMap { files[$0][name] }
  }

  /// The file that holds the tensor.
  /// - Throws: `WeightsError` with the nearest name there is.
  public func file(holding name: String) throws(WeightsError) -> WeightsFile {
    if let index = fileIndices[name] { return files[index] }
    let nearest = NearestName.suggestion(for: name, in: tensors.map(\.name))
    throw WeightsError(path, tensor: name, .missingTensor(nearest: nearest))
  }

  /// Reads a tensor's values, in row-major order, into memory for exactly its elements.
  /// - Parameter requiringFinite: whether a value that is NaN or infinite is an error.
  /// - Throws: `WeightsError`, `FileError`.
  public func readFloats(
    _ name: String, into destination: UnsafeMutableBufferPointer<Float>, requiringFinite: Bool = false
  ) throws {
    try file(holding: name).readFloats(name, into: destination, requiringFinite: requiringFinite)
  }

  /// A small tensor's values as an array.
  /// - Throws: `WeightsError`, `FileError`.
  public func floats(_ name: String) throws -> [Float] {
    try file(holding: name).floats(name)
  }

  /// Checks that every floating-point weight is finite.
  /// - Throws: `WeightsError` with tensor and position of the first that is not.
  public func requireFinite() throws {
    for file in files { try file.requireFinite() }
  }

  /// Whether two tensors have the same type, shape and bytes; `false` where either is missing.
  ///
  /// The comparison ends at the first difference, and gives back the pages that it has read.
  /// - Throws: `WeightsError`, `FileError`.
  public func areIdentical(_ first: String, _ second: String) throws -> Bool {
    guard let a = self[first], let b = self[second], a.elementType == b.elementType, a.shape == b.shape else {
      return false
    }
    let (left, right) = (try file(holding: first).mapping, try file(holding: second).mapping)
    for start in stride(from: 0, to: a.byteRange.count, by: 1 << 20) {
      try left.checkSize()
      try right.checkSize()
      let count = min(1 << 20, a.byteRange.count - start)
      let (x, y) = (a.byteRange.lowerBound + start, b.byteRange.lowerBound + start)
      guard let from = left.bytes.baseAddress, let to = right.bytes.baseAddress else { return false }
      let isEqual = memcmp(from + x, to + y, count) == 0
      left.release(x..<(x + count))
      right.release(y..<(y + count))
      if !isEqual { return false }
    }
    return true
  }
}
