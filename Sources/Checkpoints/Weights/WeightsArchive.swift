import Diagnostics
import Foundation
import Storage

/// All weights of a model folder: one file, or the shards that an index names; safetensors, or else
/// PyTorch's.
package final class WeightsArchive: Sendable {
  /// The name of a single safetensors file.
  package static let fileName = "model.safetensors"
  /// The name of the index of several safetensors files.
  package static let indexName = "model.safetensors.index.json"
  /// What `from_pretrained` of `transformers` looks for, in this order.
  static let names = [fileName, indexName, "pytorch_model.bin", "pytorch_model.bin.index.json"]

  /// The files, in the order of their names.
  package let files: [WeightsFile]
  /// What the archive was opened by: the single file or the index.
  package let path: String
  private let fileIndices: [String: Int]

  /// What is read of a folder, where it holds weights twice.
  package let note: String?

  /// Opens the weights of a model folder: of what is there, the first of `names`.
  /// - Throws: `FileError`, `JSONError`, `WeightsError`, `TorchFileError`.
  package convenience init(folder: String) throws {
    try InputFile.requireDirectory(folder, what: "model folder")
    let present = Self.names.filter { FileStatus("\(folder)/\($0)", followingLinks: true) != nil }
    guard let name = present.first else { throw try Self.nothing(in: folder) }
    let others = present.dropFirst().map { "'\($0)'" }.joined(separator: ", ")
    let note =
      others.isEmpty ? nil : "the weights are read from '\(name)'; \(others) beside it is passed over"
    if name.hasSuffix(".json") {
      try self.init(index: "\(folder)/\(name)", folder: folder, note: note)
    } else {
      try self.init(file: "\(folder)/\(name)", note: note)
    }
  }

  /// Why a folder has no weights: what else of the kind is in it.
  private static func nothing(in folder: String) throws -> any UserError {
    let endings = [".safetensors", ".bin", ".h5", ".msgpack", ".gguf", ".pt", ".pth", ".ckpt"]
    let found = try InputFile.names(in: folder, what: "model folder").filter { name in
      name != "training_args.bin" && endings.contains { name.hasSuffix($0) }
    }
    if found.isEmpty { return FileError.empty(path: folder, what: "\(names[0]) or \(names[2])") }
    return WeightsError(folder, .otherWeights(found: found))
  }

  /// Opens a single weights file.
  /// - Throws: `FileError`, `WeightsError`.
  package init(file: String, note: String? = nil) throws {
    let opened = try WeightsFile(file)
    path = file
    self.note = note
    files = [opened]
    fileIndices = Dictionary(uniqueKeysWithValues: opened.tensors.map { ($0.name, 0) })
  }

  /// Opens the shards of an index and checks that both say the same.
  private init(index: String, folder: String, note: String?) throws {
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
    self.note = note
    files = opened
    self.fileIndices = fileIndices
  }

  /// All tensors: by file, then by place in it.
  package var tensors: [StoredTensor] { files.flatMap(\.tensors) }

  /// The tensor of that name, or `nil`.
  package subscript(name: String) -> StoredTensor? {
    fileIndices[name].flatMap { files[$0][name] }
  }

  /// The file that holds the tensor.
  /// - Throws: `WeightsError` with the nearest name there is.
  package func file(holding name: String) throws(WeightsError) -> WeightsFile {
    if let index = fileIndices[name] { return files[index] }
    let nearest = NearestName.suggestion(for: name, in: tensors.map(\.name))
    throw WeightsError(path, tensor: name, .missingTensor(nearest: nearest))
  }

  /// Reads a tensor's values, in row-major order, into memory for exactly its elements.
  /// - Parameter requiringFinite: whether a value that is NaN or infinite is an error.
  /// - Throws: `WeightsError`, `FileError`.
  package func readFloats(
    _ name: String, into destination: UnsafeMutableBufferPointer<Float>, requiringFinite: Bool = false
  ) throws {
    try file(holding: name).readFloats(name, into: destination, requiringFinite: requiringFinite)
  }

  /// A small tensor's values as an array.
  /// - Throws: `WeightsError`, `FileError`.
  package func floats(_ name: String) throws -> [Float] {
    try file(holding: name).floats(name)
  }

  /// Checks that every floating-point weight is finite.
  /// - Throws: `WeightsError` with tensor and position of the first that is not.
  package func requireFinite() throws {
    for file in files { try file.requireFinite() }
  }

  /// Whether two tensors have the same type, shape and elements; `false` where either is missing.
  ///
  /// Two names for the same bytes need no look; else the comparison ends at the first difference.
  /// - Throws: `WeightsError`, `FileError`.
  package func areIdentical(_ first: String, _ second: String) throws -> Bool {
    guard let a = self[first], let b = self[second], a.elementType == b.elementType, a.shape == b.shape else {
      return false
    }
    let (left, right) = (try file(holding: first), try file(holding: second))
    if left === right, a.byteRange == b.byteRange, a.strides == b.strides { return true }
    for start in stride(from: 0, to: a.elementCount, by: WeightsFile.elementsPerChunk) {
      let range = start..<min(start + WeightsFile.elementsPerChunk, a.elementCount)
      let isEqual = try left.withElements(range, of: a) { x in
        try right.withElements(range, of: b) { y in
          guard let from = x.baseAddress, let to = y.baseAddress else { return false }
          return memcmp(from, to, x.count) == 0
        }
      }
      if !isEqual { return false }
    }
    return true
  }
}
