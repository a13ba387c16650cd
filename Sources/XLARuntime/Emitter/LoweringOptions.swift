/// How programs are lowered.
package struct LoweringOptions: Sendable, Hashable {
  /// What is computed with.
  package var arithmetic: Arithmetic
  /// How operands of products are rounded to bfloat16, where the arithmetic does that.
  package var rounding: OperandRounding
  /// Bytes of logits above which a loss over a vocabulary is made in chunks of tokens.
  package var logitBytes: Int

  /// Options; as they are, all is computed with all digits of float32.
  package init(
    arithmetic: Arithmetic = .float32, rounding: OperandRounding = .conversion, logitBytes: Int = 256 << 20
  ) {
    (self.arithmetic, self.rounding, self.logitBytes) = (arithmetic, rounding, logitBytes)
  }
}

/// What programs compute with. Programs themselves are float32 throughout, and so is what outlives a run.
package enum Arithmetic: String, Sendable, CaseIterable {
  /// All digits of float32.
  case float32
  /// Products as the device makes them fastest from float32 numbers: with TF32's digits on NVIDIA's cards.
  case tf32
  /// Products of bfloat16 numbers summed in float32, and activations that are bfloat16 between operations; inside an
  /// operation, and for the loss, gradients of parameters and updates, float32. See `Program.roundedValues`.
  case bfloat16
}

/// How float32 operands of a product get bfloat16's digits.
package enum OperandRounding: Sendable {
  /// As bfloat16 numbers, which is what hardware multiplies.
  case conversion
  /// As float32 numbers with bfloat16's digits: the same products, for plug-ins that multiply no bfloat16 numbers to
  /// float32 ones, as those for processors (of API 0.115: "Unsupported element type for DotThunk").
  case digits
}
