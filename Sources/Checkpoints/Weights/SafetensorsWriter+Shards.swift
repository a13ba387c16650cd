import Diagnostics
import Foundation
import JSON

extension SafetensorsWriter {
  /// Writes a model's weights into a folder: one `model.safetensors`, or where that would be larger than
  /// `largestFile` bytes, shards with their index.
  ///
  /// Shards are filled in the order of the tensors' names; a tensor larger than the limit has one to itself.
  /// - Returns: the names of the files written.
  /// - Throws: `FileError`, `WeightsError`, and what a tensor's closure throws.
  @discardableResult
  package func write(_ tensors: [NamedTensor], toFolder folder: String, largestFile: Int = .max) throws
    -> [String]
  {
    let single = WeightsArchive.fileName
    let (shards, total) = try shards(tensors, folder: folder, largest: largestFile)
    if shards.count <= 1 {
      try write(tensors, to: "\(folder)/\(single)")
      return [single]
    }
    var index = ShardIndex(metadata: .init(total_size: total), weight_map: [:])
    var names: [String] = []
    for (number, shard) in shards.enumerated() {
      let name = "model-\(Self.padded(number + 1))-of-\(Self.padded(shards.count)).safetensors"
      try write(shard, to: "\(folder)/\(name)")
      for tensor in shard { index.weight_map[tensor.name] = name }
      names.append(name)
    }
    try fileSystem.write(EventCoding.pretty(index), to: "\(folder)/\(WeightsArchive.indexName)")
    return names + [WeightsArchive.indexName]
  }

  private func shards(
    _ tensors: [NamedTensor], folder: String, largest: Int
  ) throws -> (shards: [[NamedTensor]], total: Int) {
    let path = "\(folder)/\(WeightsArchive.fileName)"
    var shards: [[NamedTensor]] = []
    var (size, total) = (0, 0)
    var previous: String?
    for tensor in tensors.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
      // A name that falls into two shards would slip past the check of each.
      if tensor.name == previous { throw WeightsError(path, tensor: tensor.name, .duplicateName) }
      previous = tensor.name
      let bytes = try byteCount(tensor, path: path)
      let (sum, overflow) = total.addingReportingOverflow(bytes)
      if overflow { throw WeightsError(path, tensor: tensor.name, .impossibleShape(tensor.shape)) }
      total = sum
      if shards.isEmpty || bytes > largest - min(size, largest) {
        shards.append([])
        size = 0
      }
      shards[shards.count - 1].append(tensor)
      size += bytes
    }
    return (shards, total)
  }

  private static func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }
}

/// `model.safetensors.index.json`, or `pytorch_model.bin.index.json`: which shard holds which tensor.
struct ShardIndex: Codable {
  /// What the index says of the whole.
  struct Metadata: Codable {
    /// The tensors' bytes in all shards together.
    var total_size: Int
  }

  /// What the index says of the whole.
  var metadata: Metadata
  /// The shard's file name by the tensor's name.
  var weight_map: [String: String]

  /// Reads the index at `path`: the weight map, which is all that a reader needs.
  /// - Throws: `FileError`, `JSONError`, `WeightsError`.
  static func readWeightMap(_ path: String) throws -> [(tensor: String, shard: String)] {
    try weightMap(JSONDocument.read(path, what: "index of the weights"), path: path)
  }

  /// The weight map of an index that has been parsed.
  /// - Throws: `JSONError`, `WeightsError`.
  static func weightMap(_ root: JSONField, path: String) throws -> [(tensor: String, shard: String)] {
    let map = try root.object().required("weight_map").object()
    return try map.keys.map { tensor in
      let shard = try map.required(tensor).string()
      // The index is data: it must not lead out of its folder.
      if shard.isEmpty || shard == "." || shard == ".." || shard.contains("/") || shard.contains("\0") {
        throw WeightsError(path, tensor: tensor, .badShardName(shard))
      }
      return (tensor, shard)
    }
  }
}
