import JSON

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
