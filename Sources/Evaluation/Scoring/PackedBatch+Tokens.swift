import Instructions
import Models

extension PackedBatch {
  /// The batch as models read it.
  package var tokens: PackedTokens {
    PackedTokens(
      rows: rows,
      inputs: PackedTokens.Side(length: inputLength, ids: encoderTokens, segments: encoderSegments),
      targets: PackedTokens.Side(length: targetLength, ids: decoderTargets, segments: decoderSegments),
      previousTargets: decoderInputs, targetWeights: targetWeights)
  }
}

extension JoinedBatch {
  /// Joins rows of a batch; all by default.
  package init(_ batch: PackedBatch, rows: Range<Int>? = nil) { self.init(batch.tokens, rows: rows) }
}
