import Diagnostics

extension WeightsArchive {
  /// Checks that the archive holds exactly the tensors that a model reads, each readable as `Float`.
  /// - Parameters:
  ///   - expected: the model's tensors.
  ///   - ignoring: names that may be there unread, such as the copies of a tied embedding.
  /// - Throws: `WeightsError` where there is none; `UserErrors` with one `WeightsError` for each missing,
  ///   misshapen, unreadable or unexpected tensor: first the model's in its order, then the archive's in its
  ///   own.
  package func requireFit(_ expected: [TensorDescription], ignoring: Set<String> = []) throws {
    if tensors.isEmpty { throw WeightsError(path, .noTensors) }
    var errors: [WeightsError] = []
    let names = tensors.map(\.name)
    let wanted = Set(expected.map(\.name))
    let unexpected = names.filter { !wanted.contains($0) && !ignoring.contains($0) }
    for tensor in expected {
      guard let found = self[tensor.name] else {
        let nearest = NearestName.suggestion(for: tensor.name, in: unexpected)
        errors.append(WeightsError(path, tensor: tensor.name, .missingTensor(nearest: nearest)))
        continue
      }
      let file = try file(holding: tensor.name).path
      if found.shape != tensor.shape {
        errors.append(
          WeightsError(
            file, tensor: tensor.name, .wrongShape(expected: tensor.shape, found: found.shape)))
      } else if !found.elementType.isReadableAsFloat {
        errors.append(
          WeightsError(
            file, tensor: tensor.name,
            .wrongElementType(expected: "F32, F16 or BF16", found: found.elementType)))
      }
    }
    for name in unexpected {
      errors.append(WeightsError(try file(holding: name).path, tensor: name, .unexpectedTensor))
    }
    if let errors = UserErrors(errors) { throw errors }
  }
}
