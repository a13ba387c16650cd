import CPURuntime
import Testing

/// How near float32 must come to a reference in double precision.
///
/// The reference's script measures how far float32 itself is from double: the same function in 24 orders of its sums, up to
/// ten training steps, in which a distance grows. The matrix library's kernel for this machine sums in an order
/// that is none of these, so the bound is a multiple of the farthest of them, and of no machine's luck.
extension ReferenceModel {
  /// Times the farthest of the measured orders: a kernel that sums a row one by one where torch sums in blocks is some
  /// times farther off.
  private static let headroom: Float = 4

  /// The share of the largest element of `name` by which a value may differ.
  /// - Parameter name: a fixture's tensor, or `KIND/losses/STEP`.
  func tolerance(_ name: String) throws -> Float {
    // A few measured values happen to hit the double's own float32; they may be off by a rounding all the same.
    Self.headroom * (try #require(description.float32Distances[name]) + .ulpOfOne)
  }

  /// Fails unless `values` are the reference's `name`, as nearly as float32 can have them.
  /// - Parameter reference: what `values` should be where that is not the whole fixture: its places, in another order.
  func expectReference(
    _ values: [Float], _ name: String, _ reference: [Float]? = nil,
    at location: SourceLocation = #_sourceLocation
  ) throws {
    expectClose(
      values, try reference ?? file.floats(name), within: try tolerance(name), Self.comment(name),
      at: location)
  }

  /// Fails unless `loss` is the reference's after `step` steps of a kind of training.
  func expectLoss(
    _ loss: Float, _ kind: String, step: Int, at location: SourceLocation = #_sourceLocation
  ) throws {
    let name = "\(kind)/losses/\(step)"
    let losses = try #require(description.training.losses[kind])
    expectClose(
      [loss], [Float(losses[step])], within: try tolerance(name), Self.comment(name), at: location)
  }

  /// What a failure says: which value, under which of the matrix library's kernels.
  static func comment(_ name: String) -> Comment {
    "\(name), by \(CPURuntime.description(threads: 1).matrixProducts)"
  }
}

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
