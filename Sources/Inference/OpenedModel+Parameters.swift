import Autograd
import Checkpoints
import Models
import Setup

extension OpenedModel {
  /// The model's parameters with its weights, to be asked.
  /// - Throws: `ModelSetupError.weightsTooLarge` before any is read, and what reading them throws.
  package func parameters(on runtime: any Runtime) throws -> ParameterStore {
    try ModelSetupError.requireRoom(for: model)
    let parameters = ParameterStore(model.parameters, runtime: runtime)
    try load(into: parameters)
    return parameters
  }
}
