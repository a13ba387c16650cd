import Autograd

extension RandomKey {
  /// The key of a part of a step, so that parts draw different masks; the first has the step's own.
  /// - Parameter key: `elements(seed:step:)` of the step.
  package static func elements(ofPart part: Int, in key: [Int32]) -> [Int32] {
    // An odd factor: different parts of a step never have the same key.
    let shift = UInt32(truncatingIfNeeded: part) &* 0x9E37_79B9
    var key = key
    key[1] ^= Int32(truncatingIfNeeded: shift)
    return key
  }
}
