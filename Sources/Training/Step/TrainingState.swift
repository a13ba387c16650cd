import Autograd
import Crypto
import Models
import Optimizers
import Storage

/// All tensors that training changes: the parameters and the optimizer's state.
package final class TrainingState {
  /// The model.
  package let model: any LanguageModel
  /// The parameters.
  package let parameters: ParameterStore
  /// The optimizer's state, by slot name.
  package let slots: [String: any TensorStorage]
  /// The names of the slots, in the order of the parameters.
  package let slotNames: [String]

  /// Memory for a model and its optimizer's state, filled with zeros.
  /// - Parameter frozen: the names of parameters that are not trained and have no state.
  package init(
    _ model: any LanguageModel, optimizer: any Optimizer, frozen: Set<String> = [], runtime: any Runtime
  ) {
    self.model = model
    parameters = ParameterStore(model.parameters, runtime: runtime)
    let list = Self.slots(of: model, optimizer, frozen: frozen)
    slotNames = list.map(\.name)
    slots = Dictionary(
      uniqueKeysWithValues: zip(
        slotNames, runtime.makeStorages(list.map { .float32($0.shape) }, for: .weight)))
  }

  /// The optimizer's state for a model, in the order of the parameters.
  package static func slots(of model: any LanguageModel, _ optimizer: any Optimizer, frozen: Set<String>)
    -> [OptimizerSlot]
  {
    model.parameters.filter { !frozen.contains($0.name) }.flatMap { optimizer.slots(for: $0.name, $0.shape) }
  }

  /// Bytes of all tensors.
  package var byteCount: Int {
    parameters.count * 4 + slots.values.reduce(0) { $0 + $1.type.byteCount }
  }
}

extension TensorStorage {
  /// SHA-256 of the elements' bytes in lower-case hexadecimal digits.
  /// - Throws: as `fetch`.
  package func sha256() throws -> String {
    try fetch()
    return withBytes { bytes in
      var hash = SHA256()
      hash.update(bufferPointer: bytes)
      return Hexadecimal.text(hash.finalize())
    }
  }
}

extension ParameterStore {
  /// SHA-256 over all parameters' hashes, in the model's order.
  /// - Throws: as `TensorStorage.fetch`.
  package func sha256() throws -> String {
    var hash = SHA256()
    for specification in specifications {
      hash.update(data: Array("\(specification.name) \(try self[specification.name].sha256())\n".utf8))
    }
    return Hexadecimal.text(hash.finalize())
  }
}
