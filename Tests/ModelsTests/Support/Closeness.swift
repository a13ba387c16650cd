import Testing

/// The largest difference between two lists of numbers, divided by the largest magnitude of the second.
func relativeError(_ values: [Float], _ reference: [Float]) -> Float {
  precondition(values.count == reference.count, "\(values.count) values against \(reference.count)")
  var (difference, size): (Float, Float) = (0, 0)
  for (value, expected) in zip(values, reference) {
    if !value.isFinite { return .infinity }
    difference = max(difference, abs(value - expected))
    size = max(size, abs(expected))
  }
  return size == 0 ? (difference == 0 ? 0 : .infinity) : difference / size
}

/// Fails unless `values` differ from `reference` by at most `tolerance` of the largest reference value.
func expectClose(
  _ values: [Float], _ reference: [Float], within tolerance: Float, _ comment: Comment? = nil,
  at location: SourceLocation = #_sourceLocation
) {
  guard values.count == reference.count else {
    Issue.record("\(values.count) values against \(reference.count)", sourceLocation: location)
    return
  }
  let error = relativeError(values, reference)
  #expect(error <= tolerance, comment, sourceLocation: location)
}
