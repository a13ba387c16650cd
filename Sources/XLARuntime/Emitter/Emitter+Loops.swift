extension Emitter {
  /// Values that go through a loop of known length.
  /// - Parameters:
  ///   - count: how often the body runs.
  ///   - start: the values before it runs first.
  ///   - given: values that the body reads, as they are.
  ///   - body: from the round, an int32 scalar that counts from 0, the values and what is given, the next values, of
  ///     the same types.
  /// - Returns: the values behind the last round.
  func loop(
    _ count: Int, from start: [HLOValue], given: [HLOValue],
    _ body: (_ round: HLOValue, _ values: [HLOValue], _ given: [HLOValue]) -> [HLOValue]
  ) -> [HLOValue] {
    // A loop's regions see nothing but its own values.
    let carried = [constant(0, .int32)] + start + given
    let inner = carried.map { HLOValue(emitter: self, name: newName(), type: $0.type) }
    let types = carried.map { "\($0.type)" }.joined(separator: ", ")
    let condition = region {
      let goesOn = inner[0].compared(.less, to: constant(count, .int32))
      add("stablehlo.return \(goesOn.name) : \(goesOn.type)")
    }
    let step = region {
      let held = Array(inner[(start.count + 1)...])
      let next = [inner[0] + constant(1, .int32)] + body(inner[0], Array(inner[1...start.count]), held) + held
      precondition(next.map(\.type) == carried.map(\.type), "the loop changes the types of its values")
      add("stablehlo.return \(next.map(\.name).joined(separator: ", ")) : \(types)")
    }
    let bindings = zip(inner, carried).map { "\($0.name) = \($1.name)" }.joined(separator: ", ")
    let results = values(
      carried.map(\.type), "stablehlo.while(\(bindings)) : \(types)\n  cond {\n\(condition)} do {\n\(step)}")
    return Array(results[1...start.count])
  }
}

extension HLOValue {
  /// `count` places along the first axis, from `start`, an int32 scalar, on.
  func part(from start: HLOValue, count: Int) -> HLOValue {
    var result = type
    result.dimensions[0] = count
    let (places, types) = places(from: start)
    return emitter.value(
      result,
      "stablehlo.dynamic_slice \(name), \(places), sizes = \(result.dimensions) : (\(type), \(types)) -> \(result)"
    )
  }

  /// This tensor with a part along the first axis replaced, from `start`, an int32 scalar, on.
  func replacingPart(from start: HLOValue, with part: HLOValue) -> HLOValue {
    let (places, types) = places(from: start)
    return emitter.value(
      type,
      "stablehlo.dynamic_update_slice \(name), \(part.name), \(places) : (\(type), \(part.type), \(types)) -> \(type)"
    )
  }

  private func places(from start: HLOValue) -> (names: String, types: String) {
    let zero = emitter.constant(0, .int32)
    let all = [start] + [HLOValue](repeating: zero, count: rank - 1)
    return (
      all.map(\.name).joined(separator: ", "), all.map { "\($0.type)" }.joined(separator: ", ")
    )
  }
}
