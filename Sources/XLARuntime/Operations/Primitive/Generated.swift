import Autograd

extension Constant: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    switch type.element {
    case .float32: [emitter.constant(value, type.shape.dimensions)]
    case .int32: [emitter.constant(Int(value), .int32, type.shape.dimensions)]
    }
  }
}

extension Iota: XLAOperation {
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    [emitter.iota(shape.dimensions, axis: axis)]
  }
}

extension RelativeBuckets: XLAOperation {
  /// The buckets of all offsets are a constant; those of all pairs would be a large one.
  func lower(_ operands: [HLOValue], _ emitter: Emitter) -> [HLOValue] {
    let column = emitter.buckets(scheme, queries: queries, keys: keys).reshaped(to: [queries + keys - 1, 1])
    let offsets = emitter.offsets(queries: queries, keys: keys)
    return [column.rows(at: offsets).reshaped(to: [queries, keys])]
  }
}

extension Emitter {
  /// The bucket of every offset of a key from a query, from 1 - queries to keys - 1: int32 `[queries + keys - 1]`.
  func buckets(_ scheme: RelativePositionScheme, queries: Int, keys: Int) -> HLOValue {
    list((1 - queries..<keys).map { scheme.bucket(forOffset: $0) })
  }

  /// The place of every pair's offset among those: int32 `[query, key]`.
  func offsets(queries: Int, keys: Int) -> HLOValue {
    let pairs = [queries, keys]
    return iota(pairs, axis: 1) - iota(pairs, axis: 0) + constant(queries - 1, .int32, pairs)
  }
}
