// Rows of tables.

extension HLOValue {
  /// The rows of this table `[rows, width]` at int32 `indices` `[...]`: `[..., width]`.
  func rows(at indices: HLOValue) -> HLOValue {
    let (rank, width) = (indices.rank, dimensions[1])
    let result = HLOType(indices.dimensions + [width], type.element)
    return emitter.value(
      result,
      "\"stablehlo.gather\"(\(name), \(indices.name)) <{dimension_numbers = #stablehlo.gather<"
        + "offset_dims = [\(rank)], collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = \(rank)>, "
        + "slice_sizes = array<i64: 1, \(width)>, indices_are_sorted = false}> : "
        + "(\(type), \(indices.type)) -> \(result)")
  }

  /// The columns of this table `[heads, columns]` at int32 `indices` `[...]`: `[heads, ...]`.
  func columns(at indices: HLOValue) -> HLOValue {
    let (rank, height) = (indices.rank, dimensions[0])
    let result = HLOType([height] + indices.dimensions, type.element)
    return emitter.value(
      result,
      "\"stablehlo.gather\"(\(name), \(indices.name)) <{dimension_numbers = #stablehlo.gather<"
        + "offset_dims = [0], collapsed_slice_dims = [1], start_index_map = [1], index_vector_dim = \(rank)>, "
        + "slice_sizes = array<i64: \(height), 1>, indices_are_sorted = false}> : "
        + "(\(type), \(indices.type)) -> \(result)")
  }

  /// This tensor with rows of its innermost axis replaced.
  ///
  /// No place is written twice, so the result is the same from run to run, whatever order a device writes in.
  /// - Parameters:
  ///   - places: int32 `[rows, rank - 1]`, all different; what lies beyond this tensor is not written.
  ///   - rows: `[rows, width]`.
  ///   - isSorted: whether the places ascend.
  func replacingRows(at places: HLOValue, with rows: HLOValue, isSorted: Bool) -> HLOValue {
    let outer = Array(0..<rank - 1)
    let (old, new) = (emitter.newName(), emitter.newName())
    let scalar = HLOType([], type.element)
    let region = emitter.region {
      emitter.add("^bb0(\(old): \(scalar), \(new): \(scalar)):")
      emitter.add("stablehlo.return \(new) : \(scalar)")
    }
    return emitter.value(
      type,
      "\"stablehlo.scatter\"(\(name), \(places.name), \(rows.name)) <{scatter_dimension_numbers = #stablehlo.scatter<"
        + "update_window_dims = [1], inserted_window_dims = \(outer), scatter_dims_to_operand_dims = \(outer), "
        + "index_vector_dim = 1>, indices_are_sorted = \(isSorted), unique_indices = true}> ({\n\(region)}) : "
        + "(\(type), \(places.type), \(rows.type)) -> \(type)")
  }
}

extension Emitter {
  /// Numbers of one shape in the order of the first of them along the last axis; equal ones keep their order.
  /// - Parameters:
  ///   - keys: what is compared.
  ///   - companions: what moves with the keys.
  ///   - relation: `less` for the smallest first, `greater` for the largest.
  func sorted(_ keys: HLOValue, with companions: [HLOValue], by relation: HLOValue.Relation) -> [HLOValue] {
    let all = [keys] + companions
    let scalars = all.map { HLOType([], $0.type.element) }
    let names = scalars.map { _ in (newName(), newName()) }
    let region = region {
      let arguments = zip(names, scalars).map { "\($0.0): \($1), \($0.1): \($1)" }
      add("^bb0(\(arguments.joined(separator: ", "))):")
      let (a, b) = names[0]
      let comes = HLOValue(emitter: self, name: a, type: scalars[0])
        .compared(relation, to: HLOValue(emitter: self, name: b, type: scalars[0]))
      add("stablehlo.return \(comes.name) : \(comes.type)")
    }
    let types = all.map { "\($0.type)" }.joined(separator: ", ")
    let operands = all.map(\.name).joined(separator: ", ")
    let text =
      "\"stablehlo.sort\"(\(operands)) <{dimension = \(keys.rank - 1) : i64, is_stable = true}> ({\n\(region)}) : "
      + "(\(types)) -> (\(types))"
    return values(all.map(\.type), text)
  }
}
