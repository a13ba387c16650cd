import Models

extension T5ConfigurationFile {
  /// The file of a model with these dimensions.
  package init(_ model: T5Configuration) {
    self.init(
      vocabularySize: model.vocabularySize, modelWidth: model.modelDimension, headWidth: model.headDimension,
      feedForwardWidth: model.feedForwardDimension, encoderLayerCount: model.encoderLayers,
      decoderLayerCount: model.decoderLayers, headCount: model.heads,
      feedForward: model.feedForward, tied: model.tiesEmbeddings)
    scalesDecoderOutputs = model.scalesDecoderOutput
    relativeAttentionBucketCount = model.relativeBuckets
    relativeAttentionMaximumDistance = model.relativeMaximumDistance
    dropoutRate = model.dropoutRate
    layerNormEpsilon = model.normEpsilon
  }

  /// The model that the file describes.
  /// - Parameter isTied: whether the head is the embedding, which the weights decide.
  package func model(isTied: Bool) -> T5Configuration {
    var model = T5Configuration(
      modelDimension: modelWidth, headDimension: headWidth, heads: headCount,
      encoderLayers: encoderLayerCount,
      decoderLayers: decoderLayerCount, feedForwardDimension: feedForwardWidth,
      vocabularySize: vocabularySize,
      feedForward: feedForward, tiesEmbeddings: isTied,
      scalesDecoderOutput: scalesOutputs(isTied: isTied))
    model.relativeBuckets = relativeAttentionBucketCount
    model.relativeMaximumDistance = relativeAttentionMaximumDistance
    model.dropoutRate = dropoutRate
    model.normEpsilon = layerNormEpsilon
    return model
  }
}
