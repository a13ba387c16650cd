/// How programs are lowered.
package struct LoweringOptions: Sendable, Hashable {
  /// How products are made.
  package var precision: ProductPrecision
  /// Bytes of logits above which a loss over a vocabulary is made in chunks of tokens.
  package var logitBytes: Int

  /// Options; as they are, products have all digits of float32.
  package init(precision: ProductPrecision = .highest, logitBytes: Int = 256 << 20) {
    (self.precision, self.logitBytes) = (precision, logitBytes)
  }
}

/// How products of float32 matrices are made.
package enum ProductPrecision: String, Sendable {
  /// With all of float32's digits.
  case highest = "HIGHEST"
  /// As the device is fastest: TF32 on cards, one pass of bfloat16 on TPUs.
  case fastest = "DEFAULT"
}
