extension Program {
  /// In which order the sums of a program's products run.
  ///
  /// Floating-point sums depend on their order. With a fixed one a row's result is the same, bit for bit, whatever other rows are
  /// computed with it, wherever it stands among them, and however many threads share the work. The two fixed orders differ from
  /// each other.
  public enum Summation: Sendable, Hashable {
    /// Whatever is fastest for the sizes of each product.
    case bySize
    /// A fixed order that suits products of many rows.
    case fixed
    /// A fixed order that suits products of few rows, whose time is that of reading the weights.
    case fixedForFewRows
  }
}
