extension WeightsError {
  /// What is wrong.
  package var problem: String {
    switch reason {
    case .noHeader, .headerTooLong, .headerBeyondEnd, .headerNotObject, .malformedHeader: headerProblem
    case .unknownElementType(let name): "the element type '\(name)' is unknown"
    case .impossibleShape(let shape): "the shape \(shape) is impossible"
    case .impossibleOffsets(let offsets): "data_offsets \(offsets) are not a start and an end"
    case .dataBeyondEnd(let end, let available):
      "its data ends at byte \(end) of the data section, which has only \(available)"
    case .wrongByteCount(let expected, let found):
      "its shape and type need \(expected) bytes but data_offsets give it \(found)"
    case .overlap(let other): "its bytes overlap those of '\(other)'"
    case .gap(let bytes): "\(bytes) bytes in front of its data belong to no tensor"
    case .unusedBytes(let bytes): "\(bytes) bytes at the end of the file belong to no tensor"
    case .missingTensor: "there is no such tensor"
    case .unexpectedTensor: "the model has no such tensor"
    case .noTensors: "holds no tensor at all"
    case .otherWeights(let found):
      "holds neither model.safetensors nor pytorch_model.bin, but \(found.map { "'\($0)'" }.joined(separator: ", "))"
    case .otherEmbedding(let name): "differs from '\(name)', but a T5 embeds by one table on both sides"
    case .missingHead:
      "there is no such tensor, though the configuration says that the head is its own ('tie_word_embeddings' is false)"
    case .wrongShape(let expected, let found): "has the shape \(found) but must have \(expected)"
    case .wrongElementType(let expected, let found): "holds \(found.rawValue) but must hold \(expected)"
    case .wrongElementCount(let expected, let found):
      "has \(expected) elements but is to be read into memory for \(found)"
    case .notFinite(let position, let value): "the weight at \(position) is \(value)"
    case .badShardName(let name): "the shard '\(name)' is no file name in the same folder"
    case .notInIndex(let shard): "is in \(shard), where the index does not put it"
    case .notInShard(let shard): "the index puts it into \(shard), which does not hold it"
    case .duplicateName: "two tensors of this name are to be written"
    case .wrongValueCount(let expected, let found): "has \(found) values but its shape needs \(expected)"
    }
  }

  private var headerProblem: String {
    switch reason {
    case .noHeader(let size): "is \(size) bytes long, too short for a safetensors header"
    case .headerTooLong(let length, let limit):
      "the header's length is given as \(length) bytes; the format allows \(limit)"
    case .headerBeyondEnd(let length, let size):
      "the header's length is given as \(length) bytes but the file has \(size)"
    case .headerNotObject(let byte?): "the header begins with byte \(byte), not with '{'"
    case .headerNotObject(nil): "the header is empty"
    case .malformedHeader(let error): "in the header: \(error.problem)"
    default: ""
    }
  }

  /// What to do about it.
  package var nextStep: String? {
    switch reason {
    case .headerBeyondEnd, .dataBeyondEnd: "The file looks truncated: copy or download it again."
    case .noHeader, .headerTooLong, .headerNotObject: "Is this a safetensors file? Copy or download it again."
    case .malformedHeader, .impossibleShape, .impossibleOffsets, .wrongByteCount, .overlap, .gap,
      .unusedBytes:
      "Write the file again with the program that made it."
    case .unknownElementType: "Known: \(ElementType.allCases.map(\.rawValue).joined(separator: ", "))."
    case .missingTensor(let nearest): nearest.map { "Is '\($0)' meant?" } ?? "Is this the right model?"
    case .noTensors: "Copy or download it again."
    case .otherWeights:
      "Load it with transformers and save it with save_pretrained, which writes model.safetensors."
    case .otherEmbedding:
      "Take the table that is not meant out of the file: one of 'shared.weight', 'encoder.embed_tokens.weight' and "
        + "'decoder.embed_tokens.weight' is enough."
    case .missingHead:
      "Take a folder of T5ForConditionalGeneration; or, where the embedding is the head, write \"tie_word_embeddings\": true into "
        + "config.json, with \"scale_decoder_outputs\": false for T5 v1.1."
    case .unexpectedTensor, .wrongShape: "Is this the right model for its config.json?"
    case .wrongElementType: "Convert the weights first."
    case .notFinite: "The weights are damaged or come from a run that diverged: take an earlier checkpoint."
    case .badShardName, .notInIndex, .notInShard: "Write the index and its shards again, together."
    case .wrongElementCount, .duplicateName, .wrongValueCount: nil
    }
  }
}
