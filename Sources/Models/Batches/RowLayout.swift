import Autograd

/// Where programs have the packed rows of a batch.
public enum RowLayout: Sendable, Hashable, CaseIterable {
  /// One behind the other in a single row as long as they are full (unpadded, variable-length): where attention visits a segment's
  /// own block, a long row costs no more than its segments do, and nothing is computed for padding.
  case joined
  /// Each in a row of its own, padding and all: one program takes every batch.
  case apart

  /// The layout that a runtime's kernels want.
  public init(_ runtime: any Runtime) { self = runtime.joinsRows ? .joined : .apart }
}

extension PackedShape {
  /// The shape that programs have for these rows when all of them are full.
  public func full(_ layout: RowLayout) -> PackedShape {
    switch layout {
    case .joined:
      PackedShape(joining: self, inputLength: rows * inputLength, targetLength: rows * targetLength)
    case .apart: self
    }
  }

  /// Places of all rows' inputs.
  public var inputCount: Int { rows * inputLength }
  /// Places of all rows' targets.
  public var targetCount: Int { rows * targetLength }
}
