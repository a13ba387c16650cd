import Testing

/// Fails unless `values` differ from `reference` by at most `tolerance` of the largest reference value.
/// - Parameter least: what the largest reference value is taken to be at least.
func expectClose(
  _ values: [Float], _ reference: [Float], within tolerance: Float, least: Float = 0,
  _ comment: Comment? = nil,
  at location: SourceLocation = #_sourceLocation
) {
  #expect(values.count == reference.count, comment, sourceLocation: location)
  #expect(values.allSatisfy { $0.isFinite }, comment, sourceLocation: location)
  let size = reference.reduce(least) { max($0, abs($1)) }
  let difference = zip(values, reference).reduce(0) { max($0, abs($1.0 - $1.1)) }
  #expect(difference <= tolerance * size, comment, sourceLocation: location)
}
